import MarginModel

/// A decimal number of at most 15 digits, significand / 10^places, as markets quote and models state them.
///
/// A binary64 holds such a significand exactly, so the way to floating point rounds once.
public struct BoundedDecimal: Hashable, Sendable, Comparable, CustomStringConvertible {
  /// Below 10^15 in magnitude; not divisible by 10 unless ``places`` is 0.
  public let significand: Int64
  /// 0 ... 12.
  public let places: Int

  public static let zero = BoundedDecimal()

  public static let one = BoundedDecimal(one: ())

  static let maximumPlaces = 12

  private init() { (significand, places) = (0, 0) }
  private init(one: Void) { (significand, places) = (1, 0) }

  /// Nil where the number needs more digits or places than the type holds.
  init?(significand: Int64, places: Int) {
    var (significand, places) = (significand, places)
    while places > 0, significand.isMultiple(of: 10) {
      significand /= 10
      places -= 1
    }
    while places < 0 {
      let (product, overflow) = significand.multipliedReportingOverflow(by: 10)
      guard !overflow else { return nil }
      (significand, places) = (product, places + 1)
    }
    guard significand.magnitude < 1_000_000_000_000_000, places <= Self.maximumPlaces else { return nil }
    self.significand = significand
    self.places = places
  }

  /// The value with so many places, rounded away from 0; nil where that needs more digits than the type holds.
  init?(_ value: Rational, places: Int) {
    let magnitude = FixedPoint(places: places).textUp(value.magnitude)
    self.init(jsonNumber: (value.signum < 0 ? "-" : "") + magnitude)
  }

  /// The nearest number of so many places, halves away from 0; nil where the value is not finite or needs more digits than the type holds.
  init?(_ value: Double, places: Int) {
    guard let text = FixedPoint(places: places).text(value) else { return nil }
    self.init(jsonNumber: text)
  }

  /// Reads the one spelling that ``description`` writes, `-12.5`: no exponent, no sign `+`, no superfluous zero; nil for anything else.
  public init?(_ text: String) {
    guard let value = BoundedDecimal(jsonNumber: text), value.description.utf8.elementsEqual(text.utf8) else { return nil }
    self = value
  }

  /// Reads a number as JSON spells it (RFC 8259), zeros at its end and an exponent included, `74000.0` or `7.4e4`; nil where it is none, or
  /// where it would have to be rounded.
  public init?(jsonNumber text: String) {
    guard text.utf8.count <= 64 else { return nil }
    var reader = DecimalReader(text)
    guard let (significand, places) = reader.number() else { return nil }
    self.init(significand: significand, places: places)
  }

  /// Reads a number as JSON spells it, rounded once where it has more than 15 digits or 12 places, halves away from zero.
  init?(nearestTo text: String) {
    guard text.utf8.count <= 64 else { return nil }
    var reader = DecimalReader(text)
    guard var (significand, places) = reader.number() else { return nil }
    var divisor: Int64 = 1
    while places > Self.maximumPlaces || (places > 0 && significand.magnitude / divisor.magnitude >= 1_000_000_000_000_000) {
      guard divisor < 1_000_000_000_000_000_000 else { return nil }
      (divisor, places) = (divisor * 10, places - 1)
    }
    let (quotient, remainder) = significand.quotientAndRemainder(dividingBy: divisor)
    significand = quotient
    if remainder.magnitude >= divisor.magnitude - remainder.magnitude, divisor > 1 { significand += remainder < 0 ? -1 : 1 }
    guard let value = BoundedDecimal(significand: significand, places: places) else { return nil }
    self = value
  }

  public var description: String {
    let digits = String(significand.magnitude)
    let sign = significand < 0 ? "-" : ""
    guard places > 0 else { return sign + digits }
    let padded = String(repeating: "0", count: max(0, places + 1 - digits.count)) + digits
    return sign + padded.dropLast(places) + "." + padded.suffix(places)
  }

  /// The nearest binary64: one correctly rounded division of two exact numbers.
  public var double: Double { Double(significand) / Double(Self.powerOfTen(places)) }

  /// The number itself.
  public var rational: Rational { Rational(Int(significand)) / Rational(Int(Self.powerOfTen(places))) }

  /// 1 + this number; nil where that needs more digits than the type holds.
  var plusOne: BoundedDecimal? { BoundedDecimal(significand: significand + Self.powerOfTen(places), places: places) }

  /// (a + b) / 2, exactly; nil where that needs more digits than the type holds.
  public static func midpoint(_ a: BoundedDecimal, _ b: BoundedDecimal) -> BoundedDecimal? {
    let places = max(a.places, b.places)
    guard let left = a.scaled(to: places), let right = b.scaled(to: places) else { return nil }
    // (l + r) / 2 = 5 (l + r) / 10
    let (sum, overflow) = left.addingReportingOverflow(right)
    let (tenfold, overflowOfProduct) = sum.multipliedReportingOverflow(by: 5)
    guard !overflow, !overflowOfProduct else { return nil }
    return BoundedDecimal(significand: tenfold, places: places + 1)
  }

  public static func < (left: BoundedDecimal, right: BoundedDecimal) -> Bool {
    let places = max(left.places, right.places)
    return Int128(left.significand) * Int128(powerOfTen(places - left.places))
      < Int128(right.significand) * Int128(powerOfTen(places - right.places))
  }

  private func scaled(to places: Int) -> Int64? {
    let (product, overflow) = significand.multipliedReportingOverflow(by: Self.powerOfTen(places - self.places))
    return overflow ? nil : product
  }

  /// 10^exponent for an exponent of 0 ... 12.
  private static func powerOfTen(_ exponent: Int) -> Int64 {
    var power: Int64 = 1
    for _ in 0..<exponent { power *= 10 }
    return power
  }
}

/// Reads one JSON number.
private struct DecimalReader {
  private var bytes: Substring.UTF8View

  init(_ text: String) { bytes = text.utf8[...] }

  /// The number as significand / 10^places, as long as the significand fits a machine word.
  mutating func number() -> (significand: Int64, places: Int)? {
    let isNegative = take("-")
    guard let whole = digits(), whole.count == 1 || whole.first != UInt8(ascii: "0") else { return nil }
    var fraction: [UInt8] = []
    if take(".") {
      guard let digits = digits() else { return nil }
      fraction = digits
    }
    var exponent = 0
    if take("e") || take("E") {
      let isNegativeExponent = take("-")
      if !isNegativeExponent { _ = take("+") }
      guard let digits = digits(), digits.count <= 3, let magnitude = Int(String(decoding: digits, as: UTF8.self)) else {
        return nil
      }
      exponent = isNegativeExponent ? -magnitude : magnitude
    }
    guard bytes.isEmpty else { return nil }
    while fraction.last == UInt8(ascii: "0") { fraction.removeLast() }
    guard let magnitude = Int64(String(decoding: whole + fraction, as: UTF8.self)) else { return nil }
    if magnitude == 0 { return (0, 0) }
    return (isNegative ? -magnitude : magnitude, fraction.count - exponent)
  }

  private mutating func take(_ character: Unicode.Scalar) -> Bool {
    guard bytes.first == UInt8(ascii: character) else { return false }
    bytes.removeFirst()
    return true
  }

  private mutating func digits() -> [UInt8]? {
    let digits = bytes.prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    bytes = bytes[digits.endIndex...]
    return digits.isEmpty ? nil : Array(digits)
  }
}
