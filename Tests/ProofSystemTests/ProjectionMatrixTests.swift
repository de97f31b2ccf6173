import ProofSystem
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

  @Test("no columns, no entries") func empty() {
    let matrix = ProjectionMatrix(seed: [], rowCount: 128, columnCount: 0)
    var entries = 0
    for row in 0..<128 { matrix.forEachColumn(ofRow: row) { _ in entries += 1 } }
    #expect(entries == 0)
  }
}
