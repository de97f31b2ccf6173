import Secp256k1

/// The coefficients of a program's rows, column by column: those of every position, of every variable, and the constants as the last
/// column. Made once a program, and shared by all of its proofs.
///
/// Coefficients below 2^64 in absolute value take twelve bytes each; wider ones, rare in practice, are kept apart.
package struct CoefficientColumns: Sendable {
  let rowCount: Int
  private let positionCount: Int
  /// Where each column's entries start, and where the last one's end.
  private var starts: [Int]
  /// The row of each entry, doubled, plus 1 for a negative coefficient.
  private var signedRows: [UInt32]
  private var magnitudes: [UInt64]
  private var wideEntries: [WideEntry] = []

  private struct WideEntry: Sendable {
    let row: Int
    let column: Int
    let coefficient: Int256
  }

  /// Precondition: the rows' indices are below the counts and strictly increase, and there are at most 2^20 rows.
  package init(_ rows: [Program.Row], positionCount: Int, variableCount: Int) {
    rowCount = rows.count
    self.positionCount = positionCount
    var counts = [Int](repeating: 0, count: positionCount + variableCount + 1)
    for row in rows {
      for term in row.positions where term.coefficient.narrowMagnitude != nil { counts[term.index] += 1 }
      for term in row.variables where term.coefficient.narrowMagnitude != nil { counts[positionCount + term.index] += 1 }
      if !row.constant.isZero, row.constant.narrowMagnitude != nil { counts[positionCount + variableCount] += 1 }
    }
    starts = [0]
    starts.reserveCapacity(counts.count + 1)
    for count in counts { starts.append(starts[starts.count - 1] + count) }
    signedRows = [UInt32](repeating: 0, count: starts[counts.count])
    magnitudes = [UInt64](repeating: 0, count: starts[counts.count])
    var next = starts
    for (number, row) in rows.enumerated() {
      for term in row.positions { append(number, term.index, term.coefficient, &next) }
      for term in row.variables { append(number, positionCount + term.index, term.coefficient, &next) }
      if !row.constant.isZero { append(number, positionCount + variableCount, row.constant, &next) }
    }
  }

  private mutating func append(_ row: Int, _ column: Int, _ coefficient: Int256, _ next: inout [Int]) {
    guard let magnitude = coefficient.narrowMagnitude else {
      wideEntries.append(WideEntry(row: row, column: column, coefficient: coefficient))
      return
    }
    signedRows[next[column]] = UInt32(row << 1 | (coefficient.isNegative ? 1 : 0))
    magnitudes[next[column]] = magnitude
    next[column] += 1
  }

  private var columnCount: Int { starts.count - 1 }

  /// The rows that the columns were made from.
  package var rows: [Program.Row] {
    var positions = [[Program.Term]](repeating: [], count: rowCount)
    var variables = positions
    var constants = [Int256](repeating: .zero, count: rowCount)
    func put(_ row: Int, _ column: Int, _ coefficient: Int256) {
      if column < positionCount {
        positions[row].append(Program.Term(index: column, coefficient: coefficient))
      } else if column < columnCount - 1 {
        variables[row].append(Program.Term(index: column - positionCount, coefficient: coefficient))
      } else {
        constants[row] = coefficient
      }
    }
    // Column by column, so that indices increase in every row.
    var wide = wideEntries.sorted { $0.column < $1.column }[...]
    for column in 0..<columnCount {
      for place in starts[column]..<starts[column + 1] {
        let magnitude = Int256(wrapping: Magnitude(magnitudes[place]))
        put(Int(signedRows[place] >> 1), column, signedRows[place] & 1 == 0 ? magnitude : magnitude.wrappingNegated)
      }
      while let entry = wide.first, entry.column == column {
        put(entry.row, column, entry.coefficient)
        wide.removeFirst()
      }
    }
    return (0..<rowCount).map { Program.Row(positions: positions[$0], variables: variables[$0], constant: constants[$0]) }
  }

  /// sum_j w_j a_ji for every column i, given a weight for each row.
  package func weightedSums(_ weights: [Scalar]) -> [Scalar] {
    var signed: [Scalar] = []
    signed.reserveCapacity(2 * rowCount)
    for weight in weights {
      signed.append(weight)
      signed.append(-weight)
    }
    var sums: [Scalar] = []
    sums.reserveCapacity(columnCount)
    signed.withUnsafeBufferPointer { signed in
      signedRows.withUnsafeBufferPointer { signedRows in
        magnitudes.withUnsafeBufferPointer { magnitudes in
          for column in 0..<columnCount {
            var sum = ScalarSum()
            for place in starts[column]..<starts[column + 1] {
              sum.add(signed[Int(signedRows[place])], times: magnitudes[place])
            }
            sums.append(sum.value)
          }
        }
      }
    }
    for entry in wideEntries { sums[entry.column] += weights[entry.row] * Scalar(residueOf: entry.coefficient) }
    return sums
  }

  /// The first row that positions and variables do not satisfy modulo the order, nil if they satisfy all.
  ///
  /// The values of the rows are overwritten before it returns.
  package func firstFailingRow(positions: [Scalar], variables: [Scalar]) -> Int? {
    var sums = [ScalarSum](repeating: ScalarSum(), count: rowCount)
    defer { sums.wipe() }
    for column in 0..<columnCount {
      let value = self.value(column, positions, variables)
      let signed = (value, -value)
      for place in starts[column]..<starts[column + 1] {
        let row = signedRows[place]
        sums[Int(row >> 1)].add(row & 1 == 0 ? signed.0 : signed.1, times: magnitudes[place])
      }
    }
    for entry in wideEntries {
      sums[entry.row] += value(entry.column, positions, variables) * Scalar(residueOf: entry.coefficient)
    }
    return sums.firstIndex { !$0.value.isZero }
  }

  /// What stands for a column in a row's sum: 1 for the constants.
  private func value(_ column: Int, _ positions: [Scalar], _ variables: [Scalar]) -> Scalar {
    if column < positionCount { return positions[column] }
    return column < columnCount - 1 ? variables[column - positionCount] : .one
  }
}

extension Int256 {
  /// The absolute value if it is below 2^64.
  fileprivate var narrowMagnitude: UInt64? {
    let magnitude = magnitude
    return magnitude.high == 0 ? UInt64(exactly: magnitude.low) : nil
  }
}
