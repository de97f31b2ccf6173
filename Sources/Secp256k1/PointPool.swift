/// A fixed room for affine points, and for the pairs of them that are added together.
///
/// Points lie at multiples of 64 bytes, so that each takes one cache line.
struct PointPool {
  private let points: UnsafeMutableBufferPointer<AffinePoint>
  /// The points in use, from the first.
  private(set) var count = 0

  init(capacity: Int, in scratch: ScratchMemory) {
    points = scratch.buffer(of: AffinePoint.self, count: capacity + 1)
  }

  /// Where the next point will stand.
  var next: UnsafeMutablePointer<AffinePoint> {
    // A buffer of one point or more has an address.
    points.baseAddress.unsafelyUnwrapped + count
  }

  /// Whether the point is one of this pool, from the `index`th on.
  func holds(_ reference: PointReference, from index: Int) -> Bool {
    let start = UnsafePointer(points.baseAddress.unsafelyUnwrapped)
    return reference.point >= start + index && reference.point < start + count
  }

  /// Adds a point at the end, and tells its place.
  mutating func append(_ point: AffinePoint) -> PointReference {
    precondition(count < points.count, "a pool's capacity covers its points")
    points.initializeElement(at: count, to: point)
    count += 1
    return PointReference(next - 1, isNegated: false)
  }

  /// Forgets all points from this count on.
  mutating func truncate(to newCount: Int) {
    precondition(newCount >= 0 && newCount <= count, "a pool is truncated to points it has")
    count = newCount
  }

  /// Appends the sums lefts[i] + rights[i], in order.
  mutating func appendSums(_ lefts: UnsafeBufferPointer<PointReference>, _ rights: UnsafeBufferPointer<PointReference>) {
    precondition(lefts.count == rights.count && points.count - count >= lefts.count, "a pool's capacity covers its points")
    BatchAddition(lefts: lefts, rights: rights, sums: next).run()
    count += lefts.count
  }
}
