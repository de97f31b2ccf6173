/// An integer modulo p in the course of a computation on secrets: every operation takes the same steps for all values.
///
/// Neither branches nor addresses depend on a value; carries that a fold of 2^256 hardly ever makes are added all the same, which is
/// what ``FieldElement`` saves.
struct SecretFieldElement: Sendable {
  private(set) var limbs: UInt256

  private init(_ limbs: UInt256) { self.limbs = limbs }

  @inline(__always)
  init(_ element: FieldElement) { limbs = element.limbs }

  static var zero: SecretFieldElement { SecretFieldElement(FieldElement.zero) }
  static var one: SecretFieldElement { SecretFieldElement(FieldElement.one) }

  @inline(__always)
  static func + (a: SecretFieldElement, b: SecretFieldElement) -> SecretFieldElement {
    let (sum, carry) = a.limbs.adding(b.limbs)
    let (folded, secondCarry) = sum.adding(UInt256(FieldElement.fold & mask(fromBit: carry), 0, 0, 0))
    // After a second carry the value is below 2^33, so this addition stays within the lowest limb.
    let limb0 = folded.limb0 &+ (FieldElement.fold & mask(fromBit: secondCarry))
    return SecretFieldElement(UInt256(limb0, folded.limb1, folded.limb2, folded.limb3))
  }

  @inline(__always)
  static func - (a: SecretFieldElement, b: SecretFieldElement) -> SecretFieldElement {
    let (difference, borrow) = a.limbs.subtracting(b.limbs)
    let (folded, secondBorrow) = difference.subtracting(UInt256(FieldElement.fold & mask(fromBit: borrow), 0, 0, 0))
    // After a second borrow the value is within 2^33 of 2^256, so its lowest limb is large enough to give once more.
    let limb0 = folded.limb0 &- (FieldElement.fold & mask(fromBit: secondBorrow))
    return SecretFieldElement(UInt256(limb0, folded.limb1, folded.limb2, folded.limb3))
  }

  @inline(__always)
  static func * (a: SecretFieldElement, b: SecretFieldElement) -> SecretFieldElement {
    let (low, top) = UInt512(product: a.limbs, b.limbs).foldedOnce()
    return SecretFieldElement(low: low, top: top)
  }

  @inline(__always)
  func squared() -> SecretFieldElement {
    let (low, top) = UInt512(square: limbs).foldedOnce()
    return SecretFieldElement(low: low, top: top)
  }

  @inline(__always)
  func doubled() -> SecretFieldElement { self + self }

  /// The product with a public factor below 2^34.
  @inline(__always)
  func multiplied(bySmall factor: UInt64) -> SecretFieldElement {
    var carry: UInt64 = 0
    let low = UInt256(
      multiplyAdd(limbs.limb0, factor, 0, &carry), multiplyAdd(limbs.limb1, factor, 0, &carry),
      multiplyAdd(limbs.limb2, factor, 0, &carry), multiplyAdd(limbs.limb3, factor, 0, &carry))
    return SecretFieldElement(low: low, top: carry)
  }

  /// The residue of low + 2^256 top, for a top below 2^34.
  @inline(__always)
  init(low: UInt256, top: UInt64) {
    let folded = wide(top) &* wide(FieldElement.fold)
    let (sum, carry) = low.adding(UInt256(lowLimb(folded), highLimb(folded), 0, 0))
    // After a carry the sum is below 2^67, so a last addition ends in the second limb.
    var lastCarry: UInt64 = 0
    let limb0 = addWithCarry(sum.limb0, FieldElement.fold & mask(fromBit: carry), &lastCarry)
    limbs = UInt256(limb0, sum.limb1 &+ lastCarry, sum.limb2, sum.limb3)
  }

  /// `self` where the mask is zero, `other` where it is all ones.
  @inline(__always)
  func replaced(by other: SecretFieldElement, where mask: UInt64) -> SecretFieldElement {
    SecretFieldElement(limbs.replaced(by: other.limbs, where: mask))
  }
}

extension FieldElement {
  /// The value, for use where it may be public.
  @inline(__always)
  init(_ element: SecretFieldElement) { self.init(element.limbs) }
}
