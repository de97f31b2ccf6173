import Secp256k1
import Testing

@Suite("Multi-scalar multiplication")
struct MultiScalarMultiplicationTests {
  struct Vectors: Decodable {
    struct Case: Decodable {
      struct Term: Decodable { let scalar, point: HexadecimalBytes }
      let terms: [Term]
      let sum: HexadecimalBytes
    }
    let cases: [Case]
  }

  struct ReferenceCase: Decodable {
    let scalars, points: [HexadecimalBytes]
    let sum: HexadecimalBytes
  }

  static func sum(_ scalars: [HexadecimalBytes], _ points: [HexadecimalBytes]) throws -> Point {
    let scalars = try scalars.map { try #require(Scalar(bytes: $0.bytes)) }
    return try MultiScalarMultiplication.sumVariableTime(scalars, points.map { try AffinePoint(compressed: $0.bytes) })
  }

  @Test("known sums")
  func knownSums() throws {
    let vectors = try Fixture.load("sums.json", as: Vectors.self)
    #expect(vectors.cases.map(\.terms.count) == [1, 2, 3, 17, 64, 300])
    for vector in vectors.cases {
      let sum = try Self.sum(vector.terms.map(\.scalar), vector.terms.map(\.point))
      #expect(sum.affine().compressed == vector.sum.bytes, "\(vector.terms.count) terms")
    }
  }

  @Test("the shared reference's sums", .enabled(if: Fixture.isReferencePresent, "no shared reference beside the package"))
  func referenceSums() throws {
    let vectors = try Fixture.loadReference("msm.json", as: [ReferenceCase].self)
    #expect(!vectors.isEmpty)
    for vector in vectors { #expect(try Self.sum(vector.scalars, vector.points).affine().compressed == vector.sum.bytes) }
  }
}
