import BigInt
import MarginModel

/// Values that the prover chooses: a variable each, held to its range.
extension Lowering {
  /// lower + step n, n the number of steps: a variable of its own from its first use on.
  mutating func choice(_ number: Int) -> LinearForm {
    let value = bound.chosen[number]
    let index: Int
    if let known = program.choices[number] {
      index = known
    } else {
      let name = RowName(line: value.line, text: "chosen \(value.name)")
      _ = program.variable(grid: 1, upTo: Rational(value.count), name)
      index = program.lastVariable
      program.choices[number] = index
    }
    return LinearForm(index, value.step) + LinearForm(constant: value.lower)
  }

  /// Keeps every chosen value at or below its upper end: count - n - slack = 0, where no other row does so already.
  ///
  /// The lower end is the variable's own 0.
  mutating func boundChoices() {
    let held = heldChoices()
    for (number, index) in program.choices.sorted(by: { $0.value < $1.value }) where !held.contains(index) {
      let value = bound.chosen[number]
      let name = RowName(line: value.line, text: "range of chosen \(value.name)")
      let room = LinearForm(constant: Rational(value.count)) - LinearForm(index, 1)
      let slack = program.variable(grid: 1, upTo: Rational(value.count), name)
      program.add(.slack(row: program.rows.count, variable: program.lastVariable))
      program.add(room - slack, name)
    }
  }

  /// The chosen variables that an assertion with == keeps within their range, for positions within their limits.
  ///
  /// In such a row no variable works against them: sum_k a_k v_k = b with every a_k > 0 and v_k >= 0 gives v_k <= max b / a_k.
  private func heldChoices() -> Set<Int> {
    let counts = Dictionary(program.choices.map { ($0.value, BigInt(bound.chosen[$0.key].count)) }) { first, _ in first }
    let limits = bound.coordinates.map { BigInt($0.limitInLots) }
    var held: Set<Int> = []
    for row in program.rows where row.isEquality {
      let variables = row.row.variables(from: program.columns)
      guard let first = variables.first, variables.allSatisfy({ ($0.coefficient > 0) == (first.coefficient > 0) }) else { continue }
      let rest = row.row.reach(columns: program.columns, limits: limits, sign: first.coefficient > 0 ? 1 : -1)
      for (index, coefficient) in variables {
        if let count = counts[index], rest / BigInt(coefficient.magnitude) <= count { held.insert(index) }
      }
    }
    return held
  }
}
