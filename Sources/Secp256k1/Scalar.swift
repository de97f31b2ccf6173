/// An integer modulo n, the order of the curve's group: n = 2^256 - 432420386565659656852420866394968145599.
///
/// Held in Montgomery form, a * 2^256 mod n, always below n, so that a product needs no division and equal scalars have equal
/// storage. Arithmetic is free of branches and look-ups that depend on the value; what is not says `VariableTime`.
@frozen
public struct Scalar: Sendable, Hashable {
  /// a * 2^256 mod n, for a scalar a.
  @usableFromInline var montgomery: UInt256

  /// The caller vouches that the value is below n.
  @inlinable @inline(__always)
  init(montgomery: UInt256) { self.montgomery = montgomery }

  public static let byteCount = 32

  @inlinable @inline(__always)
  public static var zero: Scalar { Scalar(montgomery: .zero) }

  @inlinable @inline(__always)
  public static var one: Scalar {
    Scalar(montgomery: UInt256(0x402D_A173_2FC9_BEBF, 0x4551_2319_50B7_5FC4, 1, 0))
  }

  @inlinable @inline(__always)
  public init(_ value: UInt64) { self.init(residueOf: UInt256(value, 0, 0, 0)) }

  /// Reads exactly 32 bytes, most significant first, holding a number below n; nil for anything else.
  public init?(bytes: [UInt8]) {
    guard let value = UInt256(bigEndian: bytes), value.subtracting(Self.order).borrow == 1 else { return nil }
    self.init(residueOf: value)
  }

  /// The residue modulo n of a number given by any count of bytes, most significant first.
  ///
  /// A uniform 64-byte number gives a scalar within 2^-256 of uniform.
  public init(reducing bytes: [UInt8]) {
    self = .zero
    let head = bytes.count % UInt256.byteCount
    var padded = [UInt8](repeating: 0, count: head == 0 ? 0 : UInt256.byteCount - head)
    padded.append(contentsOf: bytes)
    for start in stride(from: 0, to: padded.count, by: UInt256.byteCount) {
      guard let word = UInt256(bigEndian: padded[start..<start + UInt256.byteCount]) else { continue }
      self = Scalar(montgomery: Self.reduce(UInt512(product: montgomery, Self.radixSquared)))
      self += Scalar(residueOf: word)
    }
  }

  /// The residue in [0, n), as 32 bytes, most significant first.
  public var bytes: [UInt8] { canonical.bigEndianBytes }

  /// Whether the scalar is 0; the caller's branch on the outcome may not be secret.
  @inlinable @inline(__always)
  public var isZero: Bool { montgomery.isZero }
}

extension Scalar: CustomStringConvertible {
  /// Names the type and never the value: scalars are often secret.
  public var description: String { "Scalar" }
}

extension Scalar: CustomReflectable {
  public var customMirror: Mirror { Mirror(self, children: [:]) }
}
