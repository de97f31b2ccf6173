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

  /// The sum by constant-time multiples, which share no code with buckets and windows but the field.
  static func plainSum(_ scalars: [Scalar], _ points: [AffinePoint]) -> Point {
    zip(scalars, points).reduce(.infinity) { $0 + $1.1.multiplied(bySecret: $1.0) }
  }

  @Test("agrees with single multiples at every small size")
  func sizes() {
    var samples = Samples(stream: 10)
    for count in Array(0...40) + [63, 64, 65, 127, 200, 333, 700, 1023, 2000] {
      let points = (0..<count).map { _ in samples.point() }
      let scalars = points.map { _ in samples.scalar() }
      #expect(
        MultiScalarMultiplication.sumVariableTime(scalars, points) == Self.plainSum(scalars, points),
        "\(count), SEED=\(Samples.seed)")
    }
  }

  @Test("equal points, opposite points and infinity", arguments: [1, 2, 3, 7, 20, 64, 300])
  func repeatedPoints(count: Int) {
    var samples = Samples(stream: 11)
    let point = AffinePoint.generator
    let scalars = (0..<count).map { _ in samples.scalar() }
    let total = scalars.reduce(.zero, +)
    let comment = Comment(rawValue: "SEED=\(Samples.seed)")
    let equal = Array(repeating: point, count: count)
    #expect(MultiScalarMultiplication.sumVariableTime(scalars, equal) == point.multiplied(bySecret: total), comment)
    let opposite = MultiScalarMultiplication.sumVariableTime(scalars + scalars, equal + equal.map { -$0 })
    #expect(opposite.isInfinity, comment)
    let same = Array(repeating: samples.scalar(), count: count)
    #expect(
      MultiScalarMultiplication.sumVariableTime(same, equal) == point.multiplied(bySecret: same[0] * Scalar(UInt64(count))), comment
    )
    #expect(MultiScalarMultiplication.sumVariableTime(same + same.map { -$0 }, equal + equal).isInfinity, comment)
    #expect(MultiScalarMultiplication.sumVariableTime(scalars, Array(repeating: .infinity, count: count)).isInfinity)
    #expect(MultiScalarMultiplication.sumVariableTime(Array(repeating: .zero, count: count), equal).isInfinity)
  }

  @Test("small scalars of both signs", arguments: [1, 5, 30, 100, 1000])
  func smallScalars(count: Int) {
    var samples = Samples(stream: 12)
    let points = (0..<count).map { _ in samples.point() }
    let scalars = (0..<count).map { _ in
      let small = Scalar(samples.next() % 1024)
      return samples.next() % 2 == 0 ? small : -small
    }
    #expect(
      MultiScalarMultiplication.sumVariableTime(scalars, points) == Self.plainSum(scalars, points), "SEED=\(Samples.seed)")
  }

  @Test("sums of secret scalars agree", arguments: [0, 1, 2, 15, 255, 256, 257, 600])
  func secretSums(count: Int) {
    var samples = Samples(stream: 14)
    let points = (0..<count).map { $0 % 7 == 3 ? .infinity : samples.point() }
    let scalars = points.map { _ in samples.scalar() }
    let sum = MultiScalarMultiplication.sum(secret: scalars, points)
    #expect(sum == MultiScalarMultiplication.sumVariableTime(scalars, points), "SEED=\(Samples.seed)")
    for factor in [FieldElement.one, -.one, FieldElement(3), FieldElement(limbs: .max, .max, .max, .max)] {
      #expect(sum.affine(blindedBy: factor) == sum.affine())
    }
  }

  @Test("blinded inverses are inverses", arguments: [0, 1, 2, 50])
  func blindedInverses(count: Int) {
    var samples = Samples(stream: 15)
    let scalars = (0..<count).map { _ in samples.scalar() }.map { $0.isZero ? .one : $0 }
    var inverses = scalars
    Scalar.invertAll(&inverses, blindedBy: Scalar(0xB11D))
    #expect(zip(scalars, inverses).allSatisfy { $0 * $1 == .one })
  }

  @Test("no terms")
  func noTerms() {
    #expect(MultiScalarMultiplication.sumVariableTime([], []).isInfinity)
  }

  @Test("every kernel gives the same sums, with and without tables", arguments: KernelUnderTest.all)
  func kernels(_ kernel: KernelUnderTest) {
    var samples = Samples(stream: 16)
    for count in [0, 1, 6, 7, 8, 12, 13, 14, 65, 500, 1500] {
      // Some points twice, some with their opposites, some at infinity.
      var points = (0..<count).map { $0 % 13 == 7 ? AffinePoint.infinity : samples.point() }
      for index in stride(from: 3, to: count, by: 5) { points[index] = index % 2 == 0 ? points[index - 3] : -points[index - 3] }
      let scalars = points.map { _ in samples.scalar() }
      let expected = ArithmeticKernel.$current.withValue(.portable) { MultiScalarMultiplication.sumVariableTime(scalars, points) }
      let table = PointTable(points)
      ArithmeticKernel.$current.withValue(kernel.kernel) {
        #expect(MultiScalarMultiplication.sumVariableTime(scalars, points) == expected, "\(count), SEED=\(Samples.seed)")
        #expect(
          MultiScalarMultiplication.sumVariableTime([.init(table, scalars)], [], []) == expected,
          "\(count) by tables, SEED=\(Samples.seed)")
      }
    }
  }

  @Test("more terms than are summed at a time", arguments: KernelUnderTest.all)
  func manyTerms(_ kernel: KernelUnderTest) {
    ArithmeticKernel.$current.withValue(kernel.kernel) { Self.checkManyTerms() }
  }

  private static func checkManyTerms() {
    var samples = Samples(stream: 13)
    let points = (0..<8).map { _ in samples.point() }
    let scalars = (0..<9).map { _ in samples.scalar() }
    // Each of the 72 pairs occurs 1,000 times.
    let count = 72_000
    let sum = MultiScalarMultiplication.sumVariableTime((0..<count).map { scalars[$0 % 9] }, (0..<count).map { points[$0 % 8] })
    let total = scalars.reduce(.zero, +) * Scalar(1000)
    #expect(sum == points.reduce(.infinity) { $0 + $1.multiplied(bySecret: total) }, "SEED=\(Samples.seed)")
  }
}
