import MarginModel

/// Chords of exp(r) - 1 between neighbouring knots: lines that lie above the curve up to the last knot.
///
/// Slope and intercept are rounded up, so a rounded line is no lower for r from 0.
struct ContagionChords {
  let slopes, intercepts: [String]

  /// Nil where a knot is too large for the decimals.
  init?(knots: [BoundedDecimal], places: Int) {
    let grid = FixedPoint(places: places)
    var slopes: [String] = []
    var intercepts: [String] = []
    for (left, right) in zip(knots, knots.dropFirst()) {
      let (a, b) = (Self.curve(left.double), Self.curve(right.double))
      let slope = (b - a) / (right.double - left.double)
      // Through 0 the intercept is 0, and it is never positive: the curve is convex.
      guard let slopeText = grid.textUp(slope), let interceptText = grid.textUp(min(0, left == .zero ? 0 : a - slope * left.double))
      else { return nil }
      slopes.append(slopeText)
      intercepts.append(interceptText)
    }
    self.slopes = slopes
    self.intercepts = intercepts
  }

  private static func curve(_ r: Double) -> Double { DeterministicMath.exponential(r) - 1 }
}
