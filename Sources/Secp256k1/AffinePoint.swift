/// A point of secp256k1, y^2 = x^3 + 7 modulo p, by its coordinates, or the point at infinity.
///
/// The group has prime order, so every value of the type is in it.
@frozen
public struct AffinePoint: Sendable, Hashable {
  /// The coordinates; both zero stand for infinity, as (0, 0) is not on the curve.
  @usableFromInline package var x, y: FieldElement

  /// The caller vouches that the point is on the curve, or (0, 0) for infinity.
  @inlinable @inline(__always)
  package init(uncheckedX x: FieldElement, y: FieldElement) {
    self.x = x
    self.y = y
  }

  @inlinable
  public static var infinity: AffinePoint { AffinePoint(uncheckedX: .zero, y: .zero) }

  /// The base point of SEC 2.
  public static let generator = AffinePoint(
    uncheckedX: FieldElement(
      limbs: 0x59F2_815B_16F8_1798, 0x029B_FCDB_2DCE_28D9, 0x55A0_6295_CE87_0B07, 0x79BE_667E_F9DC_BBAC),
    y: FieldElement(limbs: 0x9C47_D08F_FB10_D4B8, 0xFD17_B448_A685_5419, 0x5DA4_FBFC_0E11_08A8, 0x483A_DA77_26A3_C465))

  /// The point with these coordinates; nil unless it is on the curve. Infinity has none.
  public init?(x: FieldElement, y: FieldElement) {
    guard y.squared() == Self.ordinateSquared(x) else { return nil }
    self.init(uncheckedX: x.canonical, y: y.canonical)
  }

  /// x and y, or nil for infinity.
  public var coordinates: (x: FieldElement, y: FieldElement)? { isInfinity ? nil : (x, y) }

  // The curve has no point with y = 0, as its order is odd, so y alone tells.
  @inlinable
  public var isInfinity: Bool { y.isZero }

  /// (x, -y): the point that adds to infinity with this one.
  @inlinable
  public static prefix func - (point: AffinePoint) -> AffinePoint { AffinePoint(uncheckedX: point.x, y: -point.y) }

  /// x^3 + 7: what y^2 must be.
  static func ordinateSquared(_ x: FieldElement) -> FieldElement { x.squared() * x + FieldElement(7) }
}
