/// An integer modulo n, the order of the curve's group: n = 2^256 - 432420386565659656852420866394968145599.
///
/// Held as the number below n itself, so that small scalars are small, and equal scalars have equal storage. Arithmetic is free of
/// branches and look-ups that depend on the value; what is not says `VariableTime`.
@frozen
public struct Scalar: Sendable, Hashable {
  /// The residue in [0, n).
  @usableFromInline var canonical: UInt256

  /// The caller vouches that the value is below n.
  @inlinable @inline(__always)
  init(canonical: UInt256) { self.canonical = canonical }

  public static let byteCount = 32

  @inlinable @inline(__always)
  public static var zero: Scalar { Scalar(canonical: .zero) }

  @inlinable @inline(__always)
  public static var one: Scalar {
    Scalar(1)
  }

  @inlinable @inline(__always)
  public init(_ value: UInt64) { self.init(canonical: UInt256(value, 0, 0, 0)) }

  /// Reads exactly 32 bytes, most significant first, holding a number below n; nil for anything else.
  public init?(bytes: UnsafeRawBufferPointer) {
    guard bytes.count == Self.byteCount else { return nil }
    let value = Self.word(bytes[...])
    guard value.subtracting(Self.order).borrow == 1 else { return nil }
    self.init(canonical: value)
  }

  /// Reads exactly 32 bytes, most significant first, holding a number below n; nil for anything else.
  public init?(bytes: [UInt8]) {
    guard let scalar = bytes.withUnsafeBytes({ Scalar(bytes: $0) }) else { return nil }
    self = scalar
  }

  /// The residue modulo n of a number given by any count of bytes, most significant first.
  ///
  /// A uniform 64-byte number gives a scalar within 2^-256 of uniform.
  public init(reducing bytes: UnsafeRawBufferPointer) {
    self = .zero
    // The first word takes what is left over, so that all others are whole.
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.count % UInt256.byteCount
      let word = rest.prefix(count == 0 ? UInt256.byteCount : count)
      rest = rest.dropFirst(word.count)
      self = Scalar(canonical: Self.reduce(UInt512(low: Self.word(word), high: canonical)))
    }
  }

  /// The residue modulo n of a number given by any count of bytes, most significant first.
  public init(reducing bytes: [UInt8]) {
    self = bytes.withUnsafeBytes { Scalar(reducing: $0) }
  }

  /// A number of up to 32 bytes, most significant first.
  private static func word(_ bytes: Slice<UnsafeRawBufferPointer>) -> UInt256 {
    var word = UInt256.zero
    for byte in bytes {
      word.limb3 = word.limb3 &<< 8 | word.limb2 &>> 56
      word.limb2 = word.limb2 &<< 8 | word.limb1 &>> 56
      word.limb1 = word.limb1 &<< 8 | word.limb0 &>> 56
      word.limb0 = word.limb0 &<< 8 | UInt64(truncatingIfNeeded: byte)
    }
    return word
  }

  /// The residue in [0, n), as 32 bytes, most significant first.
  public var bytes: [UInt8] { canonical.bigEndianBytes }

  /// Whether the scalar is 0; the caller's branch on the outcome may not be secret.
  @inlinable @inline(__always)
  public var isZero: Bool { canonical.isZero }
}

extension Scalar: CustomStringConvertible {
  /// Names the type and never the value: scalars are often secret.
  public var description: String { "Scalar" }
}

extension Scalar: CustomReflectable {
  public var customMirror: Mirror { Mirror(self, children: [:]) }
}
