/// Where a point stands in a pool, and whether its negative is meant.
struct SignedIndex: Sendable {
  private var word: UInt32

  @inline(__always)
  init(_ index: Int, isNegated: Bool) {
    word = UInt32(truncatingIfNeeded: index) &<< 1 | (isNegated ? 1 : 0)
  }

  @inline(__always)
  var index: Int { Int(truncatingIfNeeded: word &>> 1) }

  /// All ones for the negative.
  @inline(__always)
  var signMask: UInt64 { mask(fromBit: UInt64(truncatingIfNeeded: word & 1)) }
}

/// A fixed room for affine points, and for the pairs of them that are added together.
///
/// Points lie at multiples of 64 bytes, so that each takes one cache line.
struct PointPool: ~Copyable {
  /// Pairs that share an inversion: more would not fit the first-level cache, fewer would pay for more inversions.
  private static let sliceCount = 1024

  let capacity: Int
  private let points: UnsafeMutablePointer<AffinePoint>
  private let products: UnsafeMutablePointer<FieldElement>
  /// The points in use, from the first.
  private(set) var count = 0

  init(capacity: Int) {
    self.capacity = capacity
    let size = MemoryLayout<AffinePoint>.stride
    points = UnsafeMutableRawPointer.allocate(byteCount: max(capacity, 1) * size, alignment: size).bindMemory(
      to: AffinePoint.self, capacity: capacity)
    products = .allocate(capacity: Self.sliceCount)
  }

  deinit {
    points.deallocate()
    products.deallocate()
  }

  /// The point that the index means, with its sign.
  subscript(_ place: SignedIndex) -> AffinePoint {
    precondition(place.index < count, "a pool's points lie below its count")
    let point = points[place.index]
    return AffinePoint(uncheckedX: point.x, y: point.y.negated(where: place.signMask))
  }

  /// Adds a point at the end, and tells its place.
  mutating func append(_ point: AffinePoint) -> SignedIndex {
    precondition(count < capacity, "a pool's capacity covers its points")
    points.advanced(by: count).initialize(to: point)
    count += 1
    return SignedIndex(count - 1, isNegated: false)
  }

  /// Forgets all points from this count on.
  mutating func truncate(to newCount: Int) {
    precondition(newCount >= 0 && newCount <= count, "a pool is truncated to points it has")
    count = newCount
  }

  /// Appends the sums lefts[i] + rights[i], in order.
  mutating func appendSums(_ lefts: UnsafeBufferPointer<SignedIndex>, _ rights: UnsafeBufferPointer<SignedIndex>) {
    precondition(lefts.count == rights.count && capacity - count >= lefts.count, "a pool's capacity covers its points")
    for start in stride(from: 0, to: lefts.count, by: Self.sliceCount) {
      let slice = start..<min(start + Self.sliceCount, lefts.count)
      let additions = BatchAddition(
        points: points, lefts: UnsafeBufferPointer(rebasing: lefts[slice]), rights: UnsafeBufferPointer(rebasing: rights[slice]),
        sums: points + count, products: products)
      additions.run()
      count += slice.count
    }
  }
}
