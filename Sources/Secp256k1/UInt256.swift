/// A 256-bit unsigned integer: four saturated 64-bit limbs, least significant first.
///
/// The storage that field elements and scalars share. Every operation here is free of branches and table look-ups that depend on
/// the value, unless its name ends in `VariableTime`.
@frozen @usableFromInline
struct UInt256: Hashable, Sendable {
  @usableFromInline var limb0, limb1, limb2, limb3: UInt64

  @inlinable @inline(__always)
  init(_ limb0: UInt64, _ limb1: UInt64, _ limb2: UInt64, _ limb3: UInt64) {
    self.limb0 = limb0
    self.limb1 = limb1
    self.limb2 = limb2
    self.limb3 = limb3
  }

  @usableFromInline static let byteCount = 32

  @inlinable @inline(__always)
  static var zero: UInt256 { UInt256(0, 0, 0, 0) }

  @inlinable @inline(__always)
  var isZero: Bool { (limb0 | limb1 | limb2 | limb3) == 0 }

  /// Nil unless there are exactly 32 bytes, most significant first.
  init?(bigEndian bytes: some RandomAccessCollection<UInt8>) {
    guard bytes.count == Self.byteCount else { return nil }
    var limbs: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)
    for byte in bytes {
      limbs.3 = limbs.3 &<< 8 | limbs.2 &>> 56
      limbs.2 = limbs.2 &<< 8 | limbs.1 &>> 56
      limbs.1 = limbs.1 &<< 8 | limbs.0 &>> 56
      limbs.0 = limbs.0 &<< 8 | UInt64(truncatingIfNeeded: byte)
    }
    self.init(limbs.0, limbs.1, limbs.2, limbs.3)
  }

  /// 32 bytes, most significant first.
  var bigEndianBytes: [UInt8] {
    [UInt8](unsafeUninitializedCapacity: Self.byteCount) { buffer, count in
      for (word, limb) in [limb3, limb2, limb1, limb0].enumerated() {
        for byte in 0..<8 {
          buffer.initializeElement(at: 8 * word + byte, to: UInt8(truncatingIfNeeded: limb &>> UInt64(56 - 8 * byte)))
        }
      }
      count = Self.byteCount
    }
  }

  /// The sum modulo 2^256, and the carry out (0 or 1).
  @inlinable @inline(__always)
  func adding(_ other: UInt256) -> (sum: UInt256, carry: UInt64) {
    var carry: UInt64 = 0
    let sum = UInt256(
      addWithCarry(limb0, other.limb0, &carry), addWithCarry(limb1, other.limb1, &carry),
      addWithCarry(limb2, other.limb2, &carry), addWithCarry(limb3, other.limb3, &carry))
    return (sum, carry)
  }

  /// The difference modulo 2^256, and the borrow out (0 or 1).
  @inlinable @inline(__always)
  func subtracting(_ other: UInt256) -> (difference: UInt256, borrow: UInt64) {
    var borrow: UInt64 = 0
    let difference = UInt256(
      subtractWithBorrow(limb0, other.limb0, &borrow), subtractWithBorrow(limb1, other.limb1, &borrow),
      subtractWithBorrow(limb2, other.limb2, &borrow), subtractWithBorrow(limb3, other.limb3, &borrow))
    return (difference, borrow)
  }

  /// The sum modulo 2^256, and whether a carry was lost.
  @inlinable @inline(__always)
  func addingVariableTime(_ other: UInt256) -> (sum: UInt256, carry: Bool) {
    var carry = false
    let sum = UInt256(
      addVariableTime(limb0, other.limb0, &carry), addVariableTime(limb1, other.limb1, &carry),
      addVariableTime(limb2, other.limb2, &carry), addVariableTime(limb3, other.limb3, &carry))
    return (sum, carry)
  }

  /// The difference modulo 2^256, and whether there was a borrow.
  @inlinable @inline(__always)
  func subtractingVariableTime(_ other: UInt256) -> (difference: UInt256, borrow: Bool) {
    var borrow = false
    let difference = UInt256(
      subtractVariableTime(limb0, other.limb0, &borrow), subtractVariableTime(limb1, other.limb1, &borrow),
      subtractVariableTime(limb2, other.limb2, &borrow), subtractVariableTime(limb3, other.limb3, &borrow))
    return (difference, borrow)
  }

  /// `self` where the mask is zero, `other` where it is all ones; no other mask makes sense.
  @inlinable @inline(__always)
  func replaced(by other: UInt256, where mask: UInt64) -> UInt256 {
    UInt256(
      limb0 ^ ((limb0 ^ other.limb0) & mask), limb1 ^ ((limb1 ^ other.limb1) & mask),
      limb2 ^ ((limb2 ^ other.limb2) & mask), limb3 ^ ((limb3 ^ other.limb3) & mask))
  }

  /// `self` where the mask is all ones, 0 where it is zero.
  @inlinable @inline(__always)
  func masked(_ mask: UInt64) -> UInt256 { UInt256(limb0 & mask, limb1 & mask, limb2 & mask, limb3 & mask) }
}
