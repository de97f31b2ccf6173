import BigInt

extension Rational {
  /// The longest text that is read, in bytes.
  public static let maximumTextLength = 128

  /// Reads a decimal or a fraction; nil for anything else.
  ///
  ///     number  = [ "-" ] whole [ "." digit { digit } | "/" positive ] ;
  ///     whole   = "0" | positive ;
  ///     positive = nonzero { digit } ;
  ///
  /// No plus sign, exponent, separator, white space or leading zero; at most ``maximumTextLength`` bytes. Trailing zeros and a
  /// fraction that is not in lowest terms are welcome: `1.50`, `3/2` and `6/4` are one value.
  public init?(_ text: String) {
    var text = text
    let value = text.withUTF8 { Self.parse($0) }
    guard let value else { return nil }
    self = value
  }

  private static func parse(_ text: UnsafeBufferPointer<UInt8>) -> Rational? {
    guard text.count <= maximumTextLength else { return nil }
    var rest = text[...]
    let isNegative = rest.first == UInt8(ascii: "-")
    if isNegative { rest.removeFirst() }
    guard let whole = takeDigits(&rest) else { return nil }
    guard whole.count == 1 || whole.first != UInt8(ascii: "0") else { return nil }
    switch rest.popFirst() {
    case nil:
      return signed(Rational(integer(whole)), isNegative)
    case UInt8(ascii: "."):
      guard let places = takeDigits(&rest), rest.isEmpty else { return nil }
      return signed(decimal(whole, places), isNegative)
    case UInt8(ascii: "/"):
      guard let bottom = takeDigits(&rest), rest.isEmpty, bottom.first != UInt8(ascii: "0") else { return nil }
      return signed(Rational(integer(whole), over: integer(bottom)), isNegative)
    default:
      return nil
    }
  }

  private static func signed(_ value: Rational, _ isNegative: Bool) -> Rational { isNegative ? -value : value }

  /// At least one digit from the front.
  private static func takeDigits(_ text: inout Slice<UnsafeBufferPointer<UInt8>>) -> Slice<UnsafeBufferPointer<UInt8>>? {
    let digits = text.prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    guard !digits.isEmpty else { return nil }
    text = text[digits.endIndex...]
    return digits
  }

  private static func decimal(_ whole: Slice<UnsafeBufferPointer<UInt8>>, _ places: Slice<UnsafeBufferPointer<UInt8>>) -> Rational {
    guard whole.count + places.count <= 18 else {
      return Rational(integer(whole)) + Rational(integer(places), over: BigInt(10).power(places.count))
    }
    // Eighteen digits fit a machine word: sum and product below cannot overflow.
    var (numerator, denominator): (Int64, Int64) = (0, 1)
    for digit in whole { numerator = numerator * 10 + Int64(digit - UInt8(ascii: "0")) }
    for digit in places {
      numerator = numerator * 10 + Int64(digit - UInt8(ascii: "0"))
      denominator *= 10
    }
    return Rational(numerator) * Rational(1, reducedOver: Int128(denominator))
  }

  private static func integer(_ digits: Slice<UnsafeBufferPointer<UInt8>>) -> BigInt {
    var value = BigInt(0)
    for start in stride(from: digits.startIndex, to: digits.endIndex, by: 18) {
      var (chunk, scale): (Int64, Int64) = (0, 1)
      for digit in digits[start..<min(start + 18, digits.endIndex)] {
        chunk = chunk * 10 + Int64(digit - UInt8(ascii: "0"))
        scale *= 10
      }
      value = value * BigInt(scale) + BigInt(chunk)
    }
    return value
  }

  /// The value with so many decimal places, halves rounded away from zero; for showing.
  public func decimal(places: Int) -> String {
    precondition(places >= 0, "a negative number of decimal places")
    let (quotient, remainder) = (magnitude.numerator * BigInt(10).power(places)).quotientAndRemainder(dividingBy: denominator)
    let rounded = remainder * 2 >= denominator ? quotient + 1 : quotient
    return (signum < 0 && !rounded.isZero ? "-" : "") + Self.point(rounded, places: places)
  }

  private static func point(_ digits: BigInt, places: Int) -> String {
    let text = String(digits)
    guard places > 0 else { return text }
    let padded = String(repeating: "0", count: max(0, places + 1 - text.utf8.count)) + text
    return padded.dropLast(places) + "." + padded.suffix(places)
  }
}

extension Rational: CustomStringConvertible {
  /// The exact value: a decimal without trailing zeros where there is one, else `p/q` in lowest terms.
  public var description: String {
    guard let places = decimalPlaces else { return "\(numerator)/\(denominator)" }
    return decimal(places: places)
  }
}
