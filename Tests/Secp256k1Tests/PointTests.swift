import BigInt
import Secp256k1
import Testing

@Suite("Points")
struct PointTests {
  @Test("sums agree with the textbook's, equal, opposite and infinite summands included")
  func sums() {
    var samples = Samples(stream: 30)
    var points = (0..<12).map { _ in samples.point() }
    points += [.infinity, .generator, -.generator, points[0], -points[1]]
    for a in points {
      #expect(Point(a).doubled().affine().model == Curve.add(a.model, a.model))
      #expect((-a).model == a.model.map { Curve.Coordinates(x: $0.x, y: Curve.p - $0.y) })
      for b in points {
        let sum = Curve.add(a.model, b.model)
        let comment = Comment(rawValue: "SEED=\(Samples.seed)")
        #expect((Point(a) + b).affine().model == sum, comment)
        #expect((Point(a) + Point(b)).affine().model == sum, comment)
        #expect((Point(a) - -Point(b)).affine().model == sum, comment)
        // The same with denominators other than one.
        let scaled = Point(a).doubled() + Point(a) - Point(a).doubled()
        #expect((scaled + b).affine().model == sum, comment)
        #expect((Point(b) + scaled).affine().model == sum, comment)
        #expect((scaled == Point(b)) == (a == b), comment)
        #expect((scaled + -scaled).isInfinity, comment)
        var total = scaled
        total += b
        total += Point(b)
        total -= Point(b)
        #expect(total.affine().model == sum, comment)
      }
    }
  }

  @Test("many points become affine together, infinity among them")
  func batchConversion() {
    var samples = Samples(stream: 31)
    let points = (0..<50).map { _ in Point(samples.point()).doubled() } + [.infinity]
    #expect(Point.affine(points) == points.map { $0.affine() })
    #expect(Point.affine([]).isEmpty)
    #expect(Point.affine([.infinity, .infinity]) == [.infinity, .infinity])
  }

  @Test("compressed points come back, and have one spelling")
  func encoding() throws {
    var samples = Samples(stream: 32)
    for _ in 0..<100 {
      let point = samples.point()
      guard let bytes = point.compressed else {
        #expect(point.isInfinity)
        continue
      }
      #expect(bytes.count == 33)
      let decoded = try AffinePoint(compressed: bytes)
      #expect(decoded == point)
      let opposite = try AffinePoint(compressed: [bytes[0] ^ 1] + bytes.dropFirst())
      #expect(opposite == -point)
    }
    #expect(AffinePoint.infinity.compressed == nil)
  }

  @Test("what is no compressed point is refused")
  func refusals() throws {
    let bytes = try #require(AffinePoint.generator.compressed)
    let x = Array(bytes.dropFirst())
    #expect(throws: PointError.wrongLength(0)) { try AffinePoint(compressed: []) }
    #expect(throws: PointError.wrongLength(1)) { try AffinePoint(compressed: [0]) }
    #expect(throws: PointError.wrongLength(32)) { try AffinePoint(compressed: x) }
    #expect(throws: PointError.wrongLength(34)) { try AffinePoint(compressed: bytes + [0]) }
    #expect(throws: PointError.wrongLength(65)) { try AffinePoint(compressed: [4] + x + x) }
    for prefix in UInt8.min ... .max where prefix != 2 && prefix != 3 {
      #expect(throws: PointError.unknownPrefix(prefix)) { try AffinePoint(compressed: [prefix] + x) }
    }
    // 1 is the x of a point, so 1 + p would be its second spelling.
    #expect(throws: Never.self) { try AffinePoint(compressed: [2] + BigUInt(1).bytes32) }
    #expect(throws: PointError.coordinateNotReduced) { try AffinePoint(compressed: [2] + (Curve.p + 1).bytes32) }
    #expect(throws: PointError.coordinateNotReduced) { try AffinePoint(compressed: [2] + Curve.p.bytes32) }
    #expect(throws: PointError.notOnCurve) { try AffinePoint(compressed: [2] + BigUInt(5).bytes32) }
    #expect(throws: PointError.notOnCurve) { try AffinePoint(compressed: [2] + BigUInt(0).bytes32) }
    for error in [PointError.wrongLength(3), .unknownPrefix(9), .coordinateNotReduced, .notOnCurve] {
      #expect(error.description.hasPrefix("compressed point: "))
      #expect(!error.description.contains("\n"))
    }
  }

  @Test("many compressed points are read together, and a bad one is told by its place", arguments: KernelUnderTest.all)
  func lists(kernel: KernelUnderTest) throws {
    try ArithmeticKernel.$current.withValue(kernel.kernel) {
      var samples = Samples(stream: 33)
      let points = (0..<35).map { _ in samples.point() }.filter { !$0.isInfinity }
      let encodings = points.compactMap(\.compressed)
      for count in 0...points.count {
        let read = try AffinePoint.points(compressed: Array(encodings[..<count]))
        #expect(read == Array(points[..<count]))
      }
      let bad: [(bytes: [UInt8], reason: PointError)] = [
        ([2], .wrongLength(1)), ([4] + BigUInt(1).bytes32, .unknownPrefix(4)), ([2] + Curve.p.bytes32, .coordinateNotReduced),
        ([3] + BigUInt(5).bytes32, .notOnCurve),
      ]
      for (offset, refused) in bad.enumerated() {
        for place in encodings.indices {
          var mutated = encodings
          mutated[place] = refused.bytes
          let error = PointListError(index: place, reason: refused.reason)
          #expect(throws: error) { try AffinePoint.points(compressed: mutated) }
          #expect(error.description == "point \(place): \(refused.reason)")
          // A second bad one behind it changes nothing.
          mutated[encodings.count - 1] = bad[(offset + place) % bad.count].bytes
          guard place < encodings.count - 1 else { continue }
          #expect(throws: error) { try AffinePoint.points(compressed: mutated) }
        }
      }
    }
  }

  @Test("coordinates off the curve are no point")
  func coordinates() throws {
    let generator = try #require(AffinePoint.generator.coordinates)
    #expect(AffinePoint(x: generator.x, y: generator.y) == .generator)
    #expect(AffinePoint(x: generator.x, y: generator.y + .one) == nil)
    #expect(AffinePoint(x: generator.y, y: generator.x) == nil)
    #expect(AffinePoint(x: .zero, y: .zero) == nil)
    #expect(AffinePoint.infinity.coordinates == nil)
  }
}

@Suite("Multiplication by secrets")
struct SecretMultiplicationTests {
  @Test("agrees with the textbook")
  func multiples() {
    var samples = Samples(stream: 40)
    for _ in 0..<8 {
      let point = samples.point()
      let scalar = samples.scalar()
      #expect(
        point.multiplied(bySecret: scalar).affine().model == Curve.multiply(scalar.word, point.model),
        "\(scalar.word), SEED=\(Samples.seed)")
    }
  }

  @Test("scalars at the edges, and infinity")
  func edges() {
    let generator = AffinePoint.generator
    #expect(generator.multiplied(bySecret: .zero).isInfinity)
    #expect(generator.multiplied(bySecret: .one).affine() == generator)
    #expect(generator.multiplied(bySecret: -.one).affine() == -generator)
    #expect(generator.multiplied(bySecret: Scalar(2)) == Point(generator).doubled())
    #expect(generator.multiplied(bySecret: -Scalar(2)) == -Point(generator).doubled())
    for digit in 0..<16 as Range<UInt64> {
      // One digit in all windows, and in the lowest alone.
      let every = Scalar(word: BigUInt(digit) * (((BigUInt(1) << 252) - 1) / 15))
      #expect(generator.multiplied(bySecret: every).affine().model == Curve.multiply(every.word, generator.model))
      #expect(generator.multiplied(bySecret: Scalar(digit)).affine().model == Curve.multiply(BigUInt(digit), generator.model))
    }
    for scalar in [Scalar.zero, .one, -.one, Scalar(12_345)] {
      #expect(AffinePoint.infinity.multiplied(bySecret: scalar).isInfinity)
    }
  }

  @Test("distributes over sums of scalars and of points")
  func distributivity() {
    var samples = Samples(stream: 41)
    for _ in 0..<50 {
      let a = samples.scalar()
      let b = samples.scalar()
      let point = samples.point()
      let comment = Comment(rawValue: "\(a.word) \(b.word), SEED=\(Samples.seed)")
      #expect(point.multiplied(bySecret: a) + point.multiplied(bySecret: b) == point.multiplied(bySecret: a + b), comment)
      #expect(point.multiplied(bySecret: a).affine().multiplied(bySecret: b) == point.multiplied(bySecret: a * b), comment)
    }
  }
}
