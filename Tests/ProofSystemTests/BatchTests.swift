import ProofSystem
import Secp256k1
import Testing

@Suite("Batch verification")
struct BatchTests {
  private static func items() throws -> [(statement: Statement, proof: [UInt8])] {
    try [
      "one-bit", "small", "no-columns", "direct-base1", "one-bit", "projected-base4", "no-digits", "direct-base3", "single-64bit",
    ].map {
      let fixture = try Fixture($0)
      return (fixture.statement, fixture.proof)
    }
  }

  private static func spoiled(_ proof: [UInt8]) -> [UInt8] { proof.dropLast() + [(proof.last ?? 0) ^ 1] }

  @Test("an empty batch") func empty() { #expect(FeasibilityProof.verifyBatch([]).isEmpty) }

  @Test("all good, of many programs") func good() throws {
    let items = try Self.items()
    #expect(FeasibilityProof.verifyBatch(items) == items.map { _ in nil })
  }

  @Test("one bad proof among many is found, wherever it stands") func oneBad() throws {
    let items = try Self.items()
    for bad in items.indices {
      var spoiled = items
      spoiled[bad].proof = Self.spoiled(items[bad].proof)
      #expect(FeasibilityProof.verifyBatch(spoiled) == items.indices.map { $0 == bad ? .equationFails : nil })
    }
  }

  @Test("each item has its own verdict") func mixed() throws {
    var items = try Self.items()
    items[0].proof = []
    items[2].proof[0] = 9
    items[3].proof = Self.spoiled(items[3].proof)
    items[5].statement = Statement(program: items[5].statement.program, context: [1], commitment: items[5].statement.commitment)
    items[8].statement = Statement(program: items[8].statement.program, context: [], commitment: [])
    let verdicts = FeasibilityProof.verifyBatch(items)
    #expect(
      verdicts == [
        .lengthWrong(expected: 359, actual: 0), nil, .pointMalformed(index: 0), .equationFails, nil, .equationFails, nil, nil,
        .commitmentMalformed,
      ])
  }

  @Test("all bad") func allBad() throws {
    let items = try Self.items().map { ($0.statement, Self.spoiled($0.proof)) }
    #expect(FeasibilityProof.verifyBatch(items) == items.map { _ in .equationFails })
  }

  @Test(
    "more proofs than are in hand at a time, of programs that take turns, with few, many or only bad ones",
    arguments: [50, 7, 2, 1])
  func large(every distance: Int) throws {
    let fixtures = try ["one-bit", "small", "no-columns"].map { try Fixture($0) }
    let items = (0..<150).map { number in
      let fixture = fixtures[number % 3]
      return (fixture.statement, number % distance == distance - 1 ? Self.spoiled(fixture.proof) : fixture.proof)
    }
    let expected = items.indices.map { $0 % distance == distance - 1 ? VerificationError.equationFails : nil }
    #expect(FeasibilityProof.verifyBatch(items) == expected)
  }

  @Test("on any number of threads the verdicts are the same", arguments: [1, 2, 5]) func threads(_ count: Int) throws {
    var items = try Self.items()
    items[1].proof = Self.spoiled(items[1].proof)
    items[6].proof = [1]
    let verdicts = Cores.$threadCount.withValue(count) { FeasibilityProof.verifyBatch(items) }
    #expect(verdicts.indices.filter { verdicts[$0] != nil } == [1, 6])
  }

  @Test("two false proofs that cancel under equal weights are both found") func cancelling() throws {
    let fixture = try Fixture("one-bit")
    func shifted(_ shift: Scalar) throws -> [UInt8] {
      let scalar = try #require(Scalar(bytes: fixture.proof.suffix(32)))
      return fixture.proof.dropLast(32) + (scalar + shift).bytes
    }
    let pair = [try shifted(.one), try shifted(-.one)]
    let residuals = try pair.map { try ReferenceVerifier().residual(fixture.statement, proof: $0) }
    #expect(!residuals[0].isInfinity && !residuals[1].isInfinity)
    #expect((residuals[0] + residuals[1]).isInfinity)
    for _ in 0..<4 {
      #expect(FeasibilityProof.verifyBatch(pair.map { (fixture.statement, $0) }) == [.equationFails, .equationFails])
    }
  }
}
