import CircuitCompiler
import MarginModel
import ProofSystem

/// Whether any auxiliary values at all fit a program's rows at given positions: what a prover that follows no rule could do.
///
/// The values may be any fractions that are not negative, so no cleverer choice of integers is missed. The pivot rule is the
/// least-index one for feasibility (Bland, New finite pivoting rules for the simplex method, 1977), so the search ends.
struct LinearFeasibility {
  /// basic = constant - sum of coefficient * other variable.
  private struct Line {
    var basic: Int
    var terms: [Int: Rational]
    var constant: Rational
  }

  private var lines: [Line] = []
  /// A row without variables that does not hold.
  private var isContradiction = false

  /// - Parameter hint: variables that are likely not 0, from the witness of a book near by; any set is right.
  init(_ program: Program, positions: [Int64], hint: Set<Int> = []) {
    for row in program.rows {
      var constant = -Rational(row.constant)
      for term in row.positions { constant = constant - Rational(term.coefficient) * Rational(positions[term.index]) }
      var terms: [Int: Rational] = [:]
      for term in row.variables { terms[term.index] = Rational(term.coefficient) }
      add(terms, constant, hint)
    }
  }

  /// Takes sum of terms = constant, once what is known of its variables is put in.
  private mutating func add(_ terms: [Int: Rational], _ constant: Rational, _ hint: Set<Int>) {
    var line = Line(basic: -1, terms: terms, constant: constant)
    for known in lines { Self.substitute(known, in: &line) }
    guard let pivot = line.terms.keys.max(by: { (hint.contains($0) ? 1 : 0, $0) < (hint.contains($1) ? 1 : 0, $1) }) else {
      isContradiction = isContradiction || !line.constant.isZero
      return
    }
    solve(&line, for: pivot)
    for index in lines.indices { Self.substitute(line, in: &lines[index]) }
    lines.append(line)
  }

  private func solve(_ line: inout Line, for variable: Int) {
    guard let coefficient = line.terms.removeValue(forKey: variable) else { return }
    if line.basic >= 0 { line.terms[line.basic] = 1 }
    line.basic = variable
    line.constant = line.constant / coefficient
    line.terms = line.terms.mapValues { $0 / coefficient }
  }

  private static func substitute(_ known: Line, in line: inout Line) {
    guard let coefficient = line.terms.removeValue(forKey: known.basic) else { return }
    line.constant = line.constant - coefficient * known.constant
    for (variable, value) in known.terms {
      let sum = (line.terms[variable] ?? 0) - coefficient * value
      line.terms[variable] = sum.isZero ? nil : sum
    }
  }

  /// Whether the rows have a solution without a negative value.
  consuming func isFeasible() -> Bool {
    guard !isContradiction else { return false }
    while let negative = lines.indices.filter({ lines[$0].constant.signum < 0 }).min(by: { lines[$0].basic < lines[$1].basic }) {
      // The line rises only by a variable with a negative coefficient; without one it is negative whatever the others are.
      guard let entering = lines[negative].terms.filter({ $0.value.signum < 0 }).keys.min() else { return false }
      var line = lines[negative]
      solve(&line, for: entering)
      for index in lines.indices where index != negative { Self.substitute(line, in: &lines[index]) }
      lines[negative] = line
    }
    return true
  }
}

extension Rational {
  init(_ value: Int256) {
    self = Rational(value.description) ?? 0
  }
}
