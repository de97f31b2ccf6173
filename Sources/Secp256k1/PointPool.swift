/// A fixed room for affine points, and for the pairs of them that are added together.
///
/// Points lie at multiples of 64 bytes, so that each takes one cache line.
struct PointPool: ~Copyable {
  let capacity: Int
  private let points: UnsafeMutablePointer<AffinePoint>
  /// The points in use, from the first.
  private(set) var count = 0

  init(capacity: Int) {
    self.capacity = capacity
    let size = MemoryLayout<AffinePoint>.stride
    points = UnsafeMutableRawPointer.allocate(byteCount: max(capacity, 1) * size, alignment: size).bindMemory(
      to: AffinePoint.self, capacity: capacity)
  }

  deinit {
    points.deallocate()
  }

  /// Where the first point stands, and where the next one will.
  var first: UnsafePointer<AffinePoint> { UnsafePointer(points) }
  var next: UnsafePointer<AffinePoint> { UnsafePointer(points + count) }

  /// Whether the point is one of this pool, from the `index`th on.
  func holds(_ reference: PointReference, from index: Int) -> Bool {
    reference.point >= UnsafePointer(points + index) && reference.point < UnsafePointer(points + count)
  }

  /// Adds a point at the end, and tells its place.
  mutating func append(_ point: AffinePoint) -> PointReference {
    precondition(count < capacity, "a pool's capacity covers its points")
    points.advanced(by: count).initialize(to: point)
    count += 1
    return PointReference(points + (count - 1), isNegated: false)
  }

  /// Forgets all points from this count on.
  mutating func truncate(to newCount: Int) {
    precondition(newCount >= 0 && newCount <= count, "a pool is truncated to points it has")
    count = newCount
  }

  /// Appends the sums lefts[i] + rights[i], in order.
  mutating func appendSums(_ lefts: UnsafeBufferPointer<PointReference>, _ rights: UnsafeBufferPointer<PointReference>) {
    precondition(lefts.count == rights.count && capacity - count >= lefts.count, "a pool's capacity covers its points")
    BatchAddition(lefts: lefts, rights: rights, sums: points + count).run()
    count += lefts.count
  }
}
