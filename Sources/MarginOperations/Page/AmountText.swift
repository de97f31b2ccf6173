import MarginModel

/// Amounts for people to read; never for deciding.
public enum AmountText {
  /// Two decimals, or up to eight for an amount below 1,000 that has them (coins); thousands apart: `-1,234.50`.
  public static func full(_ value: Rational) -> String {
    let isSmall = value.magnitude < 1000 && value.decimalPlaces ?? .max > 2
    var text = value.decimal(places: isSmall ? 8 : 2)
    while isSmall, text.hasSuffix("0"), !text.dropLast(2).hasSuffix(".") { text.removeLast() }
    let negative = text.hasPrefix("-")
    let parts = text.drop { $0 == "-" }.split(separator: ".")
    var whole = ""
    for (place, digit) in parts[0].reversed().enumerated() {
      if place > 0 && place.isMultiple(of: 3) { whole.append(",") }
      whole.append(digit)
    }
    return (negative ? "-" : "") + String(whole.reversed()) + (parts.count > 1 ? "." + parts[1] : "")
  }

  /// Three figures or so for a chart: `-412k`, `1.25M`, `0.03`.
  public static func short(_ value: Rational) -> String {
    let scales: [(size: Int64, letter: String)] = [(1_000_000_000, "bn"), (1_000_000, "M"), (1000, "k")]
    for (size, letter) in scales where value.magnitude >= Rational(size) {
      let scaled = value / Rational(size)
      return trimmed(scaled.decimal(places: scaled.magnitude < 10 ? 2 : scaled.magnitude < 100 ? 1 : 0)) + letter
    }
    return trimmed(value.decimal(places: value.magnitude < 10 ? 2 : 0))
  }

  /// A share as per cent with at most two decimals: `22.22 %`.
  public static func percent(_ share: Rational) -> String { trimmed((share * 100).decimal(places: 2)) + " %" }

  private static func trimmed(_ text: String) -> String {
    guard text.contains(".") else { return text }
    var text = text
    while text.hasSuffix("0") { text.removeLast() }
    if text.hasSuffix(".") { text.removeLast() }
    return text
  }
}
