import BigInt
import MarginModel
import ProofSystem

/// Finding and checking witnesses, in clear integers.
extension CompiledCircuit {
  /// The exact witness of a book: every max, min and part tight.
  ///
  /// - Parameters:
  ///   - lots: whole lots per coordinate, in the order of ``BoundCircuit/coordinates``.
  ///   - choices: steps per chosen value, in the order of ``BoundCircuit/chosen``, as ``ChoiceSearch`` finds them.
  /// - Returns: positions and variables that satisfy ``check(positions:variables:)``.
  /// - Throws: `InfeasibleError` with the first assertion that fails and by how much, for the holder of the book alone.
  public func witness(
    lots: [Int64], choices: [Int64] = []
  ) throws(InfeasibleError) -> (positions: [Int256], variables: [Int256]) {
    guard lots.count == linear.columns else { throw .count(needed: linear.columns, given: lots.count) }
    for (lots, coordinate) in zip(lots, bound.coordinates) where lots.magnitude > coordinate.limitInLots.magnitude {
      throw .beyondLimit(id: coordinate.id, limit: coordinate.limit)
    }
    var values = IntegerValues(count: linear.columns + linear.variables.count + directColumns.count)
    guard choices.count == bound.chosen.count else { throw .choices(needed: bound.chosen.count, given: choices.count) }
    for (index, lots) in lots.enumerated() { values[index] = BigInt(lots) }
    for (number, variable) in linear.choices { values[variable] = BigInt(choices[number]) }
    for step in linear.steps {
      if let row = step.find(in: linear.rows, &values) { throw infeasible(firstBroken(before: row, values), values) }
    }
    for (place, column) in directColumns.enumerated() {
      values[linear.columns + linear.variables.count + place] = BigInt(lots[column]) + BigInt(bound.coordinates[column].limitInLots)
    }
    for index in linear.rows.indices {
      if !rows[index].value(values).isZero { throw infeasible(index, values) }
    }
    var variables: [Int256] = []
    for index in linear.columns..<values.count {
      guard let value = Int256(exactly: values[index]) else { throw .row(variableNames[index - linear.columns]) }
      variables.append(value)
    }
    let positions = lots.map { Int256($0) }
    if let failure = check(positions: positions, variables: variables) {
      guard case .range(let name, _) = failure else { throw .row(RowName(line: 0, text: "\(failure)")) }
      throw .row(name)
    }
    return (positions, variables)
  }

  /// The first assertion in the file's order that does not hold, when the inequality of a row is the first that no slack makes up for: an
  /// equation has no slack that could tell so.
  private func firstBroken(before row: Int, _ values: IntegerValues) -> Int {
    (0..<row).first { linear.rows[$0].isEquality && linear.rows[$0].assertion != nil && !rows[$0].value(values).isZero } ?? row
  }

  private func infeasible(_ row: Int, _ values: IntegerValues) -> InfeasibleError {
    guard let assertion = linear.rows[row].assertion else { return .row(linear.rows[row].name) }
    return .assertion(
      text: assertion.text, instance: assertion.instance, line: assertion.line,
      short: Rational(BigInt(rows[row].value(values).magnitude)) * assertion.scale, unit: assertion.unit)
  }

  /// Checks a witness in the clear, exactly: every variable's range, every row, and the projection's room.
  ///
  /// - Returns: the first failure by name, or nil when everything holds.
  public func check(positions: [Int256], variables: [Int256]) -> RowFailure? {
    guard positions.count == linear.columns, variables.count == program.digits.count else {
      return .count(positions: linear.columns, variables: program.digits.count)
    }
    var values = IntegerValues(count: positions.count + variables.count)
    for (index, value) in (positions + variables).enumerated() { values[index] = BigInt(value) }
    for (index, digits) in program.digits.enumerated() {
      let value = values[linear.columns + index]
      guard value >= 0, value.magnitude.bitWidth <= digits * program.baseBits else {
        return .range(variableNames[index], variable: index)
      }
    }
    for (index, row) in rows.enumerated() {
      guard row.value(values).isZero else { return .row(rowNames[index], index: index) }
    }
    if let projection = program.projection {
      let sum = (0..<linear.columns).reduce(BigUInt(0)) { $0 + values[$1].magnitude }
      guard sum < BigUInt(1) << (program.baseBits * projection.digits - 1) else { return .capacity }
    }
    return nil
  }
}

extension BigInt {
  fileprivate init(_ value: Int256) {
    self.init(words: value.twosComplement)
  }

  /// Reads 32 big-endian bytes of two's complement.
  private init(words bytes: [UInt8]) {
    let magnitude = bytes.reduce(BigUInt(0)) { $0 << 8 | BigUInt($1) }
    self = BigInt(magnitude)
    if let first = bytes.first, first >= 0x80 { self -= BigInt(1) << (8 * bytes.count) }
  }
}
