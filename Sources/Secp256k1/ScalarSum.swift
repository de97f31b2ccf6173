/// A sum of scalars times natural numbers, under way: reduced modulo the order once, at its end, not at every term.
///
///     sum_i a_i c_i,     0 <= c_i < 2^64
///
/// Holds 384 bits, room for 2^63 terms. Free of branches and look-ups that depend on scalars or factors.
@frozen
public struct ScalarSum: Sendable {
  // Least significant limb first.
  @usableFromInline var limb0, limb1, limb2, limb3, limb4, limb5: UInt64

  /// The empty sum.
  @inlinable @inline(__always)
  public init() { (limb0, limb1, limb2, limb3, limb4, limb5) = (0, 0, 0, 0, 0, 0) }

  /// Adds a scalar times a factor: four products of limbs, where a reduced product takes 28.
  @inlinable @inline(__always)
  public mutating func add(_ scalar: Scalar, times factor: UInt64) {
    let a = scalar.canonical
    var carry: UInt64 = 0
    limb0 = multiplyAdd(a.limb0, factor, limb0, &carry)
    limb1 = multiplyAdd(a.limb1, factor, limb1, &carry)
    limb2 = multiplyAdd(a.limb2, factor, limb2, &carry)
    limb3 = multiplyAdd(a.limb3, factor, limb3, &carry)
    limb4 = addWithCarry(limb4, 0, &carry)
    limb5 &+= carry
  }

  @inlinable @inline(__always)
  public static func += (sum: inout ScalarSum, scalar: Scalar) {
    let a = scalar.canonical
    var carry: UInt64 = 0
    sum.limb0 = addWithCarry(sum.limb0, a.limb0, &carry)
    sum.limb1 = addWithCarry(sum.limb1, a.limb1, &carry)
    sum.limb2 = addWithCarry(sum.limb2, a.limb2, &carry)
    sum.limb3 = addWithCarry(sum.limb3, a.limb3, &carry)
    sum.limb4 = addWithCarry(sum.limb4, 0, &carry)
    sum.limb5 &+= carry
  }

  /// The sum modulo the order.
  @inlinable @inline(__always)
  public var value: Scalar {
    Scalar(canonical: Scalar.reduce(UInt256(limb0, limb1, limb2, limb3), high: (limb4, limb5, 0)))
  }
}

extension Scalar {
  /// The product with a number below 2^64, at less than half the work of that of two scalars.
  @inlinable @inline(__always)
  public func multiplied(by factor: UInt64) -> Scalar {
    var carry: UInt64 = 0
    let low = UInt256(
      multiplyAdd(canonical.limb0, factor, 0, &carry), multiplyAdd(canonical.limb1, factor, 0, &carry),
      multiplyAdd(canonical.limb2, factor, 0, &carry), multiplyAdd(canonical.limb3, factor, 0, &carry))
    return Scalar(canonical: Self.reduce(low, high: (carry, 0, 0)))
  }
}
