import BigInt
import MarginModel

/// Finds values for what a circuit lets the prover choose.
///
/// With the positions given, the assertions are a linear program over the choices and what depends on them. It is solved exactly; where
/// a choice falls between two steps of its grid, rounding is tried and then both sides (branch and bound, depth first).
public struct ChoiceSearch: Sendable {
  /// Choices for one book: its holder's secret.
  public struct Choices: Sendable {
    /// Steps per chosen value, in the order of ``BoundCircuit/chosen``.
    public let steps: [Int64]
    /// Whether every assertion holds with them. If not, a search of bounded length found none, and these miss the inequalities by the
    /// least.
    public let satisfies: Bool
  }

  private let bound: BoundCircuit
  private let linear: LinearProgram
  /// Whether each column or variable follows from the choices.
  private let follows: [Bool]

  /// The most linear programs solved for one book.
  private static let programLimit = 400

  /// - Throws: `CompileError` for an assertion on public values that fails.
  public init(_ bound: BoundCircuit) throws(CompileError) {
    let linear = try Lowering.program(bound, revealed: nil)
    var follows = [Bool](repeating: false, count: linear.columns + linear.variables.count)
    for variable in linear.choices.values { follows[variable] = true }
    for step in linear.steps {
      let depends = step.rows.contains { row in
        linear.rows[row].row.indices.contains { follows[$0] && !step.variables.contains($0) }
      }
      if depends { for variable in step.variables { follows[variable] = true } }
    }
    (self.bound, self.linear, self.follows) = (bound, linear, follows)
  }

  /// Choices under which a book satisfies the circuit, every assertion with as much to spare as the others allow, up to the grid.
  ///
  /// What is spare is measured in what rounding the choices to their grid can cost, so that rounding seldom breaks an assertion.
  ///
  /// - Parameter lots: whole lots per coordinate, each within its limit.
  public func choices(lots: [Int64]) -> Choices {
    guard !linear.choices.isEmpty else {
      let steps = [Int64](repeating: 0, count: bound.chosen.count)
      return Choices(steps: steps, satisfies: holds(lots, steps))
    }
    let problem = Problem(bound, linear, follows, lots)
    var nearest: [Int64]?
    var open: [[(lower: Rational, upper: Rational)]] = [problem.ranges]
    var solved = 0
    while let ranges = open.popLast(), solved < Self.programLimit {
      solved += 1
      let (isFeasible, values) = problem.solve(ranges)
      let rounded = problem.steps(values)
      if nearest == nil { nearest = rounded }
      guard isFeasible else { continue }
      for steps in [rounded, problem.steps(values, up: false), problem.steps(values, up: true)] where holds(lots, steps) {
        return Choices(steps: steps, satisfies: true)
      }
      guard let (place, value) = problem.fractional(values) else { continue }
      let whole = Rational(value.floor())
      for below in value - whole < Rational(1) / 2 ? [false, true] : [true, false] {
        var side = ranges
        if below { side[place].upper = whole } else { side[place].lower = whole + 1 }
        open.append(side)
      }
    }
    let steps = nearest ?? [Int64](repeating: 0, count: bound.chosen.count)
    return Choices(steps: steps, satisfies: holds(lots, steps))
  }

  private func holds(_ lots: [Int64], _ steps: [Int64]) -> Bool {
    (try? bound.evaluate(lots: lots, choices: steps).isSolvent) ?? false
  }
}

extension ChoiceSearch {
  /// The linear program of one book: the columns are the choices, then the variables that follow from them.
  private struct Problem {
    private let bound: BoundCircuit
    private let numbers: [Int]
    private let rows: [[Rational]]
    private let constants: [Rational]
    private let objective: [Rational]
    private let inequalityCount: Int
    let ranges: [(lower: Rational, upper: Rational)]

    init(_ bound: BoundCircuit, _ linear: LinearProgram, _ follows: [Bool], _ lots: [Int64]) {
      self.bound = bound
      var values = IntegerValues(count: linear.columns + linear.variables.count)
      for (index, lots) in lots.enumerated() { values[index] = BigInt(lots) }
      for step in linear.steps where !step.variables.contains(where: { follows[$0] }) {
        // A failing assertion that no choice can mend leaves its slack at 0; the evaluator says so in the end.
        _ = step.find(in: linear.rows, &values)
      }
      let choices = linear.choices.sorted { $0.key < $1.key }
      numbers = choices.map(\.key)
      let free = choices.map(\.value) + follows.indices.filter { follows[$0] && !linear.choices.values.contains($0) }
      let places = Dictionary(uniqueKeysWithValues: free.enumerated().map { ($1, $0) })
      let affected = linear.rows.filter { $0.row.indices.contains { follows[$0] } }
      // After the variables: the spare part that all inequalities have, what each has beyond it, and what each misses.
      let inequalities = affected.indices.filter { affected[$0].assertion != nil && !affected[$0].isEquality }
      let spare = free.count
      let columns = spare + 1 + 2 * inequalities.count
      var rows: [[Rational]] = []
      var constants: [Rational] = []
      for row in affected {
        // In the assertion's own unit, so that violations of several assertions compare.
        let scale = row.assertion?.scale ?? 1
        var coefficients = [Rational](repeating: 0, count: columns)
        for (index, coefficient) in row.row.variables(from: linear.columns) {
          if let place = places[index] { coefficients[place] = Rational(coefficient) * scale }
        }
        rows.append(coefficients)
        constants.append(-Rational(row.row.value(values)) * scale)
      }
      var objective = [Rational](repeating: 0, count: columns)
      var ranges: [(lower: Rational, upper: Rational)] = free.map { (0, Rational(linear.variables[$0 - linear.columns].upper)) }
      ranges += Array(repeating: (0, 0), count: columns - spare)
      for (number, row) in inequalities.enumerated() {
        guard let slack = affected[row].row.indices.last, let place = places[slack] else { continue }
        let rounding = numbers.indices.reduce(Rational(0)) { $0 + rows[row][$1].magnitude }
        let unit = rounding.isZero ? 1 : rounding
        let miss = spare + 1 + inequalities.count + number
        rows[row][miss] = unit
        ranges[miss].upper =
          rows[row].indices.reduce(constants[row].magnitude) { $0 + rows[row][$1].magnitude * ranges[$1].upper } / unit
        objective[miss] = 1_000_000_000_000
        // surplus / unit - spare - beyond = 0.
        var coefficients = [Rational](repeating: 0, count: columns)
        coefficients[place] = rows[row][place].magnitude / unit
        coefficients[spare] = -1
        coefficients[spare + 1 + number] = -1
        rows.append(coefficients)
        constants.append(0)
        let reach = coefficients[place] * ranges[place].upper
        ranges[spare].upper = max(ranges[spare].upper, reach)
        ranges[spare + 1 + number].upper = reach
        objective[spare + 1 + number] = -1
      }
      // What is missed comes first by far, then the common part, then the sum.
      objective[spare] = -1_000_000
      (self.rows, self.constants, self.objective, self.ranges) = (rows, constants, objective, ranges)
      inequalityCount = inequalities.count
    }

    func solve(_ ranges: [(lower: Rational, upper: Rational)]) -> (isFeasible: Bool, values: [Rational]) {
      let outcome = BoundedSimplex.minimise(
        objective, rows: rows, equal: constants, lower: ranges.map(\.lower), upper: ranges.map(\.upper))
      switch outcome {
      case .optimal(let values): return (values.suffix(inequalityCount).allSatisfy(\.isZero), values)
      case .infeasible(let values): return (false, values)
      }
    }

    /// The first choice that is between two steps.
    func fractional(_ values: [Rational]) -> (place: Int, value: Rational)? {
      numbers.indices.first { !values[$0].isInteger }.map { ($0, values[$0]) }
    }

    /// Whole steps: to the nearest, or all down or up.
    func steps(_ values: [Rational], up: Bool? = nil) -> [Int64] {
      var steps = [Int64](repeating: 0, count: bound.chosen.count)
      for (place, number) in numbers.enumerated() {
        let shift: Rational = up.map { $0 ? 1 : 0 } ?? Rational(1) / 2
        let whole = values[place].isInteger ? values[place].floor() : (values[place] + shift).floor()
        steps[number] = min(Int64(clamping: whole), bound.chosen[number].count)
      }
      return steps
    }
  }
}
