// A fold of 2^256 into 2^32 + 977 carries out of the lowest limbs once in 2^31 sums and once in 2^61 products. Each function takes the
// short way and leaves those cases to the branch-free arithmetic of SecretFieldElement, which is right for all values.

extension FieldElement {
  @inlinable @inline(__always)
  public static func + (a: FieldElement, b: FieldElement) -> FieldElement {
    let (sum, carry) = a.limbs.addingVariableTime(b.limbs)
    let (limb0, overflow) = sum.limb0.addingReportingOverflow(fold & mask(fromBit: bit(carry)))
    if _slowPath(overflow) { return sumWithCarries(a, b) }
    return FieldElement(UInt256(limb0, sum.limb1, sum.limb2, sum.limb3))
  }

  @inlinable @inline(__always)
  public static func - (a: FieldElement, b: FieldElement) -> FieldElement {
    let (difference, borrow) = a.limbs.subtractingVariableTime(b.limbs)
    let (limb0, overflow) = difference.limb0.subtractingReportingOverflow(fold & mask(fromBit: bit(borrow)))
    if _slowPath(overflow) { return differenceWithBorrows(a, b) }
    return FieldElement(UInt256(limb0, difference.limb1, difference.limb2, difference.limb3))
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

  /// -self where the mask is all ones, self where it is zero: without a branch, as signs are hard to predict.
  ///
  /// p - x is the complement of x, less 2^32 + 976.
  @inlinable @inline(__always)
  func negated(where mask: UInt64) -> FieldElement {
    let (limb0, overflow) = (limbs.limb0 ^ mask).subtractingReportingOverflow((Self.fold &- 1) & mask)
    if _slowPath(overflow) { return Self.differenceWithBorrows(.zero, self) }
    return FieldElement(UInt256(limb0, limbs.limb1 ^ mask, limbs.limb2 ^ mask, limbs.limb3 ^ mask))
  }

  /// The residue of a 512-bit integer.
  @inlinable @inline(__always)
  static func reduce(_ value: UInt512) -> FieldElement {
    let (low, top) = value.foldedOnce()
    let sum = wide(low.limb1) &<< 64 | wide(low.limb0)
    let (folded, overflow) = sum.addingReportingOverflow(wide(top) &* wide(fold))
    if _slowPath(overflow) { return residueWithCarries(low, top) }
    return FieldElement(UInt256(lowLimb(folded), highLimb(folded), low.limb2, low.limb3))
  }

  @usableFromInline @inline(never)
  static func sumWithCarries(_ a: FieldElement, _ b: FieldElement) -> FieldElement {
    FieldElement(SecretFieldElement(a) + SecretFieldElement(b))
  }

  @usableFromInline @inline(never)
  static func differenceWithBorrows(_ a: FieldElement, _ b: FieldElement) -> FieldElement {
    FieldElement(SecretFieldElement(a) - SecretFieldElement(b))
  }

  @usableFromInline @inline(never)
  static func residueWithCarries(_ low: UInt256, _ top: UInt64) -> FieldElement {
    FieldElement(SecretFieldElement(low: low, top: top))
  }
}

extension UInt512 {
  /// low + 2^256 top, of the same residue modulo p: the upper half is worth 2^32 + 977 times its value. The top is below 2^34.
  @inlinable @inline(__always)
  func foldedOnce() -> (low: UInt256, top: UInt64) {
    var carry: UInt64 = 0
    let low = UInt256(
      multiplyAdd(limb4, FieldElement.fold, limb0, &carry), multiplyAdd(limb5, FieldElement.fold, limb1, &carry),
      multiplyAdd(limb6, FieldElement.fold, limb2, &carry), multiplyAdd(limb7, FieldElement.fold, limb3, &carry))
    return (low, carry)
  }
}
