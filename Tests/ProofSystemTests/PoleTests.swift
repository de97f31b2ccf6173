import ProofSystem
import Secp256k1
import Testing

@Suite("Poles")
struct PoleTests {
  /// 1 / (alpha + v) must exist for every digit value v: at such a challenge prover and verifier stop, and divide by nothing.
  @Test("a challenge at which a digit has no reciprocal is refused, and no other") func poles() throws {
    let program = try Fixture("small").program
    let base = UInt64(program.layout.base)
    func constraint(_ alpha: Scalar) throws -> CombinedConstraint {
      try CombinedConstraint(program, matrix: nil, alpha: alpha, rho: Scalar(3), lambda: Scalar(5))
    }
    for value in 0..<base {
      #expect(throws: ZeroChallenge.self) { try constraint(-Scalar(value)) }
    }
    for alpha in [Scalar.one, -Scalar(base)] {
      let weights = try constraint(alpha).multiplicityWeights
      #expect(weights.count == Int(base))
      for (value, weight) in weights.enumerated() { #expect(weight * (alpha + Scalar(UInt64(value))) == -Scalar.one) }
    }
  }
}
