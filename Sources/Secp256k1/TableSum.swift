// Notation as in BucketSum and PointTable; a step of s bits holds s / c windows of c bits, and each has a set of buckets of its own.

/// The sum of multiples of tables' points: one set of buckets for all steps, so each point costs some 22 additions and nothing else.
enum TableSum {
  /// The sum; infinity if all scalars are zero. Each part has at most as many scalars as its table has points.
  static func sum(of parts: [MultiScalarMultiplication.TablePart]) -> Point {
    ScratchMemory.withScratch { scratch in
      let windowsPerStep = windowsPerStep(termCount: parts.reduce(0) { sum, part in sum + part.scalars.count { !$0.isZero } })
      let width = PointTable.stepBitCount / windowsPerStep
      let table = BucketTable(bucketCount: 1 << (width - 1))
      let sets = [BucketTable](repeating: table, count: windowsPerStep)
      let capacity = parts.reduce(0) { $0 + $1.scalars.count } * (PointTable.rowCount * windowsPerStep)
      var entries = TableEntries(sets: windowsPerStep, bucketCount: table.bucketCount, capacity: capacity, in: scratch)
      for part in parts {
        for (place, scalar) in part.scalars.enumerated() where !scalar.isZero {
          entries.append(scalar, row: part.table.row(place), width: width)
        }
      }
      let sums = BucketSums(count: windowsPerStep * table.bucketCount, in: scratch)
      sums.fill(from: 0, with: entries.sorted(in: scratch))
      return sums.weightedSum(sets, shift: width)
    }
  }

  /// Few terms cannot fill many buckets.
  static func windowsPerStep(termCount: Int) -> Int {
    func cost(_ windowsPerStep: Int) -> Int {
      let table = BucketTable(bucketCount: 1 << (PointTable.stepBitCount / windowsPerStep - 1))
      return windowsPerStep * (termCount * PointTable.rowCount + table.additionCount)
    }
    return [1, 2, 3].min { cost($0) < cost($1) } ?? 1
  }
}

/// The entries of all buckets, as they come.
private struct TableEntries {
  private let sets, bucketCount: Int
  private let references: UnsafeMutableBufferPointer<PointReference>
  private let buckets, sizes: UnsafeMutableBufferPointer<Int32>
  private var count = 0

  init(sets: Int, bucketCount: Int, capacity: Int, in scratch: ScratchMemory) {
    self.sets = sets
    self.bucketCount = bucketCount
    // A digit of zero is written, and overwritten by the next.
    references = scratch.buffer(of: PointReference.self, count: capacity + 1)
    buckets = scratch.buffer(of: Int32.self, count: capacity + 1)
    sizes = scratch.buffer(of: Int32.self, count: sets * bucketCount + 1)
    sizes.initialize(repeating: 0)
  }

  /// Adds the digits of a scalar, to the multiples in a point's row.
  mutating func append(_ scalar: Scalar, row: UnsafePointer<AffinePoint>, width: Int) {
    var point = row
    var set = 0
    scalar.forEachDigit(width: width) { digit in
      references[count] = PointReference(point, isNegated: digit < 0)
      let magnitude = abs(digit)
      // The last size counts digits of zero, which the next entry overwrites.
      let bucket = magnitude == 0 ? sets * bucketCount : set * bucketCount &+ magnitude &- 1
      buckets[count] = Int32(truncatingIfNeeded: bucket)
      sizes[bucket] &+= 1
      count &+= magnitude == 0 ? 0 : 1
      set &+= 1
      if set == sets {
        set = 0
        point += 1
      }
    }
  }

  /// The entries by buckets, set after set.
  func sorted(in scratch: ScratchMemory) -> PointGroups {
    PointGroups(
      UnsafeBufferPointer(rebasing: references[..<count]), groups: UnsafeBufferPointer(rebasing: buckets[..<count]),
      sizes: UnsafeBufferPointer(rebasing: sizes[..<(sets * bucketCount)]), in: scratch)
  }
}
