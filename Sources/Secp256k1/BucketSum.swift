// Pippenger's method with signed digits. Notation:
//
//   c         bits of a window
//   B         the largest digit, 2^(c-1) but in the last window; bucket j of a window holds the points whose digit there is j, or -j
//             with their negative
//   h         half the bits of B, rounded down: bucket j = 2^h row + column stands in a table of rows and columns
//
// A window's sum over j of j bucket_j is taken bit by bit: bit b < h of j is bit b of the column, the others are bits of the row. So
// rows and columns are summed first, then for each bit the rows or columns that have it; one Horner pass over the bits of all windows
// ends it. Every step but the last is a set of independent groups of affine points, which share their inversions.

/// The sum of many terms by buckets.
enum BucketSum {
  /// The sum of the terms; infinity if there are none.
  static func sum(of terms: [SplitTerm]) -> Point {
    ScratchMemory.withScratch { scratch in
      let summands = Summands(terms, in: scratch)
      guard summands.count > 0 else { return .infinity }
      let width = WindowWidth.best(summands)
      let windows = SignedWindows(summands.magnitudes, largest: summands.largest, width: width, in: scratch)
      var sets = [BucketTable](repeating: BucketTable(bucketCount: 1 << (width - 1)), count: windows.windowCount)
      sets[windows.windowCount - 1] = BucketTable(bucketCount: windows.lastBound)
      let sums = BucketSums(count: sets.reduce(0) { $0 + $1.bucketCount }, in: scratch)
      fill(sums, sets, windows, summands.points)
      return sums.weightedSum(sets, shift: width)
    }
  }

  /// Fills the buckets, a few windows at a time.
  private static func fill(
    _ sums: BucketSums, _ sets: [BucketTable], _ windows: SignedWindows, _ points: UnsafeMutableBufferPointer<AffinePoint>
  ) {
    let windowsAtOnce = max(1, BucketSums.entryLimit / windows.magnitudeCount)
    let batchCount = max((windows.windowCount + windowsAtOnce - 1) / windowsAtOnce, min(Cores.threadCount, windows.windowCount))
    nonisolated(unsafe) let points = points
    Cores.forEach(batchCount) { number in
      let batch = number * windows.windowCount / batchCount..<(number + 1) * windows.windowCount / batchCount
      ScratchMemory.withScratch { scratch in
        let groups = sorted(windows, batch, sets, points, in: scratch)
        sums.fill(from: sets[..<batch.lowerBound].reduce(0) { $0 + $1.bucketCount }, with: groups)
      }
    }
  }

  /// The windows' buckets with their points.
  private static func sorted(
    _ windows: SignedWindows, _ batch: Range<Int>, _ sets: [BucketTable], _ points: UnsafeMutableBufferPointer<AffinePoint>,
    in scratch: ScratchMemory
  ) -> PointGroups {
    let sizes = scratch.buffer(of: Int32.self, count: sets[batch].reduce(0) { $0 + $1.bucketCount })
    sizes.initialize(repeating: 0)
    func forEachEntry(_ body: (_ group: Int, _ place: Int, _ digit: Int) -> Void) {
      var base = -1
      for window in batch {
        windows.forEachDigit(in: window) { place, digit in if digit != 0 { body(base + abs(digit), place, digit) } }
        base += sets[window].bucketCount
      }
    }
    forEachEntry { group, _, _ in sizes[group] &+= 1 }
    let groups = PointGroups(sizes: UnsafeBufferPointer(sizes), in: scratch)
    // A buffer of at least one point has an address.
    let first = UnsafePointer(points.baseAddress.unsafelyUnwrapped)
    forEachEntry { group, place, digit in groups.place(PointReference(first + place, isNegated: digit < 0), in: group) }
    return groups
  }
}

/// Points with magnitudes below 2^128: the halves of the terms that are not zero, their signs taken into the points.
struct Summands {
  /// As many as there are summands, and room for more.
  let points: UnsafeMutableBufferPointer<AffinePoint>
  private let allMagnitudes: UnsafeMutableBufferPointer<UInt128>
  private(set) var count = 0
  private(set) var largest: UInt128 = 0
  /// Bits of all magnitudes together.
  private(set) var totalBitCount = 0

  init(_ terms: [SplitTerm], in scratch: ScratchMemory) {
    points = scratch.buffer(of: AffinePoint.self, count: 2 * terms.count)
    allMagnitudes = scratch.buffer(of: UInt128.self, count: 2 * terms.count)
    for term in terms {
      append(term.point, term.scalar.first)
      if term.scalar.second.magnitude != 0 { append(Endomorphism.image(of: term.point), term.scalar.second) }
    }
  }

  var magnitudes: UnsafeBufferPointer<UInt128> { UnsafeBufferPointer(rebasing: allMagnitudes[..<count]) }

  private mutating func append(_ point: AffinePoint, _ factor: SignedMagnitude) {
    guard factor.magnitude != 0 else { return }
    points[count] = AffinePoint(uncheckedX: point.x, y: point.y.negated(where: factor.isNegative ? .max : 0))
    allMagnitudes[count] = factor.magnitude
    count += 1
    largest = max(largest, factor.magnitude)
    totalBitCount += UInt128.bitWidth - factor.magnitude.leadingZeroBitCount
  }
}

/// The choice of a window's bits.
enum WindowWidth {
  private static let range = 2...13

  /// The width with the fewest additions.
  static func best(_ summands: Summands) -> Int {
    range.min { cost($0, summands) < cost($1, summands) } ?? range.lowerBound
  }

  private static func cost(_ width: Int, _ summands: Summands) -> Int {
    let windowCount = SignedWindows.windowCount(width: width, bitCount: UInt128.bitWidth - summands.largest.leadingZeroBitCount)
    let table = BucketTable(bucketCount: 1 << (width - 1))
    let last = BucketTable(bucketCount: SignedWindows.lastBound(width: width, largest: summands.largest))
    return summands.totalBitCount / width + (windowCount - 1) * table.additionCount + last.additionCount
  }
}
