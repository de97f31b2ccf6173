extension Program {
  static let maximumCount = 1 << 20
  static let maximumDigits = 1 << 22
  /// Sums of fewer bits than this, with any coefficient in range, are compared exactly with half the group order.
  static let maximumWidth = 248
  static let projectionRows = 128...1024
  static let identifierLengths = 1...128

  /// (order + 1) / 2: the order is odd, so a sum is below order / 2 exactly when it is below this.
  static let halfOrder = Magnitude(high: 0x7FFF_FFFF_FFFF_FFFF_FFFF_FFFF_FFFF_FFFF, low: 0x5D57_6E73_57A4_501D_DFE9_2F46_681B_20A1)

  static func check(
    baseBits: Int, columns: [String], digits: [Int], rows: [Row], projection: Projection?
  ) throws(ProgramError) {
    guard (1...16).contains(baseBits) else { throw .baseOutOfRange(bits: baseBits) }
    guard max(columns.count, digits.count, rows.count) <= maximumCount else { throw .tooLarge }
    if let projection {
      guard projectionRows.contains(projection.rows), isWidth(projection.digits, baseBits: baseBits) else {
        throw .projectionOutOfRange(rows: projection.rows, digits: projection.digits)
      }
    }
    try checkIdentifiers(columns)
    for (variable, count) in digits.enumerated() where !isWidth(count, baseBits: baseBits) {
      throw .widthOutOfRange(variable: variable)
    }
    // Each width is at most 248 by now, so the sum cannot overflow.
    guard digits.reduce(0, +) <= maximumDigits else { throw .tooLarge }
    for (number, row) in rows.enumerated() {
      try check(row.positions, below: columns.count, row: number)
      try check(row.variables, below: digits.count, row: number)
    }
    try checkBounds(baseBits: baseBits, columnCount: columns.count, digits: digits, rows: rows, projection: projection)
  }

  private static func isWidth(_ digits: Int, baseBits: Int) -> Bool { digits >= 1 && digits <= maximumWidth / baseBits }

  private static func checkIdentifiers(_ columns: [String]) throws(ProgramError) {
    var seen: Set<[UInt8]> = []
    for (column, identifier) in columns.enumerated() {
      // Bytes, not characters: two spellings that compare equal as text would name two generators.
      let bytes = Array(identifier.utf8)
      guard identifierLengths.contains(bytes.count), bytes.allSatisfy({ (32..<127).contains($0) }) else {
        throw .identifierMalformed(column: column)
      }
      guard seen.insert(bytes).inserted else { throw .columnRepeated(column: column) }
    }
  }

  private static func check(_ terms: [Term], below count: Int, row: Int) throws(ProgramError) {
    var least = 0
    for term in terms {
      guard (0..<count).contains(term.index) else { throw .indexOutOfRange(row: row) }
      guard term.index >= least else { throw .indicesNotIncreasing(row: row) }
      guard !term.coefficient.isZero else { throw .coefficientZero(row: row) }
      least = term.index + 1
    }
  }

  /// What keeps a row that holds modulo the order from wrapping. Expects indices and widths in range.
  private static func checkBounds(
    baseBits: Int, columnCount: Int, digits: [Int], rows: [Row], projection: Projection?
  ) throws(ProgramError) {
    /// sum |h_k| (base^digits_k - 1) + |b|.
    func slack(_ row: Row) -> Magnitude {
      row.variables.reduce(row.constant.magnitude) { sum, term in
        let top = Magnitude.powerOfTwo(baseBits * digits[term.index]).minus(Magnitude(1))
        return sum.plus(term.coefficient.magnitude.times(top))
      }
    }
    let slacks = rows.map(slack)
    var bounds = [Magnitude?](repeating: projection.map { .powerOfTwo(baseBits * $0.digits) }, count: columnCount)
    for (row, slack) in zip(rows, slacks) where row.positions.count == 1 {
      let term = row.positions[0]
      guard term.coefficient.magnitude == Magnitude(1) else { continue }
      bounds[term.index] = bounds[term.index].map { min($0, slack) } ?? slack
    }
    for (number, row) in rows.enumerated() {
      var sum = slacks[number]
      for term in row.positions {
        guard let bound = bounds[term.index] else { throw .columnUnbounded(column: term.index, row: number) }
        sum = sum.plus(term.coefficient.magnitude.times(bound))
      }
      guard sum < halfOrder else { throw .rowCouldWrap(row: number) }
    }
    if let projection {
      let sum = Magnitude(UInt64(columnCount + 2)).times(.powerOfTwo(baseBits * projection.digits))
      guard sum < halfOrder else { throw .projectionCouldWrap }
    }
  }
}
