/// Lists of points, each to be added up; a list lies in one piece of the shared entries.
///
/// Groups that do not overlap may be summed from several threads at once.
struct PointGroups: @unchecked Sendable {
  private let entries: UnsafeMutableBufferPointer<PointReference>
  /// Where each group begins, and how many entries it has left.
  private let starts, counts: UnsafeMutableBufferPointer<Int32>
  private(set) var groupCount = 0
  private var entryCount = 0

  /// No groups yet, and room for so many.
  init(groupCapacity: Int, entryCapacity: Int, in scratch: ScratchMemory) {
    entries = scratch.buffer(of: PointReference.self, count: entryCapacity)
    starts = scratch.buffer(of: Int32.self, count: groupCapacity)
    counts = scratch.buffer(of: Int32.self, count: groupCapacity)
  }

  /// Begins a group; `append` adds to it.
  mutating func beginGroup() {
    starts[groupCount] = Int32(truncatingIfNeeded: entryCount)
    counts[groupCount] = 0
    groupCount += 1
  }

  /// Adds a point to the group begun last.
  mutating func append(_ reference: PointReference) {
    entries[entryCount] = reference
    entryCount += 1
    counts[groupCount - 1] += 1
  }

  /// Groups of these sizes, which `place` fills in any order. Precondition: every group is filled to its size.
  init(sizes: UnsafeBufferPointer<Int32>, in scratch: ScratchMemory) {
    self.init(groupCapacity: sizes.count, entryCapacity: sizes.reduce(0) { $0 + Int($1) }, in: scratch)
    for (group, size) in sizes.enumerated() {
      starts[group] = Int32(truncatingIfNeeded: entryCount)
      counts[group] = 0
      entryCount += Int(size)
    }
    groupCount = sizes.count
  }

  /// Adds a point to a group that has room for it.
  @inline(__always)
  func place(_ reference: PointReference, in group: Int) {
    entries[Int(starts[group] &+ counts[group])] = reference
    counts[group] &+= 1
  }

  func size(of group: Int) -> Int { Int(counts[group]) }

  /// The one entry of a group that has been summed; nil if the group is empty.
  func sum(of group: Int) -> PointReference? { counts[group] == 0 ? nil : entries[Int(starts[group])] }

  /// Adds up each of the groups to at most one entry, round by round: each round pairs what is left of all and adds the pairs at once,
  /// so that one inversion serves many additions. Sums go to the pool's end; the largest group of m entries takes log2(m) rounds.
  func sum(_ groups: Range<Int>, in pool: inout PointPool, scratch: borrowing PairScratch) {
    var activeCount = 0
    for group in groups where counts[group] > 1 {
      scratch.active[activeCount] = Int32(truncatingIfNeeded: group)
      activeCount += 1
    }
    while activeCount > 0 {
      let pairCount = pair(&activeCount, scratch, sums: pool.next)
      pool.appendSums(
        UnsafeBufferPointer(rebasing: scratch.lefts[..<pairCount]), UnsafeBufferPointer(rebasing: scratch.rights[..<pairCount]))
    }
  }

  /// Takes two entries at a time off the active groups, puts the place of their future sum in their stead, and keeps active what still
  /// has two entries or more. Returns the number of pairs.
  private func pair(
    _ activeCount: inout Int, _ scratch: borrowing PairScratch, sums: UnsafePointer<AffinePoint>
  ) -> Int {
    var pairCount = 0
    var stillActive = 0
    for place in 0..<activeCount {
      let group = Int(scratch.active[place])
      let start = Int(starts[group])
      let count = Int(counts[group])
      for half in 0..<count / 2 {
        scratch.lefts[pairCount] = entries[start + 2 * half]
        scratch.rights[pairCount] = entries[start + 2 * half + 1]
        entries[start + half] = PointReference(sums + pairCount, isNegated: false)
        pairCount += 1
      }
      if !count.isMultiple(of: 2) { entries[start + count / 2] = entries[start + count - 1] }
      let rest = (count + 1) / 2
      counts[group] = Int32(truncatingIfNeeded: rest)
      if rest > 1 {
        scratch.active[stillActive] = Int32(truncatingIfNeeded: group)
        stillActive += 1
      }
    }
    activeCount = stillActive
    return pairCount
  }
}

/// Room for the pairs of a round, and for the groups that are not summed yet.
struct PairScratch {
  let lefts, rights: UnsafeMutableBufferPointer<PointReference>
  let active: UnsafeMutableBufferPointer<Int32>

  init(groupCapacity: Int, entryCapacity: Int, in scratch: ScratchMemory) {
    lefts = scratch.buffer(of: PointReference.self, count: entryCapacity / 2)
    rights = scratch.buffer(of: PointReference.self, count: entryCapacity / 2)
    active = scratch.buffer(of: Int32.self, count: groupCapacity)
  }
}
