import BigInt

extension Rational {
  /// The largest g >= 0 of which every value is a whole multiple: the coarsest grid through 0 that holds them all; 0 for none or zeros alone.
  package static func content(_ values: [Rational]) -> Rational {
    var content = Content()
    for value in values { content.add(value) }
    return content.value
  }

  /// The content of values that come one by one: gcd of the numerators over lcm of the denominators.
  package struct Content {
    private var numerator: UInt64 = 0
    private var denominator: UInt64 = 1
    /// Both, once one of them does not fit a word.
    private var large: (numerator: BigInt, denominator: BigInt)?

    package init() {}

    package mutating func add(_ value: Rational) {
      guard !value.isZero else { return }
      if large == nil, let small = value.small {
        let bottom = small.denominator.magnitude
        let next =
          denominator.isMultiple(of: bottom)
          ? (partialValue: denominator, overflow: false)
          : (denominator / Self.greatestCommonDivisor(denominator, bottom)).multipliedReportingOverflow(by: bottom)
        if !next.overflow {
          denominator = next.partialValue
          if numerator != 1 { numerator = Self.greatestCommonDivisor(numerator, small.numerator.magnitude) }
          return
        }
      }
      let known = large ?? (BigInt(numerator), BigInt(denominator))
      let bottom = value.denominator
      large = (
        known.numerator.greatestCommonDivisor(with: value.numerator),
        known.denominator / known.denominator.greatestCommonDivisor(with: bottom) * bottom
      )
    }

    /// gcd and lcm of fractions in lowest terms have no common factor.
    package var value: Rational {
      large.map { Rational($0.numerator, over: $0.denominator) } ?? Rational(Int128(numerator), reducedOver: Int128(denominator))
    }

    private static func greatestCommonDivisor(_ left: UInt64, _ right: UInt64) -> UInt64 {
      var (a, b) = (left, right)
      while b != 0 { (a, b) = (b, a % b) }
      return a
    }
  }
}
