// Notation as in BucketSum and PointTable; a step of s bits holds s / c windows of c bits, and each has a set of buckets of its own.

/// The sum of multiples of tables' points: one set of buckets for all steps, so each point costs some 22 additions and nothing else.
enum TableSum {
  /// The sum; infinity if all scalars are zero. Each part has at most as many scalars as its table has points.
  static func sum(of parts: [MultiScalarMultiplication.TablePart]) -> Point {
    ScratchMemory.withScratch { scratch in
      let termCount = parts.reduce(0) { sum, part in sum + part.scalars.count { !$0.isZero } }
      let windowsPerStep = windowsPerStep(termCount: termCount)
      let width = PointTable.stepBitCount / windowsPerStep
      let table = BucketTable(bucketCount: 1 << (width - 1))
      let sets = [BucketTable](repeating: table, count: windowsPerStep)
      let terms = scratch.buffer(of: TableTerm.self, count: termCount)
      let digits = scratch.buffer(of: Int16.self, count: termCount * PointTable.rowCount * windowsPerStep)
      var (count, digitCount) = (0, 0)
      for part in parts {
        for (place, scalar) in part.scalars.enumerated() where !scalar.isZero {
          let first = digitCount
          SignedDigits(of: scalar, width: width).forEach { digit in
            digits[digitCount] = Int16(truncatingIfNeeded: digit)
            digitCount &+= 1
          }
          terms[count] = TableTerm(digits: UnsafeBufferPointer(rebasing: digits[first..<digitCount]), row: part.table.row(place))
          count += 1
        }
      }
      let sums = BucketSums(count: windowsPerStep * table.bucketCount, in: scratch)
      sums.fill(from: 0, with: sorted(UnsafeBufferPointer(terms), sets: windowsPerStep, table.bucketCount, in: scratch))
      return sums.weightedSum(sets, shift: width)
    }
  }

  /// The multiples by buckets, set after set.
  private static func sorted(
    _ terms: UnsafeBufferPointer<TableTerm>, sets: Int, _ bucketCount: Int, in scratch: ScratchMemory
  ) -> PointGroups {
    let sizes = scratch.buffer(of: Int32.self, count: sets * bucketCount)
    sizes.initialize(repeating: 0)
    for term in terms { term.forEachMultiple(sets: sets, bucketCount) { bucket, _, _ in sizes[bucket] &+= 1 } }
    let groups = PointGroups(sizes: UnsafeBufferPointer(sizes), in: scratch)
    for term in terms {
      term.forEachMultiple(sets: sets, bucketCount) { bucket, point, isNegated in
        groups.place(PointReference(point, isNegated: isNegated), in: bucket)
      }
    }
    return groups
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

/// A scalar's digits, lowest first, and the row of its point.
private struct TableTerm: BitwiseCopyable {
  let digits: UnsafeBufferPointer<Int16>
  let row: UnsafePointer<AffinePoint>

  /// Calls back with each multiple in the row whose digit is not zero, its sign, and its bucket, counted over all sets from 0.
  @inline(__always)
  func forEachMultiple(
    sets: Int, _ bucketCount: Int, _ body: (_ bucket: Int, UnsafePointer<AffinePoint>, _ isNegated: Bool) -> Void
  ) {
    var point = row
    // One less than the set's first bucket, as digit 1 has that.
    var base = -1
    let end = sets &* bucketCount &- 1
    for digit in digits {
      // No processor foresees a random digit's sign, so nothing branches on it.
      let sign = Int(digit) &>> (Int.bitWidth - 1)
      if digit != 0 { body(base &+ (Int(digit) ^ sign) &- sign, point, sign != 0) }
      base &+= bucketCount
      if base == end {
        base = -1
        point += 1
      }
    }
  }
}
