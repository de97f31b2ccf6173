import ProofSystem
import Secp256k1
import SystemCryptography
import Testing

@Suite("Refusals")
struct VerificationTests {
  private static let order = [UInt8](hex: "fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141") ?? []
  private static let prime = [UInt8](hex: "fffffffffffffffffffffffffffffffffffffffffffffffffffffffefffffc2f") ?? []

  /// One-bit program, 359 bytes: 5 + 2 messages of a few rounds.
  private let fixture: Fixture

  init() throws { fixture = try Fixture("one-bit") }

  private func expect(_ error: VerificationError, _ proof: [UInt8], for statement: Statement? = nil, line: Int = #line) {
    let location = SourceLocation(fileID: #fileID, filePath: #filePath, line: line, column: 1)
    #expect(throws: error, sourceLocation: location) { try FeasibilityProof.verify(proof, for: statement ?? fixture.statement) }
    #expect(!error.description.contains("\n") && error.description.hasPrefix("proof: "), sourceLocation: location)
  }

  @Test("a shorter or longer proof") func length() {
    let proof = fixture.proof
    let others = [
      [], Array(proof.dropLast()), Array(proof.dropFirst()), proof + [0], Array(proof.dropLast(32)), Array(proof.dropFirst(33)),
      proof + proof.suffix(32), Array(proof.prefix(33)) + proof, [UInt8](repeating: 2, count: 1 << 20),
    ]
    for other in others { expect(.lengthWrong(expected: proof.count, actual: other.count), other) }
  }

  @Test("lists of other lengths that add up to the same length") func lists() throws {
    // 32 points and 33 scalars weigh the same: shifting the boundary leaves a byte that is no prefix of a point.
    let layout = fixture.program.layout
    var shifted = fixture.proof
    shifted.insert(shifted.removeLast(), at: 0)
    #expect(throws: VerificationError.self) { try FeasibilityProof.verify(shifted, for: fixture.statement) }
    #expect(fixture.proof.count == 33 * layout.pointCount + 32 * layout.scalarCount)
  }

  @Test("a scalar not below the order, in every place") func scalars() {
    let layout = fixture.program.layout
    for index in 0..<layout.scalarCount {
      let start = 33 * layout.pointCount + 32 * index
      for scalar in [Self.order, [UInt8](repeating: 255, count: 32), Self.order.dropLast() + [0x42]] {
        var proof = fixture.proof
        proof.replaceSubrange(start..<start + 32, with: scalar)
        expect(.scalarNotReduced(index: index), proof)
      }
    }
  }

  @Test("a point off the curve, not reduced, at infinity or in another form, in every place") func points() {
    // x = 5 is not on the curve; x = p + 1 is a second spelling of 1, which is.
    let offCurve: [UInt8] = [2] + [UInt8](repeating: 0, count: 31) + [5]
    let second = [2] + Self.prime.dropLast() + [0x30]
    for index in 0..<fixture.program.layout.pointCount {
      let start = 33 * index
      let x = fixture.proof[start + 1..<start + 33]
      for point in [offCurve, second, [UInt8](repeating: 0, count: 33), [0] + x, [1] + x, [4] + x, [5] + x, [255] + x] {
        var proof = fixture.proof
        proof.replaceSubrange(start..<start + 33, with: point)
        expect(.pointMalformed(index: index), proof)
      }
    }
  }

  @Test("a commitment that is no point") func commitments() {
    let x = fixture.commitment.dropFirst()
    let others: [[UInt8]] = [
      [], [UInt8](x), [4] + x, [0] + x, fixture.commitment + [0], [UInt8](repeating: 0, count: 33), [2] + Self.prime,
    ]
    for commitment in others {
      expect(
        .commitmentMalformed, fixture.proof,
        for: Statement(program: fixture.program, context: fixture.context, commitment: commitment))
    }
  }

  @Test("another context, program or commitment") func statement() throws {
    for context in [[], fixture.context + [0], fixture.context.dropLast(), fixture.context.dropFirst() + [0]] as [[UInt8]] {
      expect(
        .equationFails, fixture.proof,
        for: Statement(program: fixture.program, context: context, commitment: fixture.commitment))
    }
    for (columns, rows) in [
      (["other"], fixture.program.rows), (fixture.program.columns, fixture.program.rows + [ProgramTests.row([:], [:], 0)]),
      (fixture.program.columns, [ProgramTests.row([0: -1], [0: 1], 1)]),
    ] {
      let program = try Program(
        baseBits: fixture.program.baseBits, columns: columns, digits: fixture.program.digits, rows: rows, projection: nil)
      try #require(program.proofByteCount == fixture.proof.count)
      expect(
        .equationFails, fixture.proof, for: Statement(program: program, context: fixture.context, commitment: fixture.commitment))
    }
    let other = try #require(Generators.point(named: "position:a b ~").compressed)
    let opposite = [fixture.commitment[0] ^ 1] + fixture.commitment.dropFirst()
    for commitment in [other, opposite] {
      expect(
        .equationFails, fixture.proof,
        for: Statement(program: fixture.program, context: fixture.context, commitment: commitment))
    }
  }

  @Test("two messages exchanged") func exchanged() {
    for first in 0..<fixture.program.layout.pointCount {
      for second in 0..<first {
        var proof = fixture.proof
        for offset in 0..<33 { proof.swapAt(33 * first + offset, 33 * second + offset) }
        expect(.equationFails, proof)
      }
    }
  }

  @Test("every single flipped bit of a proof") func flips() {
    var refusals = 0
    for bit in 0..<8 * fixture.proof.count {
      var proof = fixture.proof
      proof[bit / 8] ^= 1 << (bit % 8)
      do {
        try FeasibilityProof.verify(proof, for: fixture.statement)
        Issue.record("bit \(bit) flipped, and accepted")
      } catch {
        refusals += 1
      }
    }
    #expect(refusals == 8 * fixture.proof.count)
  }
}
