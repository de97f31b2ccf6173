/// The sums of all buckets of a few sets, one set after the other, each from bucket 1 on; filled a part at a time.
///
/// Parts that do not overlap may be filled from several threads at once.
struct BucketSums: @unchecked Sendable {
  /// Entries in hand at a time: with their sums they fill about a megabyte, the size of a second-level cache.
  static let entryLimit = 16384

  /// Entries below which a thread of its own costs more than it saves.
  private static let leastShare = 2048

  private let references: UnsafeMutableBufferPointer<PointReference?>
  private let points: UnsafeMutableBufferPointer<AffinePoint>

  /// Empty buckets.
  init(count: Int, in scratch: ScratchMemory) {
    references = scratch.buffer(of: PointReference?.self, count: count)
    references.initialize(repeating: nil)
    points = scratch.buffer(of: AffinePoint.self, count: count)
  }

  /// The sum of a bucket, counted over all sets from 0; nil if it is empty.
  subscript(bucket: Int) -> PointReference? { references[bucket] }

  /// Fills buckets from the `first` on with the sums of the groups.
  func fill(from first: Int, with groups: PointGroups) {
    let runs = runs(of: groups)
    Cores.forEach(runs.count) { number in
      ScratchMemory.withScratch { scratch in
        let run = runs[number]
        let capacity = run.reduce(0) { $0 + groups.size(of: $1) }
        var pool = PointPool(capacity: capacity, in: scratch)
        groups.sum(run, in: &pool, scratch: PairScratch(groupCapacity: run.count, entryCapacity: capacity, in: scratch))
        for group in run {
          guard let sum = groups.sum(of: group) else { continue }
          store(sum, at: first + group, isTransient: pool.holds(sum))
        }
      }
    }
  }

  private func store(_ sum: PointReference, at bucket: Int, isTransient: Bool) {
    guard isTransient else {
      references[bucket] = sum
      return
    }
    points[bucket] = sum.value
    references[bucket] = PointReference(points.baseAddress.unsafelyUnwrapped + bucket, isNegated: false)
  }

  /// Splits groups into runs of no more entries than may be in hand, or of one group; into as many as there are threads, if each is then
  /// long enough to pay for inversions of its own.
  private func runs(of groups: PointGroups) -> [Range<Int>] {
    var runs: [Range<Int>] = []
    let total = (0..<groups.groupCount).reduce(0) { $0 + groups.size(of: $1) }
    let share = total / Cores.threadCount + total % Cores.threadCount
    let limit = min(Self.entryLimit, max(share, Self.leastShare))
    var start = 0
    var count = 0
    for group in 0..<groups.groupCount {
      let size = groups.size(of: group)
      if count + size > limit, group > start {
        runs.append(start..<group)
        (start, count) = (group, 0)
      }
      count += size
    }
    if count > 0 { runs.append(start..<groups.groupCount) }
    return runs
  }

  /// sum_s 2^(shift s) sum_j j bucket_(s, j), over the sets s. Precondition: only the last set has buckets beyond 2^shift - 1.
  func weightedSum(_ sets: [BucketTable], shift: Int) -> Point {
    weightedSums(sets, shift: shift, setsPerSum: sets.count)[0]
  }

  /// As many such sums as the sets make by `setsPerSum`.
  func weightedSums(_ sets: [BucketTable], shift: Int, setsPerSum: Int) -> [Point] {
    let starts = sets.reduce(into: [0]) { $0.append($0[$0.count - 1] + $1.bucketCount) }
    // A batch is small enough for the cache, and as large as can be for the sake of shared inversions.
    let batchCount = min(sets.count, max(Cores.threadCount, 2 * starts[sets.count] / Self.entryLimit))
    let bits = BitSums(sets, shift: shift)
    Cores.forEach(batchCount) { batch in
      let members = batch * sets.count / batchCount..<(batch + 1) * sets.count / batchCount
      sumBits(of: members, sets, starts, into: bits)
    }
    return stride(from: 0, to: sets.count, by: setsPerSum).map { bits.total($0..<$0 + setsPerSum) }
  }

  /// Brings some sets down to a sum a bit: rows and columns first, then the lines of each bit.
  private func sumBits(of members: Range<Int>, _ sets: [BucketTable], _ starts: [Int], into bits: BitSums) {
    ScratchMemory.withScratch { scratch in
      let tables = sets[members]
      let lineCount = tables.reduce(0) { $0 + $1.lineCount }
      let lineEntries = tables.reduce(0) { $0 + $1.lineEntryCount }
      let bitEntries = tables.reduce(0) { $0 + $1.bitEntryCount }
      var pool = PointPool(capacity: lineEntries + bitEntries, in: scratch)
      let pairs = PairScratch(groupCapacity: lineCount, entryCapacity: max(lineEntries, bitEntries), in: scratch)
      var lines = PointGroups(groupCapacity: lineCount, entryCapacity: lineEntries, in: scratch)
      for set in members { sets[set].appendLines(to: &lines, of: self, from: starts[set]) }
      lines.sum(0..<lines.groupCount, in: &pool, scratch: pairs)
      var groups = PointGroups(
        groupCapacity: tables.reduce(0) { $0 + $1.bitCount }, entryCapacity: bitEntries, in: scratch)
      var firstLine = 0
      for set in members {
        sets[set].appendBits(to: &groups, of: lines, from: firstLine)
        firstLine += sets[set].lineCount
      }
      groups.sum(0..<groups.groupCount, in: &pool, scratch: pairs)
      var group = 0
      for set in members {
        for bit in 0..<sets[set].bitCount {
          if let sum = groups.sum(of: group) { bits.set(sum.value, set: set, bit: bit) }
          group += 1
        }
      }
    }
  }
}

/// For each set of buckets, the sums that count 1, 2, 4, ... times; written from several threads, a set by one of them.
private final class BitSums: @unchecked Sendable {
  private let shift, bitsPerSet: Int
  private var points: [AffinePoint]

  init(_ sets: [BucketTable], shift: Int) {
    self.shift = shift
    bitsPerSet = sets.reduce(shift) { max($0, $1.bitCount) }
    points = Array(repeating: .infinity, count: sets.count * bitsPerSet)
  }

  func set(_ point: AffinePoint, set: Int, bit: Int) {
    points.withUnsafeMutableBufferPointer { $0[set * bitsPerSet + bit] = point }
  }

  /// Some sets' sum by Horner's rule, from the last set's highest bit.
  func total(_ sets: Range<Int>) -> Point {
    var sum = Point.infinity
    for set in sets.reversed() {
      let bits = set == sets.upperBound - 1 ? bitsPerSet : shift
      for bit in (0..<bits).reversed() { sum = sum.doubled() + points[set * bitsPerSet + bit] }
    }
    return sum
  }
}
