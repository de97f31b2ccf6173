/// Sums of multiples of public points.
public enum MultiScalarMultiplication {
  /// The sum k_1 P_1 + ... + k_n P_n; infinity for n = 0. May leak scalars and points by its timing.
  ///
  /// Any scalars and points do: zeros, infinity, equal and opposite points. Scalars near 0 or n, below 2^125 in absolute value, cost
  /// in proportion to their length. There must be as many scalars as points.
  public static func sumVariableTime(_ scalars: [Scalar], _ points: [AffinePoint]) -> Point {
    precondition(scalars.count == points.count, "a multi-scalar multiplication takes as many scalars as points")
    var sum = Point.infinity
    var terms: [SplitTerm] = []
    terms.reserveCapacity(min(points.count, batchCount))
    for (scalar, point) in zip(scalars, points) where !scalar.isZero && !point.isInfinity {
      terms.append(SplitTerm(scalar, point))
      if terms.count == batchCount {
        sum += sumOfBatch(terms)
        terms.removeAll(keepingCapacity: true)
      }
    }
    return sum + sumOfBatch(terms)
  }

  /// Multiples of a table's first points, one a scalar.
  package struct TablePart {
    let table: PointTable
    let scalars: ArraySlice<Scalar>

    /// There may be no more scalars than the table has points.
    package init(_ table: PointTable, _ scalars: ArraySlice<Scalar>) {
      precondition(scalars.count <= table.count, "a table's part takes at most as many scalars as the table has points")
      self.table = table
      self.scalars = scalars
    }

    package init(_ table: PointTable, _ scalars: [Scalar]) { self.init(table, scalars[...]) }
  }

  /// The sum of the parts' multiples and k_1 P_1 + ... + k_n P_n. May leak scalars and points by its timing.
  package static func sumVariableTime(_ parts: [TablePart], _ scalars: [Scalar], _ points: [AffinePoint]) -> Point {
    TableSum.sum(of: parts) + sumVariableTime(scalars, points)
  }

  /// Overwrites the memory that sums have worked in, which is kept from one to the next: after sums of secret terms.
  package static func wipeWorkspace() { ScratchMemory.wipeIdle() }

  /// Terms summed at a time: enough for the buckets' best width, few enough for the memory to stay small.
  private static let batchCount = 1 << 16

  private static func sumOfBatch(_ terms: [SplitTerm]) -> Point {
    terms.count < bucketThreshold ? InterleavedWindows.sum(of: terms) : BucketSum.sum(of: terms)
  }

  /// Where buckets, which share additions, overtake windows, which share doublings only. With lanes additions cost a fraction, but windows
  /// do not use them.
  private static var bucketThreshold: Int {
    if case .lanes = ArithmeticKernel.current { 7 } else { 13 }
  }
}

/// A term k P with P not infinity and k not zero: k1 P + k2 (lambda P).
struct SplitTerm: Sendable {
  let point: AffinePoint
  let scalar: SplitScalar

  init(_ scalar: Scalar, _ point: AffinePoint) {
    self.point = point
    self.scalar = SplitScalar(scalar)
  }
}
