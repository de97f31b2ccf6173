// Pippenger's method with signed digits. Notation:
//
//   c         bits of a window
//   B         2^(c-1), the largest digit; bucket j of a window holds the points whose digit there is j, or -j with their negative
//   h         c/2 rounded down: bucket j = 2^h row + column stands in a table of rows and columns
//
// A window's sum over j of j bucket_j is taken bit by bit: bit b < h of j is bit b of the column, the others are bits of the row. So
// rows and columns are summed first, then for each bit the rows or columns that have it; one Horner pass over the bits of all windows
// ends it. Every step but the last is a set of independent groups of affine points, which share their inversions.

/// The sum of many terms by buckets.
enum BucketSum {
  /// Entries in hand at a time: with their sums they fill about a megabyte, the size of a second-level cache.
  private static let entryLimit = 16384

  /// The sum of the terms; infinity if there are none.
  static func sum(of terms: [SplitTerm]) -> Point {
    let summands = Summands(terms)
    guard !summands.points.isEmpty else { return .infinity }
    let width = WindowWidth.best(summands)
    let windows = SignedWindows(summands.magnitudes, bitCount: summands.largestBitCount, width: width)
    let shape = BucketTable(width: width)

    let entryLimit = max(entryLimit, summands.points.count)
    let bucketCount = windows.windowCount * shape.bucketCount
    var pool = PointPool(
      capacity: summands.points.count + bucketCount + max(entryLimit, windows.windowCount * shape.laterSumCount))
    for point in summands.points { _ = pool.append(point) }
    let buckets = fillBuckets(windows, shape, entryLimit: entryLimit, &pool)
    var lines = shape.lines(buckets, windowCount: windows.windowCount)
    lines.sum(in: &pool)
    var bits = shape.bits(lines, windowCount: windows.windowCount)
    bits.sum(in: &pool)

    var sum = Point.infinity
    for bit in (0..<bits.groupCount).reversed() {
      sum = sum.doubled()
      if let place = bits.sum(of: bit) { sum += place.value }
    }
    return sum
  }

  /// The sums of all buckets, window after window, each window's from bucket 1 on; nil for empty ones.
  private static func fillBuckets(
    _ windows: SignedWindows, _ shape: BucketTable, entryLimit: Int, _ pool: inout PointPool
  ) -> [PointReference?] {
    var buckets: [PointReference?] = []
    buckets.reserveCapacity(windows.windowCount * shape.bucketCount)
    let windowsAtOnce = max(1, entryLimit / windows.magnitudeCount)
    for first in stride(from: 0, to: windows.windowCount, by: windowsAtOnce) {
      let batch = first..<min(first + windowsAtOnce, windows.windowCount)
      var groups = sorted(windows, batch, shape, pool.first)
      let kept = pool.count
      groups.sum(in: &pool)
      // The sums on the way are not needed again; those that stay move to the end of what is kept.
      let sums = (0..<groups.groupCount).map { groups.sum(of: $0) }
      let points = sums.map { $0.flatMap { pool.holds($0, from: kept) ? $0.value : nil } }
      pool.truncate(to: kept)
      for (sum, point) in zip(sums, points) { buckets.append(point.map { pool.append($0) } ?? sum) }
    }
    return buckets
  }

  /// The windows' buckets with their points, by counting.
  private static func sorted(
    _ windows: SignedWindows, _ batch: Range<Int>, _ shape: BucketTable, _ points: UnsafePointer<AffinePoint>
  ) -> PointGroups {
    var counts = [Int32](repeating: 0, count: batch.count * shape.bucketCount)
    counts.withUnsafeMutableBufferPointer { counts in
      for window in batch {
        let base = (window - batch.lowerBound) * shape.bucketCount - 1
        windows.forEachDigit(in: window) { _, digit in if digit != 0 { counts[base + abs(digit)] += 1 } }
      }
    }
    var groups = PointGroups(counts: counts)
    var cursors = groups.cursors
    groups.withEntries { entries in
      cursors.withUnsafeMutableBufferPointer { cursors in
        for window in batch {
          let base = (window - batch.lowerBound) * shape.bucketCount - 1
          windows.forEachDigit(in: window) { place, digit in
            guard digit != 0 else { return }
            let bucket = base + abs(digit)
            entries[Int(cursors[bucket])] = PointReference(points + place, isNegated: digit < 0)
            cursors[bucket] += 1
          }
        }
      }
    }
    return groups
  }
}

/// Points with magnitudes of at most 128 bits: the halves of the terms that are not zero, their signs taken into the points.
struct Summands {
  private(set) var points: [AffinePoint] = []
  private(set) var magnitudes: [UInt128] = []
  /// Bits of the largest magnitude, and of all together.
  private(set) var largestBitCount = 0
  private(set) var totalBitCount = 0

  init(_ terms: [SplitTerm]) {
    points.reserveCapacity(2 * terms.count)
    magnitudes.reserveCapacity(2 * terms.count)
    for term in terms { append(term.point, term.scalar.first) }
    for term in terms where term.scalar.second.magnitude != 0 { append(Endomorphism.image(of: term.point), term.scalar.second) }
  }

  private mutating func append(_ point: AffinePoint, _ factor: SignedMagnitude) {
    guard factor.magnitude != 0 else { return }
    points.append(factor.isNegative ? -point : point)
    magnitudes.append(factor.magnitude)
    let bitCount = UInt128.bitWidth - factor.magnitude.leadingZeroBitCount
    largestBitCount = max(largestBitCount, bitCount)
    totalBitCount += bitCount
  }
}
