// Every function here is branch-free: carries that occur once in 2^31 sums, or once in 2^61 products, are folded in all the same.

extension FieldElement {
  @inlinable @inline(__always)
  public static func + (a: FieldElement, b: FieldElement) -> FieldElement {
    let (sum, carry) = a.limbs.adding(b.limbs)
    let (folded, secondCarry) = sum.adding(UInt256(fold & mask(fromBit: carry), 0, 0, 0))
    // After a second carry the value is below 2^33, so this addition stays within the lowest limb.
    return FieldElement(
      UInt256(folded.limb0 &+ (fold & mask(fromBit: secondCarry)), folded.limb1, folded.limb2, folded.limb3))
  }

  @inlinable @inline(__always)
  public static func - (a: FieldElement, b: FieldElement) -> FieldElement {
    let (difference, borrow) = a.limbs.subtracting(b.limbs)
    let (folded, secondBorrow) = difference.subtracting(UInt256(fold & mask(fromBit: borrow), 0, 0, 0))
    // After a second borrow the value is within 2^33 of 2^256, so its lowest limb is large enough to give once more.
    return FieldElement(
      UInt256(folded.limb0 &- (fold & mask(fromBit: secondBorrow)), folded.limb1, folded.limb2, folded.limb3))
  }

  @inlinable @inline(__always)
  public static prefix func - (a: FieldElement) -> FieldElement { zero - a }

  @inlinable @inline(__always)
  public static func * (a: FieldElement, b: FieldElement) -> FieldElement { reduce(UInt512(product: a.limbs, b.limbs)) }

  @inlinable @inline(__always)
  public static func += (a: inout FieldElement, b: FieldElement) { a = a + b }

  @inlinable @inline(__always)
  public static func -= (a: inout FieldElement, b: FieldElement) { a = a - b }

  @inlinable @inline(__always)
  public static func *= (a: inout FieldElement, b: FieldElement) { a = a * b }

  @inlinable @inline(__always)
  public func squared() -> FieldElement { Self.reduce(UInt512(square: limbs)) }

  @inlinable @inline(__always)
  public func doubled() -> FieldElement { self + self }

  /// The product with a small public constant, for a factor below 2^31.
  @inlinable @inline(__always)
  func multiplied(bySmall factor: UInt64) -> FieldElement {
    var carry: UInt64 = 0
    let low = UInt256(
      multiplyAdd(limbs.limb0, factor, 0, &carry), multiplyAdd(limbs.limb1, factor, 0, &carry),
      multiplyAdd(limbs.limb2, factor, 0, &carry), multiplyAdd(limbs.limb3, factor, 0, &carry))
    return Self.foldTop(low, carry)
  }

  /// `self` where the mask is zero, `other` where it is all ones.
  @inlinable @inline(__always)
  func replaced(by other: FieldElement, where mask: UInt64) -> FieldElement {
    FieldElement(limbs.replaced(by: other.limbs, where: mask))
  }

  /// -self where the mask is all ones, self where it is zero.
  @inlinable @inline(__always)
  func negated(where mask: UInt64) -> FieldElement { replaced(by: -self, where: mask) }

  /// The residue of a 512-bit integer: its upper half is worth 2^32 + 977 times its value, twice over.
  @inlinable @inline(__always)
  static func reduce(_ value: UInt512) -> FieldElement {
    var carry: UInt64 = 0
    let low = UInt256(
      multiplyAdd(value.limb4, fold, value.limb0, &carry), multiplyAdd(value.limb5, fold, value.limb1, &carry),
      multiplyAdd(value.limb6, fold, value.limb2, &carry), multiplyAdd(value.limb7, fold, value.limb3, &carry))
    return foldTop(low, carry)
  }

  /// The residue of low + 2^256 top, for a top below 2^34.
  @inlinable @inline(__always)
  static func foldTop(_ low: UInt256, _ top: UInt64) -> FieldElement {
    let folded = wide(top) &* wide(fold)
    let (sum, carry) = low.adding(UInt256(lowLimb(folded), highLimb(folded), 0, 0))
    // After a carry the sum is below 2^68, so a last addition ends in the second limb.
    var lastCarry: UInt64 = 0
    let limb0 = addWithCarry(sum.limb0, fold & mask(fromBit: carry), &lastCarry)
    return FieldElement(UInt256(limb0, sum.limb1 &+ lastCarry, sum.limb2, sum.limb3))
  }
}
