extension Point {
  /// The same point by its affine coordinates, reduced. May leak the point by its timing.
  public func affine() -> AffinePoint {
    guard !isInfinity else { return .infinity }
    return scaled(by: z.inverseVariableTime())
  }

  /// The same points by their affine coordinates, with one inversion for all. May leak the points by its timing.
  public static func affine(_ points: [Point]) -> [AffinePoint] {
    var inverses = points.map(\.z)
    FieldElement.invertAllVariableTime(&inverses)
    return zip(points, inverses).map { point, inverse in point.isInfinity ? .infinity : point.scaled(by: inverse) }
  }

  /// The affine point, given 1/z.
  private func scaled(by inverse: FieldElement) -> AffinePoint {
    let square = inverse.squared()
    return AffinePoint(uncheckedX: (x * square).canonical, y: (y * (square * inverse)).canonical)
  }
}
