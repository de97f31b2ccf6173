// Renes, Costello and Batina, "Complete addition formulas for prime order elliptic curves" (EUROCRYPT 2016), algorithms 7 and 9:
// one sequence of operations for all points, equal, opposite and infinite ones included. Notation:
//
//   3 b    21, for the curve's b = 7

/// A point in homogeneous coordinates, x = X/Z and y = Y/Z, with constant-time arithmetic: for secret multiples.
struct CompletePoint: Sendable {
  /// Never all zero; (0, 1, 0) up to a factor is infinity.
  private(set) var x, y, z: SecretFieldElement

  static var infinity: CompletePoint { CompletePoint(x: .zero, y: .one, z: .zero) }

  private static let threeB: UInt64 = 21

  /// 12 products, and none of its steps depends on the points.
  @inline(__always)
  static func + (a: CompletePoint, b: CompletePoint) -> CompletePoint {
    let xx = a.x * b.x
    let yy = a.y * b.y
    let zz = a.z * b.z
    let xy = (a.x + a.y) * (b.x + b.y) - (xx + yy)
    let yz = (a.y + a.z) * (b.y + b.z) - (yy + zz)
    let xz = (a.x + a.z) * (b.x + b.z) - (xx + zz)
    let xx3 = xx.doubled() + xx
    let zz3b = zz.multiplied(bySmall: threeB)
    let plus = yy + zz3b
    let minus = yy - zz3b
    let xz3b = xz.multiplied(bySmall: threeB)
    return CompletePoint(
      x: xy * minus - yz * xz3b,
      y: plus * minus + xx3 * xz3b,
      z: plus * yz + xx3 * xy)
  }

  /// 6 products and 2 squares, and none of its steps depends on the point.
  @inline(__always)
  func doubled() -> CompletePoint {
    let yy = y.squared()
    let yy8 = yy.doubled().doubled().doubled()
    let zz3b = z.squared().multiplied(bySmall: Self.threeB)
    let minus = yy - (zz3b.doubled() + zz3b)
    return CompletePoint(
      x: (minus * (x * y)).doubled(),
      y: minus * (yy + zz3b) + yy8 * zz3b,
      z: yy8 * (y * z))
  }

  /// `self` where the mask is zero, `other` where it is all ones.
  @inline(__always)
  func replaced(by other: CompletePoint, where mask: UInt64) -> CompletePoint {
    CompletePoint(
      x: x.replaced(by: other.x, where: mask), y: y.replaced(by: other.y, where: mask), z: z.replaced(by: other.z, where: mask))
  }
}

extension CompletePoint {
  /// The public point: whether it is infinity may show in the time.
  init(_ point: AffinePoint) {
    self = point.isInfinity ? .infinity : CompletePoint(x: SecretFieldElement(point.x), y: SecretFieldElement(point.y), z: .one)
  }
}

extension Point {
  /// The same point: X/Z = (X Z)/Z^2 and Y/Z = (Y Z^2)/Z^3. Constant time.
  init(_ point: CompletePoint) {
    self.init(
      uncheckedX: FieldElement(point.x * point.z), y: FieldElement(point.y * point.z.squared()), z: FieldElement(point.z))
  }
}
