/// A fixed room for sums of affine points.
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

  /// Whether the point is one of this pool.
  func holds(_ reference: PointReference) -> Bool {
    let start = UnsafePointer(points.baseAddress.unsafelyUnwrapped)
    return reference.point >= start && reference.point < start + count
  }

  /// Appends the sums lefts[i] + rights[i], in order.
  mutating func appendSums(_ lefts: UnsafeBufferPointer<PointReference>, _ rights: UnsafeBufferPointer<PointReference>) {
    precondition(lefts.count == rights.count && points.count - count >= lefts.count, "a pool's capacity covers its points")
    BatchAddition(lefts: lefts, rights: rights, sums: next).run()
    count += lefts.count
  }
}
