extension Scalar {
  @inlinable @inline(__always)
  public static func + (a: Scalar, b: Scalar) -> Scalar {
    let (sum, carry) = a.canonical.adding(b.canonical)
    return Scalar(canonical: subtractOrderOnce(sum, carry))
  }

  @inlinable @inline(__always)
  public static func - (a: Scalar, b: Scalar) -> Scalar {
    let (difference, borrow) = a.canonical.subtracting(b.canonical)
    return Scalar(canonical: difference.adding(order.masked(mask(fromBit: borrow))).sum)
  }

  @inlinable @inline(__always)
  public static prefix func - (a: Scalar) -> Scalar { zero - a }

  @inlinable @inline(__always)
  public static func * (a: Scalar, b: Scalar) -> Scalar {
    Scalar(canonical: reduce(UInt512(product: a.canonical, b.canonical)))
  }

  @inlinable @inline(__always)
  public static func += (a: inout Scalar, b: Scalar) { a = a + b }

  @inlinable @inline(__always)
  public static func -= (a: inout Scalar, b: Scalar) { a = a - b }

  @inlinable @inline(__always)
  public static func *= (a: inout Scalar, b: Scalar) { a = a * b }

  @inlinable @inline(__always)
  public func squared() -> Scalar { Scalar(canonical: Self.reduce(UInt512(square: canonical))) }
}
