import Secp256k1
import SystemCryptography
import Testing

@Suite("Hash to curve")
struct HashToCurveTests {
  struct Vectors: Decodable {
    struct Point: Decodable {
      let message: String
      let x, y: HexadecimalBytes
    }
    struct Expansion: Decodable {
      let message: String
      let bytes: HexadecimalBytes
    }
    let domain, longDomain: String
    let points: [Point]
    let expansions: [Expansion]
  }

  struct Generators: Decodable {
    struct Point: Decodable {
      let name: String
      let compressed: HexadecimalBytes
    }
    let domain: String
    let points: [Point]
  }

  struct ReferenceGenerators: Decodable {
    let dst: String
    let points: [String: HexadecimalBytes]
  }

  @Test("RFC 9380, J.8.1")
  func standardPoints() throws {
    let vectors = try Fixture.load("hash-to-curve.json", as: Vectors.self)
    #expect(vectors.points.count == 5)
    for vector in vectors.points {
      let point = HashToCurve.point(message: Array(vector.message.utf8), domain: Array(vectors.domain.utf8))
      #expect(point.coordinates?.x.bytes == vector.x.bytes)
      #expect(point.coordinates?.y.bytes == vector.y.bytes)
    }
  }

  @Test("RFC 9380, K.2: a tag of more than 255 bytes is hashed")
  func longDomain() throws {
    let vectors = try Fixture.load("hash-to-curve.json", as: Vectors.self)
    let expansion = MessageExpansion(domain: Array(vectors.longDomain.utf8))
    #expect(vectors.longDomain.utf8.count == 256)
    #expect(vectors.expansions.count == 2)
    for vector in vectors.expansions {
      #expect(expansion.expand(Array(vector.message.utf8), count: vector.bytes.bytes.count) == vector.bytes.bytes)
    }
  }

  @Test("the proof's generators")
  func generators() throws {
    let vectors = try Fixture.load("generators.json", as: Generators.self)
    #expect(vectors.points.count == 15)
    let domain = Array(vectors.domain.utf8)
    for vector in vectors.points {
      #expect(HashToCurve.point(message: Array(vector.name.utf8), domain: domain).compressed == vector.compressed.bytes)
    }
    for kernel in KernelUnderTest.all {
      let together = ArithmeticKernel.$current.withValue(kernel.kernel) {
        HashToCurve.points(messages: vectors.points.map { Array($0.name.utf8) }, domain: domain)
      }
      #expect(together.map(\.compressed) == vectors.points.map(\.compressed.bytes), "\(kernel.testDescription)")
    }
  }

  @Test("the shared reference's generators", .enabled(if: Fixture.isReferencePresent, "no shared reference beside the package"))
  func referenceGenerators() throws {
    let vectors = try Fixture.loadReference("generators.json", as: ReferenceGenerators.self)
    #expect(!vectors.points.isEmpty)
    for (name, compressed) in vectors.points {
      let point = HashToCurve.point(message: Array(name.utf8), domain: Array(vectors.dst.utf8))
      #expect(point.compressed == compressed.bytes, "\(name)")
    }
  }

  @Test("no message and no tag trap")
  func emptyInputs() {
    #expect(HashToCurve.points(messages: [], domain: []).isEmpty)
    #expect(!HashToCurve.point(message: [], domain: []).isInfinity)
    #expect(!HashToCurve.point(message: [], domain: [UInt8](repeating: 7, count: 1000)).isInfinity)
  }
}
