// Notation:
//
//   n    the group order, 2^256 - c
//   c    c0 + 2^64 c1 + 2^128, of 129 bits: 2^256 is congruent to it

extension Scalar {
  @inlinable @inline(__always)
  static var order: UInt256 {
    UInt256(0xBFD2_5E8C_D036_4141, 0xBAAE_DCE6_AF48_A03B, 0xFFFF_FFFF_FFFF_FFFE, 0xFFFF_FFFF_FFFF_FFFF)
  }

  /// The scalar congruent to any 256-bit integer.
  @inlinable @inline(__always)
  init(residueOf value: UInt256) { self.init(canonical: Self.subtractOrderOnce(value, 0)) }

  /// value mod n, below n, for any 512-bit integer.
  @inlinable @inline(__always)
  static func reduce(_ value: UInt512) -> UInt256 {
    let (h0, h1, h2, h3) = (value.limb4, value.limb5, value.limb6, value.limb7)
    // low + high c, below 2^385: rows of c0, c1 and 1.
    var carry: UInt64 = 0
    let r0 = multiplyAdd(h0, complement0, value.limb0, &carry)
    var r1 = multiplyAdd(h1, complement0, value.limb1, &carry)
    var r2 = multiplyAdd(h2, complement0, value.limb2, &carry)
    var r3 = multiplyAdd(h3, complement0, value.limb3, &carry)
    var r4 = carry
    carry = 0
    r1 = multiplyAdd(h0, complement1, r1, &carry)
    r2 = multiplyAdd(h1, complement1, r2, &carry)
    r3 = multiplyAdd(h2, complement1, r3, &carry)
    r4 = multiplyAdd(h3, complement1, r4, &carry)
    var r5 = carry
    carry = 0
    r2 = addWithCarry(r2, h0, &carry)
    r3 = addWithCarry(r3, h1, &carry)
    r4 = addWithCarry(r4, h2, &carry)
    r5 = addWithCarry(r5, h3, &carry)
    return reduce(UInt256(r0, r1, r2, r3), high: (r4, r5, carry))
  }

  /// low + 2^256 high mod n, below n, where the highest limb is 0 or 1.
  @inlinable @inline(__always)
  static func reduce(_ low: UInt256, high: (UInt64, UInt64, UInt64)) -> UInt256 {
    // low + high c, below 2^258, in the same rows.
    var carry: UInt64 = 0
    let r0 = multiplyAdd(high.0, complement0, low.limb0, &carry)
    var r1 = multiplyAdd(high.1, complement0, low.limb1, &carry)
    var r2 = multiplyAdd(high.2, complement0, low.limb2, &carry)
    var r3 = addWithCarry(low.limb3, 0, &carry)
    var r4 = carry
    carry = 0
    r1 = multiplyAdd(high.0, complement1, r1, &carry)
    r2 = multiplyAdd(high.1, complement1, r2, &carry)
    r3 = multiplyAdd(high.2, complement1, r3, &carry)
    r4 &+= carry
    carry = 0
    r2 = addWithCarry(r2, high.0, &carry)
    r3 = addWithCarry(r3, high.1, &carry)
    r4 &+= high.2 &+ carry
    // The rest: r4 is below 4, so that the sum is below 2 n.
    carry = 0
    let s0 = multiplyAdd(r4, complement0, r0, &carry)
    let s1 = multiplyAdd(r4, complement1, r1, &carry)
    let s2 = multiplyAdd(r4, 1, r2, &carry)
    let s3 = addWithCarry(r3, 0, &carry)
    return subtractOrderOnce(UInt256(s0, s1, s2, s3), carry)
  }

  @inlinable @inline(__always)
  static var complement0: UInt64 { 0x402D_A173_2FC9_BEBF }

  @inlinable @inline(__always)
  static var complement1: UInt64 { 0x4551_2319_50B7_5FC4 }

  /// value + 2^256 carry, less n unless that is negative; the argument is below 2 n.
  @inlinable @inline(__always)
  static func subtractOrderOnce(_ value: UInt256, _ carry: UInt64) -> UInt256 {
    // Less n is plus c less 2^256: with no carry from the sum nor before it, the value was below n.
    let (sum, last) = value.adding(UInt256(complement0, complement1, 1, 0))
    return value.replaced(by: sum, where: mask(fromBit: last | carry))
  }
}
