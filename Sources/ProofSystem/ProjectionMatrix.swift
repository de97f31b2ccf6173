import SystemCryptography

/// The random 0/1 matrix T of a projection, a bit an entry, drawn from a seed that depends on the commitment:
///
///     sum_i T_ki x_i - D'_k + half = 0,     half = base^digits / 2
///
/// Bit i of row k is bit i of the SHA-256 blocks of (seed, k, block), row and block as four big-endian bytes, the low bit of each byte
/// first. If some x_i is not in (-2 half, 2 half) modulo the group order then, whatever the other positions, at most one value of T_ki
/// lets D'_k keep its range: 128 rows all hold with probability at most 2^-128.
package struct ProjectionMatrix: Sendable {
  package let rowCount: Int
  package let columnCount: Int
  private let rowByteCount: Int
  private let bits: [UInt8]

  package init(seed: [UInt8], rowCount: Int, columnCount: Int) {
    let blockBits = 8 * Digest.byteCount
    let blocks = (columnCount + blockBits - 1) / blockBits
    var input = seed
    input.appendBigEndian(UInt64(0))
    let place = seed.count
    var hash = SHA256()
    bits = [UInt8](unsafeUninitializedCapacity: rowCount * blocks * Digest.byteCount) { bits, count in
      for number in 0..<rowCount * blocks {
        input.withUnsafeMutableBytes { input in
          // Row and block, big-endian.
          let (row, block) = number.quotientAndRemainder(dividingBy: blocks)
          input.storeBytes(of: (UInt64(row) << 32 | UInt64(block)).bigEndian, toByteOffset: place, as: UInt64.self)
          hash.update(UnsafeRawBufferPointer(input))
        }
        hash.finish(
          into: UnsafeMutableRawBufferPointer(rebasing: UnsafeMutableRawBufferPointer(bits)[(Digest.byteCount * number)...]))
      }
      count = rowCount * blocks * Digest.byteCount
    }
    self.rowCount = rowCount
    self.columnCount = columnCount
    rowByteCount = blocks * Digest.byteCount
  }

  /// The entries of a row in eight columns from a multiple of eight on, the first in the low bit.
  @inline(__always)
  func byte(row: Int, columns start: Int) -> UInt8 { bits[row * rowByteCount + start >> 3] }

  /// Calls back with every column whose entry in the row is 1, in order.
  @inline(__always)
  package func forEachColumn(ofRow row: Int, _ body: (Int) -> Void) {
    var first = 0
    for place in row * rowByteCount..<(row + 1) * rowByteCount {
      var byte = bits[place]
      while byte != 0 {
        let column = first + byte.trailingZeroBitCount
        // The last block has more bits than there are columns.
        guard column < columnCount else { return }
        body(column)
        byte &= byte &- 1
      }
      first += 8
    }
  }
}
