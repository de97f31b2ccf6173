/// A window's buckets 1 ... B as a table: bucket j stands in row j / 2^h and column j mod 2^h (``BucketSum``'s notation).
struct BucketTable {
  let width: Int
  let bucketCount: Int
  private let columnBitCount: Int

  init(width: Int) {
    self.width = width
    bucketCount = 1 << (width - 1)
    columnBitCount = width / 2
  }

  private var columnCount: Int { 1 << columnBitCount }
  /// The last row holds bucket B alone.
  private var rowCount: Int { bucketCount >> columnBitCount + 1 }

  /// At least the additions a window takes after its buckets are full: two lines for each bucket, and the lines of each bit.
  var laterSumCount: Int { 2 * bucketCount + rowCount * (width - columnBitCount) + columnCount * columnBitCount }

  /// For each window its rows, then its columns; row 0 and column 0, which count for nothing, stay empty.
  func lines(_ buckets: [PointReference?], windowCount: Int) -> PointGroups {
    var groups = PointGroups()
    for window in 0..<windowCount {
      let base = window * bucketCount - 1
      for row in 0..<rowCount {
        groups.beginGroup()
        guard row > 0 else { continue }
        for column in 0..<columnCount {
          let bucket = row << columnBitCount | column
          if bucket <= bucketCount, let sum = buckets[base + bucket] { groups.append(sum) }
        }
      }
      for column in 0..<columnCount {
        groups.beginGroup()
        guard column > 0 else { continue }
        for bucket in stride(from: column, through: bucketCount, by: columnCount) {
          if let sum = buckets[base + bucket] { groups.append(sum) }
        }
      }
    }
    return groups
  }

  /// For each bit of each window, from the lowest, the sums of the lines that have it.
  func bits(_ lines: PointGroups, windowCount: Int) -> PointGroups {
    var groups = PointGroups()
    for window in 0..<windowCount {
      let firstRow = window * (rowCount + columnCount)
      for bit in 0..<width {
        groups.beginGroup()
        let isColumnBit = bit < columnBitCount
        let firstLine = isColumnBit ? firstRow + rowCount : firstRow
        let lineBit = isColumnBit ? bit : bit - columnBitCount
        for line in 0..<(isColumnBit ? columnCount : rowCount) where line >> lineBit & 1 == 1 {
          if let sum = lines.sum(of: firstLine + line) { groups.append(sum) }
        }
      }
    }
    return groups
  }
}

/// The choice of a window's bits.
enum WindowWidth {
  private static let range = 2...13

  /// The width with the fewest additions.
  static func best(_ summands: Summands) -> Int {
    range.min { cost($0, summands) < cost($1, summands) } ?? range.lowerBound
  }

  private static func cost(_ width: Int, _ summands: Summands) -> Int {
    let windowCount = SignedWindows.windowCount(width: width, bitCount: summands.largestBitCount)
    return summands.totalBitCount / width + windowCount * BucketTable(width: width).laterSumCount
  }
}
