/// An integer modulo p = 2^256 - 2^32 - 977, the field over which the curve is defined.
///
/// Held as any representative in [0, 2^256), so zero and each value below 2^32 + 977 have two; comparison, hashing and encoding
/// reduce first. For public values: arithmetic takes a longer way for a few values, so its timing may leak them, once in 2^31 steps or
/// less. Secrets go through ``AffinePoint/multiplied(bySecret:)``, whose inner arithmetic is another type.
@frozen
public struct FieldElement: Sendable {
  @usableFromInline var limbs: UInt256

  @inlinable @inline(__always)
  init(_ limbs: UInt256) { self.limbs = limbs }

  /// Four limbs, least significant first; every value is allowed and means its residue modulo p.
  @inlinable @inline(__always)
  public init(limbs limb0: UInt64, _ limb1: UInt64, _ limb2: UInt64, _ limb3: UInt64) {
    self.init(UInt256(limb0, limb1, limb2, limb3))
  }

  @inlinable @inline(__always)
  public init(_ value: UInt64) { self.init(UInt256(value, 0, 0, 0)) }

  @inlinable @inline(__always)
  public static var zero: FieldElement { FieldElement(0) }

  @inlinable @inline(__always)
  public static var one: FieldElement { FieldElement(1) }

  /// 2^256 - p = 2^32 + 977: what a carry out of 256 bits is worth.
  @inlinable @inline(__always)
  static var fold: UInt64 { 0x1_0000_03D1 }

  /// p = 2^256 - 2^32 - 977.
  @inlinable @inline(__always)
  static var modulus: UInt256 { UInt256(0xFFFF_FFFE_FFFF_FC2F, .max, .max, .max) }

  /// Reads exactly 32 bytes, most significant first, holding a number below p; nil for anything else.
  public init?(bytes: some RandomAccessCollection<UInt8>) {
    guard let limbs = UInt256(bigEndian: bytes), limbs.subtracting(Self.modulus).borrow == 1 else { return nil }
    self.init(limbs)
  }

  /// The residue in [0, p), as 32 bytes, most significant first.
  public var bytes: [UInt8] { canonical.limbs.bigEndianBytes }

  /// The same value, represented in [0, p).
  @inlinable @inline(__always)
  public var canonical: FieldElement {
    let (reduced, borrow) = limbs.subtracting(Self.modulus)
    return FieldElement(reduced.replaced(by: limbs, where: mask(fromBit: borrow)))
  }

  /// Whether the value is 0 modulo p.
  @inlinable @inline(__always)
  public var isZero: Bool { canonical.limbs.isZero }

  /// Whether the residue in [0, p) is odd: the sign that a compressed point keeps of y, and RFC 9380's sgn0.
  @inlinable @inline(__always)
  public var isOdd: Bool { canonical.limbs.limb0 & 1 == 1 }
}

extension FieldElement: Hashable {
  @inlinable
  public static func == (a: FieldElement, b: FieldElement) -> Bool { a.canonical.limbs == b.canonical.limbs }

  public func hash(into hasher: inout Hasher) { hasher.combine(canonical.limbs) }
}
