/// Public numbers, one per tuple of elements, or schedules.
package struct BoundTable: Sendable {
  /// Row-major by element position; nil where there is neither entry nor default.
  package let values: [Rational?]
  package let schedules: [Schedule?]
  package let strides: [Int]

  /// The lines that make up a continuous curve through 0 whose slope is rate_k up to upTo_k.
  package struct Schedule: Sendable {
    package let lines: [(slope: Rational, intercept: Rational)]

    /// slope_k = rate_k, intercept_k = intercept_(k-1) + (rate_(k-1) - rate_k) upTo_(k-1); the last rate goes on, and the
    /// first one holds below 0.
    init(_ schedule: MarginModel.Schedule) {
      var lines: [(slope: Rational, intercept: Rational)] = []
      var intercept: Rational = 0
      for (index, slope) in schedule.rate.enumerated() {
        if index > 0 { intercept += (schedule.rate[index - 1] - slope) * schedule.upTo[index - 1] }
        lines.append((slope, intercept))
      }
      self.lines = lines
    }
  }
}

/// An argument's value.
package enum BoundArgument: Sendable {
  case number(Rational)
  case element(String)
}

/// A vector of private numbers, committed or chosen: the number of every tuple of elements.
package struct BoundVector: Sendable {
  package let strides: [Int]
  /// Numbers of coordinates, or of chosen values, by the tuple's place; -1 for a tuple the vector does not range over.
  package let numbers: [Int32]
}

/// One value that the prover may choose: lower + step n for a whole n from 0 to count.
public struct ChosenValue: Sendable, Hashable {
  /// `share[cross, USDC]`.
  public let name: String
  /// The circuit's line that declares it.
  public let line: Int
  public let lower: Rational
  public let step: Rational
  /// The largest number of steps; step count is at most upper - lower.
  public let count: Int64

  /// The value after a number of steps.
  public func value(steps: Int64) -> Rational { lower + step * Rational(steps) }
}

/// One private number: a signed count of lots.
public struct Coordinate: Sendable, Hashable {
  /// The elements joined by `/`.
  public let id: String
  /// ``PositionColumn``'s name for it: the column in the program and in commitments.
  public let column: String
  /// What one lot is in the instrument's own unit; positive.
  public let lot: Rational
  /// The largest quantity on either side of zero, in the same unit; positive.
  public let limit: Rational
  /// The largest number of lots, at most 2^63 - 1.
  public let limitInLots: Int64
}
