// Montgomery, "Modular multiplication without trial division" (1985). Notation:
//
//   n    the group order
//   R    2^256
//   c    R - n = c0 + 2^64 c1 + 2^128, of 129 bits

extension Scalar {
  @inlinable @inline(__always)
  static var order: UInt256 {
    UInt256(0xBFD2_5E8C_D036_4141, 0xBAAE_DCE6_AF48_A03B, 0xFFFF_FFFF_FFFF_FFFE, 0xFFFF_FFFF_FFFF_FFFF)
  }

  /// R^2 mod n.
  @inlinable @inline(__always)
  static var radixSquared: UInt256 {
    UInt256(0x896C_F214_67D7_D140, 0x7414_96C2_0E7C_F878, 0xE697_F5E4_5BCD_07C6, 0x9D67_1CD5_81C6_9BC5)
  }

  /// R^3 mod n.
  @inlinable @inline(__always)
  static var radixCubed: UInt256 {
    UInt256(0x7BC0_CFE0_E9FF_41ED, 0x0017_6484_44D4_322C, 0xB1B3_1347_F1D0_B2DA, 0x555D_800C_18EF_116D)
  }

  /// The scalar congruent to any 256-bit integer.
  @inlinable @inline(__always)
  init(residueOf value: UInt256) { self.init(montgomery: Self.reduce(UInt512(product: value, Self.radixSquared))) }

  /// The residue in [0, n).
  @inlinable @inline(__always)
  var canonical: UInt256 { Self.reduce(UInt512(low: montgomery)) }

  /// value / R mod n, below n, for a value below n R.
  @inlinable @inline(__always)
  static func reduce(_ value: UInt512) -> UInt256 {
    var limbs = value
    var carry: UInt64 = 0
    clear(limbs.limb0, &limbs.limb1, &limbs.limb2, &limbs.limb3, &limbs.limb4, &carry)
    clear(limbs.limb1, &limbs.limb2, &limbs.limb3, &limbs.limb4, &limbs.limb5, &carry)
    clear(limbs.limb2, &limbs.limb3, &limbs.limb4, &limbs.limb5, &limbs.limb6, &carry)
    clear(limbs.limb3, &limbs.limb4, &limbs.limb5, &limbs.limb6, &limbs.limb7, &carry)
    return subtractOrderOnce(UInt256(limbs.limb4, limbs.limb5, limbs.limb6, limbs.limb7), carry)
  }

  /// Adds q n = q R - q c for the q that makes the lowest limb vanish; the carry out of the highest passes to the next call.
  @inlinable @inline(__always)
  static func clear(
    _ lowest: UInt64, _ limb1: inout UInt64, _ limb2: inout UInt64, _ limb3: inout UInt64, _ highest: inout UInt64,
    _ carry: inout UInt64
  ) {
    let quotient = lowest &* 0x4B0D_FF66_5588_B13F  // -1/n mod 2^64
    var high: UInt64 = 0
    _ = multiplyAdd(quotient, 0x402D_A173_2FC9_BEBF, 0, &high)  // q c0, whose low limb is the lowest limb
    let product1 = multiplyAdd(quotient, 0x4551_2319_50B7_5FC4, 0, &high)  // q c1
    var product3: UInt64 = 0
    let product2 = addWithCarry(quotient, high, &product3)  // q 2^128
    var borrow: UInt64 = 0
    limb1 = subtractWithBorrow(limb1, product1, &borrow)
    limb2 = subtractWithBorrow(limb2, product2, &borrow)
    limb3 = subtractWithBorrow(limb3, product3, &borrow)
    // There is a borrow only if q > 0, so the difference does not wrap.
    highest = addWithCarry(highest, quotient &- borrow, &carry)
  }

  /// value + R carry, less n unless that is negative; the argument is below 2 n.
  @inlinable @inline(__always)
  static func subtractOrderOnce(_ value: UInt256, _ carry: UInt64) -> UInt256 {
    let (difference, borrow) = value.subtracting(order)
    return difference.replaced(by: value, where: mask(fromBit: borrow & (carry ^ 1)))
  }
}
