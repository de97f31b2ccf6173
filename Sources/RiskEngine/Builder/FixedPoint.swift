import MarginModel

/// The numbers of one table, rounded once to a fixed number of decimal places: halves away from zero, or up or down where a charge or a
/// value is not to be rounded in the account's favour.
///
/// Nothing but a whole number of units in the last place is ever written: a NaN or an infinity has no such number.
package struct FixedPoint {
  package let places: Int
  private let unitsPerOne: Int64

  package init(places: Int) {
    precondition((0...12).contains(places), "0 to 12 decimal places")
    self.places = places
    unitsPerOne = (0..<places).reduce(1) { units, _ in units * 10 }
  }

  /// Nil where the number is not finite, or where its rounding is not exact: beyond 2^53 units.
  package func text(_ value: Double) -> String? {
    let units = (value * Double(unitsPerOne)).rounded(.toNearestOrAwayFromZero)
    guard units.magnitude < 0x1p53 else { return nil }
    return text(units: Int64(units))
  }

  package func text(_ value: Rational) -> String { value.decimal(places: places) }

  /// Rounded up, towards plus infinity; nil where that is not exact.
  package func textUp(_ value: Double) -> String? { exactText(value, .up) }

  /// Rounded down, towards minus infinity; nil where that is not exact.
  package func textDown(_ value: Double) -> String? { exactText(value, .down) }

  package func textUp(_ value: Rational) -> String { up(value).decimal(places: places) }

  package func textDown(_ value: Rational) -> String { (-up(-value)).decimal(places: places) }

  /// The smallest number of these decimal places that is not below the value.
  package func up(_ value: Rational) -> Rational {
    let units = Rational(Int(unitsPerOne))
    return -Rational((-value * units).floor()) / units
  }

  /// The number itself rounded up; nil where that is not exact.
  package func up(_ value: Double) -> Rational? { textUp(value).flatMap { Rational($0) } }

  private func exactText(_ value: Double, _ rule: FloatingPointRoundingRule) -> String? {
    let units = (value * Double(unitsPerOne)).rounded(rule)
    guard units.magnitude < 0x1p53 else { return nil }
    return text(units: Int64(units))
  }

  private func text(units: Int64) -> String {
    let sign = units < 0 ? "-" : ""
    guard places > 0 else { return sign + String(units.magnitude) }
    let (whole, rest) = units.magnitude.quotientAndRemainder(dividingBy: UInt64(unitsPerOne))
    let digits = String(rest)
    return sign + String(whole) + "." + String(repeating: "0", count: places - digits.utf8.count) + digits
  }
}
