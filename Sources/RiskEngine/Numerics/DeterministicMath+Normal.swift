extension DeterministicMath {
  /// The density of the standard normal distribution, e^(-x^2 / 2) / sqrt(2 pi); 0 where abs(x) > 37.5 (true value under 1e-305).
  ///
  /// x is cut to a multiple of 1/16 whose square is exact: rounding x^2 would cost up to 1e-13 of the result.
  public static func normalDensity(_ x: Double) -> Double {
    let z = x.magnitude
    guard z <= 37.5 else { return x.isNaN ? x : 0 }
    let upper = (z * 16).rounded(.down) / 16
    let rest = (z - upper) * (z + upper)
    return exponential(-0.5 * upper * upper) * exponential(-0.5 * rest) * inverseSquareRootOfTwoPi
  }

  /// The standard normal distribution function, N(x) = P(X <= x); 0 below -37.5 (true value under 5e-308), 1 above 37.5.
  ///
  /// Method: near the middle N(x) = 1/2 + n(x) (x + x^3/3 + x^5/(3 5) + ..), whose terms all have one sign; in the tails
  /// N(-z) = n(z) / (z + 1/(z + 2/(z + 3/(z + ..)))), the continued fraction of Laplace, cut after 100 levels and evaluated as a quotient of
  /// two sums of positive terms. Abramowitz and Stegun, 26.2.11 and 26.2.14.
  public static func normalCumulative(_ x: Double) -> Double {
    if x.isNaN { return x }
    let z = x.magnitude
    if z < 2 { return 0.5 + normalDensity(z) * middleSeries(x) }
    let tail = z <= 37.5 ? normalDensity(z) * tailFraction(z) : 0
    return x < 0 ? tail : 1 - tail
  }

  /// x + x^3/3 + x^5/(3 5) + .. for abs(x) <= 2: 30 terms leave less than 1e-21.
  private static func middleSeries(_ x: Double) -> Double {
    let square = x * x
    var sum = 1.0
    var odd = 59.0
    while odd > 1 {
      sum = 1 + square / odd * sum
      odd -= 2
    }
    return x * sum
  }

  /// N(-z) / n(z) for 2 <= z <= 37.5; the denominators of the convergents grow to at most 1e103.
  private static func tailFraction(_ z: Double) -> Double {
    var (numerator, previousNumerator) = (1.0, 0.0)
    var (denominator, previousDenominator) = (z, 1.0)
    var level = 1.0
    while level <= 100 {
      (numerator, previousNumerator) = (z * numerator + level * previousNumerator, numerator)
      (denominator, previousDenominator) = (z * denominator + level * previousDenominator, denominator)
      level += 1
    }
    return numerator / denominator
  }

  private static let inverseSquareRootOfTwoPi = 0x1.9884533d43651p-2
}
