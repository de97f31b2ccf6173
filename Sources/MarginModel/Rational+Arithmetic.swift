import BigInt

/// Sums and products in lowest terms without ever reducing a product: Knuth, The Art of Computer Programming, volume 2, section
/// 4.5.1. Products of two 63-bit numbers, and the sum of two of them, fit 128 bits.
extension Rational {
  public static func + (left: Rational, right: Rational) -> Rational {
    guard case .small(let a, let b) = left.storage, case .small(let c, let d) = right.storage else {
      return Rational(
        left.numerator * right.denominator + right.numerator * left.denominator, over: left.denominator * right.denominator)
    }
    let common = gcd(b.magnitude, d.magnitude)
    let sum = Int128(a) * Int128(d / common) + Int128(c) * Int128(b / common)
    // Only a factor of the common divisor can be left to cancel.
    let rest = gcd(UInt64(sum.magnitude % UInt128(common.magnitude)), common.magnitude)
    return Rational(sum / Int128(rest), reducedOver: Int128(b / common) * Int128(d / rest))
  }

  public static func - (left: Rational, right: Rational) -> Rational { left + -right }

  public static prefix func - (value: Rational) -> Rational {
    switch value.storage {
    case .small(let numerator, let denominator): Rational(-Int128(numerator), reducedOver: Int128(denominator))
    case .large(let fraction): Rational(-fraction.numerator, reducedOver: fraction.denominator)
    }
  }

  public static func * (left: Rational, right: Rational) -> Rational {
    guard case .small(let a, let b) = left.storage, case .small(let c, let d) = right.storage else {
      return Rational(left.numerator * right.numerator, over: left.denominator * right.denominator)
    }
    let (first, second) = (gcd(a.magnitude, d.magnitude), gcd(c.magnitude, b.magnitude))
    return Rational(
      Int128(a / first) * Int128(c / second), reducedOver: Int128(b / second) * Int128(d / first))
  }

  /// The divisor is not zero.
  public static func / (left: Rational, right: Rational) -> Rational { left * right.reciprocal }

  /// 1 / value; the value is not zero.
  public var reciprocal: Rational {
    precondition(!isZero, "division by zero")
    switch storage {
    case .small(let numerator, let denominator):
      return Rational(Int128(denominator) * Int128(numerator.signum()), reducedOver: Int128(numerator.magnitude))
    case .large(let fraction):
      return Rational(fraction.denominator * fraction.numerator.signum(), reducedOver: BigInt(fraction.numerator.magnitude))
    }
  }

  public static func += (left: inout Rational, right: Rational) { left = left + right }
  public static func -= (left: inout Rational, right: Rational) { left = left - right }
  public static func *= (left: inout Rational, right: Rational) { left = left * right }

  public var magnitude: Rational { signum < 0 ? -self : self }

  /// The greatest common divisor; gcd(0, 0) would be 0, and every use here has a positive second number.
  private static func gcd(_ left: Int64.Magnitude, _ right: Int64.Magnitude) -> Int64 {
    var (a, b) = (left, right)
    guard a != 0 else { return Int64(b) }
    a >>= a.trailingZeroBitCount
    let twos = min(left.trailingZeroBitCount, right.trailingZeroBitCount)
    // Stein's algorithm: both stay odd, the larger shrinks.
    while b != 0 {
      b >>= b.trailingZeroBitCount
      if a > b { swap(&a, &b) }
      b -= a
    }
    return Int64(a << twos)
  }
}

extension Rational: Comparable {
  public static func < (left: Rational, right: Rational) -> Bool {
    guard case .small(let a, let b) = left.storage, case .small(let c, let d) = right.storage else {
      return left.numerator * right.denominator < right.numerator * left.denominator
    }
    return Int128(a) * Int128(d) < Int128(c) * Int128(b)
  }
}

/// The absolute value.
public func abs(_ value: Rational) -> Rational { value.magnitude }
