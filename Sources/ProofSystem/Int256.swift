/// A signed integer in -2^255 ..< 2^255: coefficients, constants, positions and variables of a program.
///
/// Exact: nothing here reduces or wraps. Comparison and printing take variable time.
public struct Int256: Sendable, Hashable {
  // Two's complement, 256 bits.
  var high: Int128
  var low: UInt128

  init(high: Int128, low: UInt128) {
    self.high = high
    self.low = low
  }

  public static let zero = Int256(0)

  /// -2^255.
  public static let min = Int256(high: .min, low: .min)

  /// 2^255 - 1.
  public static let max = Int256(high: .max, low: .max)

  public init(_ value: Int64) {
    self.init(high: value < 0 ? -1 : 0, low: UInt128(truncatingIfNeeded: value))
  }

  /// Any integer type's value, arbitrary-precision ones included; nil when it is out of range.
  public init?<Value: BinaryInteger>(exactly value: Value) {
    var bits: [UInt64] = value.words.map(UInt64.init)
    let sign: UInt64 = value < 0 ? .max : 0
    while bits.count > 4 {
      // A word beyond the fourth may only repeat the sign.
      guard bits.removeLast() == sign else { return nil }
    }
    while bits.count < 4 { bits.append(sign) }
    self.init(
      high: Int128(truncatingIfNeeded: UInt128(bits[3]) << 64 | UInt128(bits[2])), low: UInt128(bits[1]) << 64 | UInt128(bits[0]))
    guard isNegative == (value < 0) else { return nil }
  }

  public var isNegative: Bool { high < 0 }
  public var isZero: Bool { high == 0 && low == 0 }

  /// The absolute value, at most 2^255.
  var magnitude: Magnitude {
    let bits = UInt128(truncatingIfNeeded: high)
    guard isNegative else { return Magnitude(high: bits, low: low) }
    let (negated, borrow) = UInt128(0).subtractingReportingOverflow(low)
    return Magnitude(high: ~bits &+ (borrow ? 0 : 1), low: negated)
  }

  /// `sign * magnitude`; nil when that is out of range.
  init?(magnitude: Magnitude, negative: Bool) {
    if negative {
      guard magnitude <= Int256.min.magnitude else { return nil }
      let (negated, borrow) = UInt128(0).subtractingReportingOverflow(magnitude.low)
      self.init(high: Int128(truncatingIfNeeded: ~magnitude.high &+ (borrow ? 0 : 1)), low: negated)
    } else {
      guard magnitude < Int256.min.magnitude else { return nil }
      self.init(high: Int128(truncatingIfNeeded: magnitude.high), low: magnitude.low)
    }
  }

  /// The sum, or nil when it is out of range.
  public func adding(_ other: Int256) -> Int256? {
    let (low, carry) = low.addingReportingOverflow(other.low)
    let (partial, first) = high.addingReportingOverflow(other.high)
    let (high, second) = partial.addingReportingOverflow(carry ? 1 : 0)
    // Two overflows can only be in opposite directions: together they cancel.
    guard first == second else { return nil }
    return Int256(high: high, low: low)
  }

  /// The integer with a magnitude's bits; the caller vouches that it is below 2^255.
  init(wrapping magnitude: Magnitude) { self.init(high: Int128(truncatingIfNeeded: magnitude.high), low: magnitude.low) }

  /// The negative, modulo 2^256: exact but for -2^255.
  var wrappingNegated: Int256 {
    let (negated, borrow) = UInt128(0).subtractingReportingOverflow(low)
    return Int256(high: ~high &+ (borrow ? 0 : 1), low: negated)
  }

  /// The sum modulo 2^256; exact where the caller knows that it is in range.
  func wrappingAdding(_ other: Int256) -> Int256 {
    let (low, carry) = low.addingReportingOverflow(other.low)
    return Int256(high: high &+ other.high &+ (carry ? 1 : 0), low: low)
  }
}

extension Int256: Comparable {
  public static func < (left: Int256, right: Int256) -> Bool {
    (left.high, left.low) < (right.high, right.low)
  }
}

extension Int256: ExpressibleByIntegerLiteral {
  public init(integerLiteral value: Int64) { self.init(value) }
}
