import BigInt

/// An exact fraction p/q in lowest terms with q > 0; all money, quantities and rates are of this type.
///
/// Numerators and denominators up to 2^63 - 1 are held in place (24 bytes with an optional's tag), larger ones on the heap. A value
/// has one representation, so equality and hashing compare representations. Variable time throughout.
public struct Rational: Sendable, Hashable {
  enum Storage: Sendable, Hashable {
    /// Lowest terms, denominator at least 1, neither beyond ±(2^63 - 1).
    case small(Int64, Int64)
    /// Lowest terms, denominator at least 1, and at least one of the two beyond `small`.
    case large(LargeFraction)
  }

  final class LargeFraction: Sendable, Hashable {
    let numerator: BigInt
    let denominator: BigInt

    init(_ numerator: BigInt, _ denominator: BigInt) {
      self.numerator = numerator
      self.denominator = denominator
    }

    static func == (left: LargeFraction, right: LargeFraction) -> Bool {
      left.numerator == right.numerator && left.denominator == right.denominator
    }

    func hash(into hasher: inout Hasher) {
      hasher.combine(numerator)
      hasher.combine(denominator)
    }
  }

  let storage: Storage

  public static let zero: Rational = 0
  public static let one: Rational = 1

  public init(_ value: Int) { self.init(Int128(value), reducedOver: 1) }

  public init(_ value: Int64) { self.init(Int(value)) }

  public init(_ value: BigInt) { self.init(value, reducedOver: 1) }

  /// The fraction in lowest terms; the denominator is not zero.
  public init(_ numerator: BigInt, over denominator: BigInt) {
    precondition(!denominator.isZero, "division by zero")
    let divisor = denominator.signum() * numerator.greatestCommonDivisor(with: denominator)
    self.init(numerator / divisor, reducedOver: denominator / divisor)
  }

  /// A fraction that is in lowest terms already, its denominator positive.
  init(_ numerator: BigInt, reducedOver denominator: BigInt) {
    if let top = Int64(exactly: numerator), top != .min, let bottom = Int64(exactly: denominator) {
      storage = .small(top, bottom)
    } else {
      storage = .large(LargeFraction(numerator, denominator))
    }
  }

  /// A fraction that is in lowest terms already, its denominator positive.
  init(_ numerator: Int128, reducedOver denominator: Int128) {
    if let top = Int64(exactly: numerator), top != .min, let bottom = Int64(exactly: denominator) {
      storage = .small(top, bottom)
    } else {
      storage = .large(LargeFraction(BigInt(numerator), BigInt(denominator)))
    }
  }

  public var numerator: BigInt {
    switch storage {
    case .small(let numerator, _): BigInt(numerator)
    case .large(let fraction): fraction.numerator
    }
  }

  /// Numerator and denominator where both are held in place; neither is beyond ±(2^63 - 1).
  package var small: (numerator: Int64, denominator: Int64)? {
    guard case .small(let numerator, let denominator) = storage else { return nil }
    return (numerator, denominator)
  }

  /// At least 1.
  public var denominator: BigInt {
    switch storage {
    case .small(_, let denominator): BigInt(denominator)
    case .large(let fraction): fraction.denominator
    }
  }

  public var isZero: Bool {
    guard case .small(0, _) = storage else { return false }
    return true
  }

  public var isInteger: Bool { denominator == 1 }

  /// The most bits of a numerator or denominator that rules calculate with; a proof's rows hold far fewer.
  package static let widthLimit = 4_096

  /// Whether neither numerator nor denominator is longer than ``widthLimit``.
  package var isWithinWidth: Bool {
    guard case .large(let fraction) = storage else { return true }
    return max(fraction.numerator.bitWidth, fraction.denominator.bitWidth) <= Self.widthLimit
  }

  /// -1, 0 or 1.
  public var signum: Int {
    switch storage {
    case .small(let numerator, _): Int(numerator.signum())
    case .large(let fraction): Int(fraction.numerator.signum())
    }
  }

  /// The largest integer that is not above the value.
  public func floor() -> BigInt {
    let (quotient, remainder) = numerator.quotientAndRemainder(dividingBy: denominator)
    return remainder.signum() < 0 ? quotient - 1 : quotient
  }

  /// How many decimal places write the value exactly; nil where no number of them does.
  public var decimalPlaces: Int? {
    switch storage {
    case .small(_, let denominator): DecimalPlaces.of(denominator)
    case .large(let fraction): DecimalPlaces.of(fraction.denominator)
    }
  }

  /// The nearest double, within a unit or two of its last place; for showing, never for deciding.
  public var approximate: Double {
    if case .small(let numerator, let denominator) = storage { return Double(numerator) / Double(denominator) }
    // Scaled so that the integer quotient has at least 64 significant bits.
    let shift = 66 + denominator.magnitude.bitWidth - numerator.magnitude.bitWidth
    let quotient = shift >= 0 ? (numerator << shift) / denominator : numerator / (denominator << -shift)
    return Double(sign: .plus, exponent: -shift, significand: Double(quotient))
  }
}

extension Rational: ExpressibleByIntegerLiteral {
  public init(integerLiteral value: Int64) { self.init(value) }
}

/// max(a, b) for q = 2^a 5^b; nil for a denominator with another prime factor.
private enum DecimalPlaces {
  static func of(_ denominator: Int64) -> Int? {
    let twos = denominator.trailingZeroBitCount
    var (rest, fives) = (denominator >> twos, 0)
    while rest.isMultiple(of: 5) { (rest, fives) = (rest / 5, fives + 1) }
    return rest == 1 ? max(twos, fives) : nil
  }

  static func of(_ denominator: BigInt) -> Int? {
    let twos = denominator.trailingZeroBitCount
    var (rest, fives) = (denominator >> twos, 0)
    while true {
      let (quotient, remainder) = rest.quotientAndRemainder(dividingBy: 5)
      guard remainder.isZero else { break }
      (rest, fives) = (quotient, fives + 1)
    }
    return rest == 1 ? max(twos, fives) : nil
  }
}
