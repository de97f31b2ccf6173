/// A set of buckets 1 ... B as a table: bucket j stands in row j / 2^h and column j mod 2^h (``BucketSum``'s notation).
struct BucketTable: Sendable {
  let bucketCount: Int
  /// The bits of B, and so the sums that the set comes down to.
  let bitCount: Int
  private let columnBitCount: Int

  init(bucketCount: Int) {
    self.bucketCount = bucketCount
    bitCount = Int.bitWidth - bucketCount.leadingZeroBitCount
    columnBitCount = bitCount / 2
  }

  private var columnCount: Int { 1 << columnBitCount }
  private var rowCount: Int { bucketCount >> columnBitCount + 1 }
  var lineCount: Int { rowCount + columnCount }

  /// At most the entries of all lines, and of the lines of all bits.
  var lineEntryCount: Int { 2 * bucketCount }
  var bitEntryCount: Int { rowCount * (bitCount - columnBitCount) + columnCount * columnBitCount }

  /// At most the additions that the set takes after its buckets are full.
  var additionCount: Int { lineEntryCount + bitEntryCount / 2 }

  /// Adds a group for each row, then each column; row 0 and column 0, which count for nothing, stay empty.
  func appendLines(to groups: inout PointGroups, of sums: BucketSums, from first: Int) {
    for row in 0..<rowCount {
      groups.beginGroup()
      guard row > 0 else { continue }
      for bucket in row << columnBitCount..<min((row + 1) << columnBitCount, bucketCount + 1) {
        if let sum = sums[first + bucket - 1] { groups.append(sum) }
      }
    }
    for column in 0..<columnCount {
      groups.beginGroup()
      guard column > 0 else { continue }
      for bucket in stride(from: column, through: bucketCount, by: columnCount) {
        if let sum = sums[first + bucket - 1] { groups.append(sum) }
      }
    }
  }

  /// Adds a group for each bit, from the lowest: the sums of the lines that have it; `first` is the set's first line.
  func appendBits(to groups: inout PointGroups, of lines: PointGroups, from first: Int) {
    for bit in 0..<bitCount {
      groups.beginGroup()
      let isColumnBit = bit < columnBitCount
      let firstLine = isColumnBit ? first + rowCount : first
      let lineBit = isColumnBit ? bit : bit - columnBitCount
      for line in 0..<(isColumnBit ? columnCount : rowCount) where line >> lineBit & 1 == 1 {
        if let sum = lines.sum(of: firstLine + line) { groups.append(sum) }
      }
    }
  }
}
