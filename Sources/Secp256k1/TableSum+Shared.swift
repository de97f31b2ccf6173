extension MultiScalarMultiplication {
  /// Many sums that share their scalars: sum_b k_b P_(i, b) for every i, whose rows are `rows[i n ..< (i + 1) n]` for n scalars; a row
  /// that is missing counts as infinity. May leak the scalars by its timing.
  ///
  /// Precondition: the number of rows is a multiple of the number of scalars.
  package static func sumsVariableTime(_ scalars: [Scalar], over rows: [TableRow?]) -> [AffinePoint] {
    guard !scalars.isEmpty else { return [] }
    precondition(rows.count.isMultiple(of: scalars.count), "a row or none for every scalar of every sum")
    let digits = SharedDigits(scalars)
    let count = rows.count / scalars.count
    let chunk = max(1, BucketSums.entryLimit / max(1, digits.entryCount))
    let chunks = Cores.map((count + chunk - 1) / chunk) { number in
      let sums = number * chunk..<min((number + 1) * chunk, count)
      return Point.affine(digits.sums(rows[sums.lowerBound * scalars.count..<sums.upperBound * scalars.count]))
    }
    return Array(chunks.joined())
  }
}

/// The digits of a few scalars by buckets (``TableSum``'s notation): every sum over rows fills its buckets alike.
private struct SharedDigits: Sendable {
  /// A digit: whose it is, of which step, and its sign.
  private struct Entry {
    let scalar, step: Int
    let isNegative: Bool
  }

  private let scalarCount, windowsPerStep: Int
  private let buckets: [[Entry]]
  let entryCount: Int

  init(_ scalars: [Scalar]) {
    scalarCount = scalars.count
    let windowsPerStep = TableSum.windowsPerStep(termCount: scalars.count)
    let width = PointTable.stepBitCount / windowsPerStep
    let bucketCount = 1 << (width - 1)
    var buckets = [[Entry]](repeating: [], count: windowsPerStep * bucketCount)
    for (number, scalar) in scalars.enumerated() {
      var window = 0
      SignedDigits(of: scalar, width: width).forEach { digit in
        let (step, set) = window.quotientAndRemainder(dividingBy: windowsPerStep)
        window += 1
        guard digit != 0 else { return }
        buckets[set * bucketCount + abs(digit) - 1].append(Entry(scalar: number, step: step, isNegative: digit < 0))
      }
    }
    self.windowsPerStep = windowsPerStep
    self.buckets = buckets
    entryCount = buckets.reduce(0) { $0 + $1.count }
  }

  /// A sum for every `scalarCount` rows.
  func sums(_ rows: ArraySlice<TableRow?>) -> [Point] {
    ScratchMemory.withScratch { scratch in
      let count = rows.count / scalarCount
      var groups = PointGroups(groupCapacity: count * buckets.count, entryCapacity: count * entryCount, in: scratch)
      for first in stride(from: rows.startIndex, to: rows.endIndex, by: scalarCount) {
        for bucket in buckets {
          groups.beginGroup()
          for entry in bucket {
            guard let row = rows[first + entry.scalar] else { continue }
            groups.append(PointReference(row.start + entry.step, isNegated: entry.isNegative))
          }
        }
      }
      let sums = BucketSums(count: count * buckets.count, in: scratch)
      sums.fill(from: 0, with: groups)
      let width = PointTable.stepBitCount / windowsPerStep
      let set = BucketTable(bucketCount: 1 << (width - 1))
      return sums.weightedSums(
        [BucketTable](repeating: set, count: count * windowsPerStep), shift: width, setsPerSum: windowsPerStep)
    }
  }
}
