extension DeterministicMath {
  /// The natural logarithm of x.
  ///
  /// Of 0 it is minus infinity, of infinity infinity, of a negative number or a NaN a NaN.
  /// Method: x = 2^e m with sqrt(1/2) < m <= sqrt(2), log m = 2 artanh(s) with s = (m - 1) / (m + 1), abs(s) < 0.172, by its series up to
  /// s^21 (truncated at 2e-18 of the result). Close to x = 1 the subtraction m - 1 is exact, so the relative error stays small there.
  public static func logarithm(_ x: Double) -> Double {
    guard x > 0 else { return x == 0 ? -.infinity : .nan }
    guard x < .infinity else { return x }
    var m = x.significand
    var e = Double(x.exponent)
    if m > squareRootOfTwo {
      m *= 0.5
      e += 1
    }
    let s = (m - 1) / (m + 1)
    let w = s * s
    var p = 1.0 / 21
    p = p * w + 1.0 / 19
    p = p * w + 1.0 / 17
    p = p * w + 1.0 / 15
    p = p * w + 1.0 / 13
    p = p * w + 1.0 / 11
    p = p * w + 1.0 / 9
    p = p * w + 1.0 / 7
    p = p * w + 1.0 / 5
    p = p * w + 1.0 / 3
    let tail = 2 * s * (w * p)
    return e * logarithmOfTwoUpper + (2 * s + (tail + e * logarithmOfTwoLower))
  }

  private static let squareRootOfTwo = 0x1.6a09e667f3bcdp+0
}
