import ProofSystem
import SystemCryptography
import Testing

@Suite("Encoding of programs")
struct ProgramEncodingTests {
  @Test("any shorter or longer text is refused") func length() throws {
    let bytes = try Fixture("projected-base4").program.encoded()
    for count in 0..<bytes.count {
      #expect(throws: ProgramError.self, "\(count) bytes") { try Program(encoded: Array(bytes[..<count])) }
    }
    for tail in [[0], [255], bytes] as [[UInt8]] {
      #expect(throws: ProgramError.encodingMalformed(offset: bytes.count)) { try Program(encoded: bytes + tail) }
    }
  }

  @Test("a changed bit is refused, or is another program with its own digest") func flips() throws {
    let program = try Fixture("one-column-one-row").program
    let bytes = program.encoded()
    var accepted = 0
    for bit in 0..<8 * bytes.count {
      var changed = bytes
      changed[bit / 8] ^= 1 << (bit % 8)
      guard let other = try? Program(encoded: changed) else { continue }
      #expect(other.encoded() == changed && other.digest != program.digest)
      accepted += 1
    }
    #expect(accepted > 0)
  }

  /// The encoding up to the columns, then what a test appends.
  private static let header = Array("marginproof program v1".utf8) + [4]

  @Test("counts are limited before anything is allocated")
  func counts() {
    let huge: [UInt8] = [255, 255, 255, 255]
    let million: [UInt8] = [0, 16, 0, 0]
    let none: [UInt8] = [0, 0, 0, 0]
    for prefix in [Self.header, Self.header + none, Self.header + none + none + none + none] {
      #expect(throws: ProgramError.tooLarge) { try Program(encoded: prefix + huge) }
      #expect(throws: ProgramError.encodingMalformed(offset: prefix.count)) { try Program(encoded: prefix + million) }
    }
    let row = Self.header + none + none + none + none + [0, 0, 0, 1]
    #expect(throws: ProgramError.self) { try Program(encoded: row + huge + [UInt8](repeating: 0, count: 64)) }
    #expect(throws: ProgramError.identifierMalformed(column: 0)) {
      try Program(encoded: Self.header + [0, 0, 0, 1] + huge + [UInt8](repeating: 65, count: 8))
    }
  }

  @Test("identifiers are bytes: nothing is repaired", arguments: [[0xff], [0xc3, 0xa9], [10], [127], []] as [[UInt8]])
  func identifiers(_ bytes: [UInt8]) {
    let encoded = Self.header + [0, 0, 0, 1] + [0, 0, 0, UInt8(bytes.count)] + bytes + [UInt8](repeating: 0, count: 16)
    #expect(throws: ProgramError.identifierMalformed(column: 0)) { try Program(encoded: encoded) }
  }

  @Test("a decoded program is a checked one: order, zero coefficients, bounds") func checked() throws {
    func encoded(_ rows: [(UInt8, UInt8)]) -> [UInt8] {
      let terms = rows.flatMap { [0, 0, 0, $0.0] + [UInt8](repeating: 0, count: 31) + [$0.1] }
      return Self.header + [0, 0, 0, 0] + [0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 1] + [UInt8](repeating: 0, count: 8) + [0, 0, 0, 1]
        + [0, 0, 0, 0] + [0, 0, 0, UInt8(rows.count)] + terms + [UInt8](repeating: 0, count: 32)
    }
    #expect(throws: Never.self) { try Program(encoded: encoded([(0, 1), (1, 1)])) }
    #expect(throws: ProgramError.indicesNotIncreasing(row: 0)) { try Program(encoded: encoded([(1, 1), (0, 1)])) }
    #expect(throws: ProgramError.indicesNotIncreasing(row: 0)) { try Program(encoded: encoded([(1, 1), (1, 1)])) }
    #expect(throws: ProgramError.coefficientZero(row: 0)) { try Program(encoded: encoded([(0, 0)])) }
    #expect(throws: ProgramError.indexOutOfRange(row: 0)) { try Program(encoded: encoded([(2, 1)])) }
  }
}
