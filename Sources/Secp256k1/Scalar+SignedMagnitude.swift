extension Scalar {
  /// The residue nearest to zero: magnitude below n / 2, and sign. Takes the same time for all scalars.
  var signedMagnitude: (magnitude: UInt256, isNegative: Bool) {
    let value = canonical
    let negated = Self.order.subtracting(value).difference
    let isNegative = negated.subtracting(value).borrow
    return (value.replaced(by: negated, where: mask(fromBit: isNegative)), isNegative == 1)
  }

  /// Calls back with the digits in base 2^width, each in -2^(width - 1) ... 2^(width - 1), lowest first; a scalar near zero has few.
  @inline(__always)
  func forEachDigit(width: Int, _ body: (Int) -> Void) {
    let (magnitude, isNegative) = signedMagnitude
    let half = 1 << (width - 1)
    let digitMask = UInt64(truncatingIfNeeded: 1 << width - 1)
    let shift = UInt64(truncatingIfNeeded: width)
    var rest = magnitude
    var carry = 0
    while !rest.isZero || carry != 0 {
      let value = Int(truncatingIfNeeded: rest.limb0 & digitMask) &+ carry
      rest = UInt256(
        rest.limb0 &>> shift | rest.limb1 &<< (64 &- shift), rest.limb1 &>> shift | rest.limb2 &<< (64 &- shift),
        rest.limb2 &>> shift | rest.limb3 &<< (64 &- shift), rest.limb3 &>> shift)
      carry = value > half ? 1 : 0
      let digit = value &- carry &<< width
      body(isNegative ? 0 &- digit : digit)
    }
  }
}
