import BigInt

extension Rational {
  /// The largest g >= 0 of which every value is a whole multiple: the coarsest grid through 0 that holds them all.
  ///
  /// gcd of the numerators over lcm of the denominators; 0 for no values or zeros alone.
  package static func content(_ values: some Sequence<Rational>) -> Rational {
    var numerator: UInt64 = 0
    var denominator: UInt64 = 1
    var large: (numerator: BigInt, denominator: BigInt)?
    for value in values where !value.isZero {
      if large == nil, let small = value.small {
        let bottom = small.denominator.magnitude
        let next =
          denominator.isMultiple(of: bottom)
          ? (partialValue: denominator, overflow: false)
          : (denominator / greatestCommonDivisor(denominator, bottom)).multipliedReportingOverflow(by: bottom)
        if !next.overflow {
          denominator = next.partialValue
          if numerator != 1 { numerator = greatestCommonDivisor(numerator, small.numerator.magnitude) }
          continue
        }
      }
      let known = large ?? (BigInt(numerator), BigInt(denominator))
      let bottom = value.denominator
      large = (
        known.numerator.greatestCommonDivisor(with: value.numerator),
        known.denominator / known.denominator.greatestCommonDivisor(with: bottom) * bottom
      )
    }
    // gcd and lcm of fractions in lowest terms have no common factor.
    return large.map { Rational($0.numerator, over: $0.denominator) } ?? Rational(BigInt(numerator), over: BigInt(denominator))
  }

  private static func greatestCommonDivisor(_ left: UInt64, _ right: UInt64) -> UInt64 {
    var (a, b) = (left, right)
    while b != 0 { (a, b) = (b, a % b) }
    return a
  }
}
