import Secp256k1

// Arlazarov, Dinic, Kronrod, Faradzev, "On economical construction of the transitive closure of a directed graph" (1970): the sum of a
// few rows that a column picks is looked up among the sums of all subsets of these rows.

extension ProjectionMatrix {
  /// sum_k T_ki w_k for every column i, given a weight for each row.
  ///
  /// Precondition: as many weights as rows.
  package func weightedSums(_ weights: [Scalar]) -> [Scalar] {
    // A table of 2^b sums costs as many additions, and saves b/2 - 1 in each column: large ones pay off for more than some 220 columns.
    let width = columnCount > 220 ? 8 : 4
    let tables = Self.subsetSums(weights, width: width)
    let tableCount = tables.count >> width
    let mask = UInt64(1) << UInt64(width) - 1
    var sums: [Scalar] = []
    sums.reserveCapacity(columnCount)
    var squares = [UInt64](repeating: 0, count: (rowCount + 7) / 8)
    for start in stride(from: 0, to: columnCount, by: 8) {
      for group in squares.indices { squares[group] = square(rows: 8 * group, columns: start) }
      for column in 0..<UInt64(min(8, columnCount - start)) {
        var sum = ScalarSum()
        tables.withUnsafeBufferPointer { tables in
          squares.withUnsafeBufferPointer { squares in
            for table in 0..<tableCount {
              let bit = table * width
              let subset = squares[bit >> 3] >> (8 * column + UInt64(bit & 7)) & mask
              sum += tables[table << width | Int(subset)]
            }
          }
        }
        sums.append(sum.value)
      }
    }
    return sums
  }

  /// A table for every `width` weights: at place s the sum of those whose bits are set in s.
  private static func subsetSums(_ weights: [Scalar], width: Int) -> [Scalar] {
    var sums: [Scalar] = []
    sums.reserveCapacity(((weights.count + width - 1) / width) << width)
    for first in stride(from: 0, to: weights.count, by: width) {
      let start = sums.count
      sums.append(.zero)
      for index in first..<first + width {
        // Rows that are missing from the last table are zero in every column.
        let weight = index < weights.count ? weights[index] : .zero
        for place in start..<sums.count { sums.append(sums[place] + weight) }
      }
    }
    return sums
  }

  /// Eight rows by eight columns of bits: bit j of byte i is the entry of row j in column i; zero beyond the last row.
  private func square(rows first: Int, columns: Int) -> UInt64 {
    var square: UInt64 = 0
    for row in (first..<min(first + 8, rowCount)).reversed() { square = square << 8 | UInt64(byte(row: row, columns: columns)) }
    // Transposed by exchanging bits, then pairs, then fours (Warren, Hacker's Delight, 7-3).
    func exchange(_ distance: UInt64, _ pattern: UInt64) {
      let changed = (square ^ square >> distance) & pattern
      square ^= changed ^ changed << distance
    }
    exchange(7, 0x00AA_00AA_00AA_00AA)
    exchange(14, 0x0000_CCCC_0000_CCCC)
    exchange(28, 0x0000_0000_F0F0_F0F0)
    return square
  }
}
