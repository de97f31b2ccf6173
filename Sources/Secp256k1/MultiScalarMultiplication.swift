/// Sums of multiples of public points.
public enum MultiScalarMultiplication {
  /// The sum k_1 P_1 + ... + k_n P_n; infinity for n = 0. May leak scalars and points by its timing.
  ///
  /// Any scalars and points do: zeros, infinity, equal and opposite points. There must be as many scalars as points.
  public static func sumVariableTime(_ scalars: [Scalar], _ points: [AffinePoint]) -> Point {
    precondition(scalars.count == points.count, "a multi-scalar multiplication takes as many scalars as points")
    return zip(scalars, points).reduce(Point.infinity) { $0 + $1.1.multiplied(bySecret: $1.0) }
  }
}
