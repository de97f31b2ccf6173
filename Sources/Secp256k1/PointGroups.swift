/// Lists of points of a pool, each to be added up; a list lies in one piece of the shared entries.
struct PointGroups {
  private(set) var entries: [PointReference] = []
  /// Where each group begins, and how many entries it has left.
  private var starts: [Int32] = []
  private var counts: [Int32] = []

  var groupCount: Int { counts.count }

  /// Begins a group; `append` adds to it.
  mutating func beginGroup() {
    starts.append(Int32(truncatingIfNeeded: entries.count))
    counts.append(0)
  }

  /// Adds a point to the group begun last.
  mutating func append(_ place: PointReference) {
    entries.append(place)
    counts[counts.count - 1] += 1
  }

  /// Groups of these sizes in a row, whose entries follow by ``place(_:in:)``.
  init(counts: [Int32]) {
    self.counts = counts
    starts.reserveCapacity(counts.count)
    var total: Int32 = 0
    for count in counts {
      starts.append(total)
      total += count
    }
    entries = [PointReference](unsafeUninitializedCapacity: Int(total)) { buffer, count in
      UnsafeMutableRawBufferPointer(buffer).initializeMemory(as: UInt8.self, repeating: 0)
      count = Int(total)
    }
  }

  init() {}

  /// The one entry of a group that has been summed; nil if the group is empty.
  func sum(of group: Int) -> PointReference? { counts[group] == 0 ? nil : entries[Int(starts[group])] }

  /// The first entry of each group, for writing a group's entries in their order.
  var cursors: [Int32] { starts }

  mutating func withEntries<Result>(_ body: (UnsafeMutableBufferPointer<PointReference>) -> Result) -> Result {
    entries.withUnsafeMutableBufferPointer { body($0) }
  }

  /// Adds up every group to at most one entry, round by round: each round pairs what is left of all groups and adds the pairs at once,
  /// so that one inversion serves many additions. Sums go to the pool's end; the largest group of m entries takes log2(m) rounds.
  mutating func sum(in pool: inout PointPool) {
    var active = counts.indices.filter { counts[$0] > 1 }
    let pairCapacity = counts.reduce(0) { $0 + Int($1) / 2 }
    withUnsafeTemporaryAllocation(of: PointReference.self, capacity: 2 * pairCapacity) { pairs in
      let lefts = UnsafeMutableBufferPointer(rebasing: pairs[..<pairCapacity])
      let rights = UnsafeMutableBufferPointer(rebasing: pairs[pairCapacity...])
      while !active.isEmpty {
        let pairCount = pair(&active, lefts, rights, sums: pool.next)
        pool.appendSums(
          UnsafeBufferPointer(rebasing: lefts[..<pairCount]), UnsafeBufferPointer(rebasing: rights[..<pairCount]))
      }
    }
  }

  /// Takes two entries at a time off the active groups, puts the place of their future sum in their stead, and keeps active what still
  /// has two entries or more. Returns the number of pairs.
  private mutating func pair(
    _ active: inout [Int], _ lefts: UnsafeMutableBufferPointer<PointReference>,
    _ rights: UnsafeMutableBufferPointer<PointReference>,
    sums: UnsafePointer<AffinePoint>
  ) -> Int {
    var pairCount = 0
    var stillActive = 0
    entries.withUnsafeMutableBufferPointer { entries in
      for place in active.indices {
        let group = active[place]
        let start = Int(starts[group])
        let count = Int(counts[group])
        for half in 0..<count / 2 {
          lefts.initializeElement(at: pairCount, to: entries[start + 2 * half])
          rights.initializeElement(at: pairCount, to: entries[start + 2 * half + 1])
          entries[start + half] = PointReference(sums + pairCount, isNegated: false)
          pairCount += 1
        }
        if !count.isMultiple(of: 2) { entries[start + count / 2] = entries[start + count - 1] }
        let rest = (count + 1) / 2
        counts[group] = Int32(truncatingIfNeeded: rest)
        if rest > 1 {
          active[stillActive] = group
          stillActive += 1
        }
      }
    }
    active.removeLast(active.count - stillActive)
    return pairCount
  }
}
