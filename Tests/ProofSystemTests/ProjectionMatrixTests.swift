import ProofSystem
import Secp256k1
import SystemCryptography
import Testing

@Suite("Projection")
struct ProjectionMatrixTests {
  @Test("bits of SHA-256 of seed, row and block, low bit of each byte first", arguments: [1, 7, 8, 255, 256, 257, 600])
  func bits(columns: Int) {
    let seed = [UInt8](repeating: 9, count: 32)
    let matrix = ProjectionMatrix(seed: seed, rowCount: 3, columnCount: columns)
    for row in 0..<3 {
      var found: [Int] = []
      matrix.forEachColumn(ofRow: row) { found.append($0) }
      let expected = (0..<columns).filter { column in
        let block = SHA256.hash(seed, [0, 0, 0, UInt8(row)], [0, 0, 0, UInt8(column / 256)]).bytes
        return block[column % 256 / 8] >> (column % 8) & 1 == 1
      }
      #expect(found == expected)
    }
  }

  @Test(
    "weighted sums of columns agree with a walk over the bits", arguments: [128, 129, 132, 135, 200],
    [1, 7, 8, 9, 100, 220, 221, 300])
  func sums(rows: Int, columns: Int) {
    let matrix = ProjectionMatrix(seed: [UInt8(rows), UInt8(columns % 256)], rowCount: rows, columnCount: columns)
    let weights = (0..<rows).map { row in [-Scalar.one, .zero, -Scalar(UInt64(row))][row % 3] * Scalar(UInt64(row) << 40) }
    var expected = [Scalar](repeating: .zero, count: columns)
    for row in 0..<rows { matrix.forEachColumn(ofRow: row) { expected[$0] += weights[row] } }
    #expect(matrix.weightedSums(weights) == expected)
  }

  @Test("no columns, no entries") func empty() {
    let matrix = ProjectionMatrix(seed: [], rowCount: 128, columnCount: 0)
    var entries = 0
    for row in 0..<128 { matrix.forEachColumn(ofRow: row) { _ in entries += 1 } }
    #expect(entries == 0)
    #expect(matrix.weightedSums([Scalar](repeating: .one, count: 128)).isEmpty)
  }
}
