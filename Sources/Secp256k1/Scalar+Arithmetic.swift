extension Scalar {
  @inlinable @inline(__always)
  public static func + (a: Scalar, b: Scalar) -> Scalar {
    let (sum, carry) = a.montgomery.adding(b.montgomery)
    return Scalar(montgomery: subtractOrderOnce(sum, carry))
  }

  @inlinable @inline(__always)
  public static func - (a: Scalar, b: Scalar) -> Scalar {
    let (difference, borrow) = a.montgomery.subtracting(b.montgomery)
    return Scalar(montgomery: difference.adding(order.masked(mask(fromBit: borrow))).sum)
  }

  @inlinable @inline(__always)
  public static prefix func - (a: Scalar) -> Scalar { zero - a }

  @inlinable @inline(__always)
  public static func * (a: Scalar, b: Scalar) -> Scalar {
    Scalar(montgomery: reduce(UInt512(product: a.montgomery, b.montgomery)))
  }

  @inlinable @inline(__always)
  public static func += (a: inout Scalar, b: Scalar) { a = a + b }

  @inlinable @inline(__always)
  public static func -= (a: inout Scalar, b: Scalar) { a = a - b }

  @inlinable @inline(__always)
  public static func *= (a: inout Scalar, b: Scalar) { a = a * b }

  @inlinable @inline(__always)
  public func squared() -> Scalar { Scalar(montgomery: Self.reduce(UInt512(square: montgomery))) }
}
