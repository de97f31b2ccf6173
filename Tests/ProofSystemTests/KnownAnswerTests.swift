import CanonicalJSON
import ProofSystem
import Secp256k1
import SystemCryptography
import Testing

@Suite("Known answers of the reference model")
struct KnownAnswerTests {
  @Test("there are cases of every kind") func kinds() {
    #expect(Fixture.accepted.count >= 20)
    #expect(Fixture.refused.count == 5)
  }

  @Test("digest, encoding and length", arguments: Fixture.names)
  func program(_ name: String) throws {
    let fixture = try Fixture(name)
    #expect(fixture.program.digest.description == fixture.digest)
    #expect(SHA256.hash(fixture.program.encoded()) == fixture.program.digest)
    #expect(fixture.program.proofByteCount == fixture.proof.count)
    let decoded = try Program(encoded: fixture.program.encoded())
    #expect(decoded.digest == fixture.program.digest)
    #expect(decoded.encoded() == fixture.program.encoded())
  }

  @Test("every proof verifies", arguments: Fixture.accepted)
  func verified(_ name: String) throws {
    let fixture = try Fixture(name)
    try FeasibilityProof.verify(fixture.proof, for: fixture.statement)
  }

  @Test("every proof is remade byte for byte from its seed", arguments: Fixture.accepted)
  func remade(_ name: String) throws {
    let fixture = try Fixture(name)
    let secrets = try #require(fixture.secrets)
    let commitment = PositionCommitment.point(
      columns: fixture.program.columns, positions: secrets.positions, blinding: secrets.blinding)
    #expect(commitment.compressed == fixture.commitment)
    var source = secrets.source
    #expect(try FeasibilityProof.prove(fixture.statement, witness: secrets.witness, randomness: &source) == fixture.proof)
  }

  @Test("every proof is the same when made in constant time", arguments: Fixture.accepted)
  func constantTime(_ name: String) throws {
    let fixture = try Fixture(name)
    let secrets = try #require(fixture.secrets)
    var source = secrets.source
    let proof = try FeasibilityProof.prove(
      fixture.statement, witness: secrets.witness, randomness: &source, timing: .constant)
    #expect(proof == fixture.proof)
  }

  @Test("every proof is remade and verified by every kernel", arguments: Fixture.accepted)
  func kernels(_ name: String) throws {
    let fixture = try Fixture(name)
    let secrets = try #require(fixture.secrets)
    for kernel in Kernels.all {
      var source = secrets.source
      try ArithmeticKernel.$current.withValue(kernel) {
        #expect(try FeasibilityProof.prove(fixture.statement, witness: secrets.witness, randomness: &source) == fixture.proof)
        try FeasibilityProof.verify(fixture.proof, for: fixture.statement)
      }
    }
  }

  @Test("every forgery is refused by the equation alone", arguments: Fixture.refused)
  func refused(_ name: String) throws {
    let fixture = try Fixture(name)
    #expect(!fixture.isAccepted)
    #expect(throws: VerificationError.equationFails) { try FeasibilityProof.verify(fixture.proof, for: fixture.statement) }
  }

  @Test("the seed's first scalar is the blinding", arguments: Fixture.accepted)
  func blinding(_ name: String) throws {
    let secrets = try #require(try Fixture(name).secrets)
    var source = SeededScalars(seed: Array(secrets.seed.utf8))
    #expect(source.next() == secrets.blinding)
  }

  @Test("generators") func generators() throws {
    var fields = try Fixture.json("generators")
    for value in try fields.array("points") {
      var point = try JSONFields(value, at: "points")
      let name = try point.string("name")
      #expect(Generators.point(named: name).compressed?.hex == (try point.string("point")), "\(name)")
    }
  }

  @Test("generators of a series and of positions are those of their names") func series() throws {
    for series in Generators.Series.allCases {
      let count = series == .error ? 2 : 130
      let points = Generators.first(count, of: series)
      #expect(points.count == count)
      for index in [0, 1, count - 1] { #expect(points[index] == Generators.point(named: series.name(index))) }
      #expect(Generators.first(1, of: series).count == 1)
    }
    let identifiers = (0..<70).map { "G\($0)" }
    #expect(Generators.positions(identifiers + ["G3"]) == (identifiers + ["G3"]).map { Generators.point(named: "position:" + $0) })
  }
}
