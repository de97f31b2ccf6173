/// A point of secp256k1 in Jacobian coordinates, x = X/Z^2 and y = Y/Z^3: sums without inversions.
///
/// Arithmetic is variable time, as equal and opposite summands are told apart by branches: for public points. Secrets go through
/// ``AffinePoint/multiplied(bySecret:)``.
@frozen
public struct Point: Sendable {
  /// The coordinates; z is zero for infinity alone.
  @usableFromInline var x, y, z: FieldElement

  /// The caller vouches that the point is on the curve, or has z = 0.
  @inlinable @inline(__always)
  init(uncheckedX x: FieldElement, y: FieldElement, z: FieldElement) {
    self.x = x
    self.y = y
    self.z = z
  }

  @inlinable
  public static var infinity: Point { Point(uncheckedX: .one, y: .one, z: .zero) }

  @inlinable
  public init(_ point: AffinePoint) {
    self = point.isInfinity ? .infinity : Point(uncheckedX: point.x, y: point.y, z: .one)
  }

  @inlinable
  public var isInfinity: Bool { z.isZero }

  @inlinable
  public static prefix func - (point: Point) -> Point { Point(uncheckedX: point.x, y: -point.y, z: point.z) }

  public static func - (a: Point, b: Point) -> Point { a + -b }

  public static func += (a: inout Point, b: Point) { a = a + b }

  public static func -= (a: inout Point, b: Point) { a = a - b }

  public static func += (a: inout Point, b: AffinePoint) { a = a + b }
}

extension Point: Equatable {
  /// Whether both are the same point, whatever their coordinates: X1 Z2^2 = X2 Z1^2 and Y1 Z2^3 = Y2 Z1^3.
  public static func == (a: Point, b: Point) -> Bool {
    if a.isInfinity || b.isInfinity { return a.isInfinity && b.isInfinity }
    let aSquare = a.z.squared()
    let bSquare = b.z.squared()
    return a.x * bSquare == b.x * aSquare && a.y * (bSquare * b.z) == b.y * (aSquare * a.z)
  }
}
