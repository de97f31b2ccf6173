extension DeterministicMath {
  /// e^x.
  ///
  /// Below -708 the result is 0 (the true value is under 4e-308), above 709 it is infinity; of a NaN it is a NaN.
  /// Method: x = k log 2 + r with abs(r) <= log(2) / 2, e^r by its Taylor polynomial of degree 13 (truncated at 5e-18), times 2^k.
  public static func exponential(_ x: Double) -> Double {
    if x.isNaN { return x }
    if x < -708 { return 0 }
    if x > 709 { return .infinity }
    let k = (x * inverseLogarithmOfTwo).rounded(.toNearestOrEven)
    // The upper part has 21 trailing zero bits, so k times it is exact.
    let r = (x - k * logarithmOfTwoUpper) - k * logarithmOfTwoLower
    var p = 1.0 / 6_227_020_800
    p = p * r + 1.0 / 479_001_600
    p = p * r + 1.0 / 39_916_800
    p = p * r + 1.0 / 3_628_800
    p = p * r + 1.0 / 362_880
    p = p * r + 1.0 / 40_320
    p = p * r + 1.0 / 5_040
    p = p * r + 1.0 / 720
    p = p * r + 1.0 / 120
    p = p * r + 1.0 / 24
    p = p * r + 1.0 / 6
    p = p * r + 0.5
    p = p * r + 1
    p = p * r + 1
    // -1021 <= k <= 1023: the power of two is a normal number.
    return p * Double(bitPattern: UInt64(Int(k) + 1023) << 52)
  }

  /// base^exponent = e^(exponent log base), for a positive finite base.
  public static func power(_ base: Double, _ exponent: Double) -> Double {
    exponential(exponent * logarithm(base))
  }

  static let inverseLogarithmOfTwo = 0x1.71547652b82fep+0
  static let logarithmOfTwoUpper = 0x1.62e42feep-1
  static let logarithmOfTwoLower = 0x1.a39ef35793c76p-33
}
