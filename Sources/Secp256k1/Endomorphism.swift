// Gallant, Lambert and Vanstone, "Faster point multiplication on elliptic curves with efficient endomorphisms" (CRYPTO 2001).
// Notation:
//
//   beta, lambda     cube roots of one modulo p and n with (beta x, y) = lambda (x, y)
//   (a1, b1), (a2, b2)   a short basis of the lattice of (i, j) with i + j lambda = 0 modulo n; b2 = a1
//   g1, g2           a1 2^384 / n and -b1 2^384 / n, rounded

/// The curve's endomorphism (x, y) -> (beta x, y), which multiplies by lambda.
enum Endomorphism {
  private static let beta = FieldElement(
    limbs: 0xC139_6C28_7195_01EE, 0x9CF0_4975_12F5_8995, 0x6E64_479E_AC34_34E9, 0x7AE9_6A2B_657C_0710)

  /// lambda P, at one product; infinity stays infinity.
  static func image(of point: AffinePoint) -> AffinePoint { AffinePoint(uncheckedX: point.x * beta, y: point.y) }
}

/// A scalar k as k1 + k2 lambda modulo n, with both parts below 2^127.5 in absolute value: half of |a1| + |a2| and of |b1| + |b2|, and one.
///
/// A scalar near 0 or n, of absolute value below 2^125, is its own first part.
struct SplitScalar: Sendable {
  let first, second: SignedMagnitude

  init(_ scalar: Scalar) {
    let k = scalar.canonical
    let c1 = Self.quotient(k, Self.g1)
    let c2 = Self.quotient(k, Self.g2)
    let k1 = UInt192(k).subtracting(UInt192(c1, times: Self.a1)).subtracting(UInt192(c2, times: Self.a2))
    let k2 = UInt192(c1, times: Self.minusB1).subtracting(UInt192(c2, times: Self.a1))
    first = SignedMagnitude(k1)
    second = SignedMagnitude(k2)
  }

  /// k g / 2^384, rounded.
  private static func quotient(_ k: UInt256, _ g: UInt256) -> UInt128 {
    let product = UInt512(product: k, g)
    return (wide(product.limb7) &<< 64 | wide(product.limb6)) &+ wide(product.limb5 &>> 63)
  }

  private static let g1 = UInt256(0xE893_209A_45DB_B031, 0x3DAA_8A14_71E8_CA7F, 0xE86C_90E4_9284_EB15, 0x3086_D221_A7D4_6BCD)
  private static let g2 = UInt256(0x1571_B4AE_8AC4_7F71, 0x2212_08AC_9DF5_06C6, 0x6F54_7FA9_0ABF_E4C4, 0xE443_7ED6_010E_8828)
  private static let a1 = UInt192(limb0: 0xE86C_90E4_9284_EB15, limb1: 0x3086_D221_A7D4_6BCD, limb2: 0)
  private static let a2 = UInt192(limb0: 0x57C1_108D_9D44_CFD8, limb1: 0x14CA_50F7_A8E2_F3F6, limb2: 1)
  private static let minusB1 = UInt192(limb0: 0x6F54_7FA9_0ABF_E4C3, limb1: 0xE443_7ED6_010E_8828, limb2: 0)
}

/// An integer in (-2^128, 2^128).
struct SignedMagnitude: Sendable {
  let magnitude: UInt128
  let isNegative: Bool

  /// Reads two's complement; the caller vouches for the range.
  fileprivate init(_ value: UInt192) {
    let low = wide(value.limb1) &<< 64 | wide(value.limb0)
    isNegative = value.limb2 &>> 63 == 1
    magnitude = isNegative ? 0 &- low : low
  }
}

/// An integer modulo 2^192: room for the parts of a scalar and their sign.
private struct UInt192: Sendable {
  var limb0, limb1, limb2: UInt64

  init(limb0: UInt64, limb1: UInt64, limb2: UInt64) {
    self.limb0 = limb0
    self.limb1 = limb1
    self.limb2 = limb2
  }

  init(_ value: UInt256) { self.init(limb0: value.limb0, limb1: value.limb1, limb2: value.limb2) }

  /// factor * other modulo 2^192.
  init(_ factor: UInt128, times other: UInt192) {
    var carry: UInt64 = 0
    limb0 = multiplyAdd(lowLimb(factor), other.limb0, 0, &carry)
    limb1 = multiplyAdd(lowLimb(factor), other.limb1, 0, &carry)
    limb2 = carry &+ lowLimb(factor) &* other.limb2
    carry = 0
    limb1 = multiplyAdd(highLimb(factor), other.limb0, limb1, &carry)
    limb2 = limb2 &+ carry &+ highLimb(factor) &* other.limb1
  }

  func subtracting(_ other: UInt192) -> UInt192 {
    var borrow: UInt64 = 0
    return UInt192(
      limb0: subtractWithBorrow(limb0, other.limb0, &borrow), limb1: subtractWithBorrow(limb1, other.limb1, &borrow),
      limb2: subtractWithBorrow(limb2, other.limb2, &borrow))
  }
}
