import CKernels
import CKernelsInSoftware
import Secp256k1
import Testing

/// A kernel under test, by name.
struct KernelUnderTest: Sendable, CustomTestStringConvertible {
  let testDescription: String
  let kernel: ArithmeticKernel

  /// The portable one, the lanes in plain C, and the real lanes that the processor has.
  static let all: [KernelUnderTest] =
    [
      KernelUnderTest(testDescription: "portable", kernel: .portable),
      KernelUnderTest(testDescription: "eight software lanes", kernel: .lanes(LaneKernel(.ifma, software_ifma_kernel()))),
      KernelUnderTest(testDescription: "four software lanes", kernel: .lanes(LaneKernel(.fma, software_fma_kernel()))),
    ] + LaneKernel.supported.map { KernelUnderTest(testDescription: "\($0.instructions)", kernel: .lanes($0)) }
}

@Suite("Additions of many pairs")
struct BatchAdditionTests {
  /// Two summands, each a point and whether its negative is meant.
  private struct Pair {
    var left, right: AffinePoint
    var isLeftNegated = false
    var isRightNegated = false

    /// The sum by the textbook's formulas.
    var sum: AffinePoint {
      let left = isLeftNegated ? -left : left
      let right = isRightNegated ? -right : right
      guard !left.isInfinity else { return right }
      guard !right.isInfinity else { return left }
      guard left.x != right.x || left.y == right.y else { return .infinity }
      let isDoubling = left.x == right.x
      let rise = isDoubling ? left.x.squared() * FieldElement(3) : right.y - left.y
      let run = isDoubling ? left.y.doubled() : right.x - left.x
      let slope = rise * run.inverseVariableTime()
      let x = slope.squared() - left.x - right.x
      return AffinePoint(uncheckedX: x, y: slope * (left.x - x) - left.y)
    }
  }

  private static func sums(_ pairs: [Pair], _ kernel: ArithmeticKernel) -> [AffinePoint] {
    let size = MemoryLayout<AffinePoint>.stride
    let memory = UnsafeMutableRawPointer.allocate(byteCount: 3 * pairs.count * size + size, alignment: size)
    defer { memory.deallocate() }
    let points = memory.bindMemory(to: AffinePoint.self, capacity: 3 * pairs.count + 1)
    for (index, pair) in pairs.enumerated() {
      points.advanced(by: 2 * index).initialize(to: pair.left)
      points.advanced(by: 2 * index + 1).initialize(to: pair.right)
    }
    let sums = points + 2 * pairs.count
    // What stands behind the sums must stay.
    (sums + pairs.count).initialize(to: .generator)
    let lefts = pairs.indices.map { PointReference(points + 2 * $0, isNegated: pairs[$0].isLeftNegated) }
    let rights = pairs.indices.map { PointReference(points + 2 * $0 + 1, isNegated: pairs[$0].isRightNegated) }
    lefts.withUnsafeBufferPointer { lefts in
      rights.withUnsafeBufferPointer { rights in
        ArithmeticKernel.$current.withValue(kernel) { BatchAddition(lefts: lefts, rights: rights, sums: sums).run() }
      }
    }
    #expect(sums[pairs.count] == .generator)
    return Array(UnsafeBufferPointer(start: sums, count: pairs.count))
  }

  private static func check(_ pairs: [Pair], _ kernel: KernelUnderTest, _ sourceLocation: SourceLocation = #_sourceLocation) {
    let sums = sums(pairs, kernel.kernel)
    for (index, pair) in pairs.enumerated() where sums[index] != pair.sum {
      Issue.record("pair \(index) of \(pairs.count): SEED=\(Samples.seed)", sourceLocation: sourceLocation)
    }
  }

  /// Coordinates that need not be those of a point: the formulas hold for all, and edges are rare on the curve.
  private static func pair(_ samples: inout Samples) -> Pair {
    var left = AffinePoint(uncheckedX: samples.fieldElement(), y: samples.fieldElement())
    var right = AffinePoint(uncheckedX: samples.fieldElement(), y: samples.fieldElement())
    let zeros = [FieldElement.zero, FieldElement(word: Curve.p)]
    switch samples.next() % 16 {
    case 0: right = left
    case 1: right = -left
    case 2: right = AffinePoint(uncheckedX: otherSpelling(left.x), y: otherSpelling(left.y))
    case 3: right = AffinePoint(uncheckedX: otherSpelling(left.x), y: -left.y)
    case 4: left = AffinePoint(uncheckedX: zeros[Int(samples.next() % 2)], y: zeros[Int(samples.next() % 2)])
    case 5: right = AffinePoint(uncheckedX: zeros[Int(samples.next() % 2)], y: zeros[Int(samples.next() % 2)])
    case 6: (left, right) = (.infinity, AffinePoint(uncheckedX: zeros[1], y: zeros[1]))
    case 7: right.x = zeros[Int(samples.next() % 2)]
    default: break
    }
    let signs = samples.next()
    return Pair(left: left.sound, right: right.sound, isLeftNegated: signs & 1 == 1, isRightNegated: signs & 2 == 2)
  }

  /// The same residue, by its other representative below 2^256 if it has one.
  private static func otherSpelling(_ element: FieldElement) -> FieldElement {
    let spelling = element.word + Curve.p
    return spelling.bitWidth <= 256 ? FieldElement(word: spelling) : element
  }

  @Test("all sizes up to 40, and those around slices and their blocks", arguments: KernelUnderTest.all)
  func sizes(kernel: KernelUnderTest) {
    var samples = Samples(stream: 60)
    let around = [48, 64, 128, 136, 1024, 1536, 2048].flatMap { [$0 - 1, $0, $0 + 1] }
    for size in Array(0...40) + around { Self.check((0..<size).map { _ in Self.pair(&samples) }, kernel) }
  }

  @Test("any rounding of the caller's floating-point numbers will do, and stays as it was", arguments: KernelUnderTest.all)
  func rounding(kernel: KernelUnderTest) {
    var samples = Samples(stream: 66)
    let pairs = (0..<100).map { _ in Self.pair(&samples) }
    let elements = pairs.map(\.left.x)
    let roots = elements.map { $0.squareRoot() }
    for rounding in Int32(0)...3 {
      set_rounding(rounding)
      defer { set_rounding(0) }
      let sums = Self.sums(pairs, kernel.kernel)
      let rootsTogether = ArithmeticKernel.$current.withValue(kernel.kernel) { FieldElement.squareRoots(of: elements) }
      #expect(current_rounding() == rounding)
      #expect(sums == pairs.map(\.sum), "rounding \(rounding), SEED=\(Samples.seed)")
      #expect(rootsTogether == roots, "rounding \(rounding), SEED=\(Samples.seed)")
    }
  }

  @Test("coordinates at the edges, in every lane", arguments: KernelUnderTest.all)
  func edges(kernel: KernelUnderTest) {
    let ones = FieldElement(limbs: .max, .max, .max, .max)
    let edges = [
      ones, FieldElement(word: Curve.p - 1), FieldElement(word: Curve.p), FieldElement(word: Curve.p + 1), FieldElement(1),
      FieldElement(0x1_0000_03D0), FieldElement(limbs: 0, 0, 0, .max), FieldElement(limbs: .max, .max, .max, 0),
    ]
    var pairs: [Pair] = []
    for leftX in edges {
      for leftY in edges where !leftY.isZero {
        for rightX in edges {
          for rightY in edges where !rightY.isZero {
            let left = AffinePoint(uncheckedX: leftX, y: leftY)
            let right = AffinePoint(uncheckedX: rightX, y: rightY)
            let signs = pairs.count
            pairs.append(Pair(left: left, right: right, isLeftNegated: signs & 1 == 1, isRightNegated: signs & 2 == 2))
          }
        }
      }
    }
    Self.check(pairs, kernel)
    Self.check(Array(pairs.dropFirst(3)), kernel)
  }

  @Test("long runs of exceptional pairs, and single ones at every place", arguments: KernelUnderTest.all)
  func exceptions(kernel: KernelUnderTest) {
    var samples = Samples(stream: 61)
    let point = AffinePoint.generator
    let plain = Pair(left: point, right: Point(point).doubled().affine())
    let exceptional = [
      Pair(left: point, right: point), Pair(left: point, right: -point), Pair(left: .infinity, right: point, isRightNegated: true),
      Pair(left: point, right: .infinity, isLeftNegated: true), Pair(left: .infinity, right: .infinity),
      Pair(left: point, right: point, isLeftNegated: true),
      Pair(left: point, right: point, isLeftNegated: true, isRightNegated: true),
    ]
    for pair in exceptional {
      Self.check(Array(repeating: pair, count: 1500), kernel)
      for place in 0..<20 {
        var pairs = Array(repeating: plain, count: 20)
        pairs[place] = pair
        Self.check(pairs, kernel)
      }
    }
    Self.check((0..<3000).map { _ in exceptional[Int(samples.next() % 7)] }, kernel)
  }

  @Test("many slices on several threads give the same", arguments: KernelUnderTest.all)
  func threads(kernel: KernelUnderTest) {
    var samples = Samples(stream: 62)
    let some = (0..<500).map { _ in Self.pair(&samples) }
    let pairs = (0..<9000).map { some[$0 * 7 % 500] }
    let alone = Cores.$threadCount.withValue(1) { Self.sums(pairs, kernel.kernel) }
    let together = Cores.$threadCount.withValue(3) { Self.sums(pairs, kernel.kernel) }
    #expect(alone == together)
    #expect(alone == pairs.map(\.sum))
  }

  @Test("points of the curve agree with the model over big integers", arguments: KernelUnderTest.all)
  func points(kernel: KernelUnderTest) {
    var samples = Samples(stream: 63)
    let points = (0..<9).map { _ in samples.point() } + [.infinity, .generator]
    let pairs = points.flatMap { left in points.map { Pair(left: left, right: $0) } }
    let sums = Self.sums(pairs, kernel.kernel)
    #expect(sums.map(\.model) == pairs.map { Curve.add($0.left.model, $0.right.model) }, "SEED=\(Samples.seed)")
  }
}

extension AffinePoint {
  /// The same, but infinity where y is 0: no point has that.
  fileprivate var sound: AffinePoint { y.isZero && !x.isZero ? .infinity : self }
}
