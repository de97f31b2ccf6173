/// A natural number below 2^256 in saturating arithmetic: a result that does not fit becomes ``max``, which compares above every bound
/// that a program is held to. So a comparison with such a bound is exact, whatever the size of the sum.
struct Magnitude: Hashable, Comparable, Sendable {
  var high: UInt128
  var low: UInt128

  static let zero = Magnitude(0)
  static let max = Magnitude(high: .max, low: .max)

  init(high: UInt128, low: UInt128) {
    self.high = high
    self.low = low
  }

  init(_ value: UInt64) { self.init(high: 0, low: UInt128(value)) }

  /// 2^exponent for a non-negative exponent, saturating.
  static func powerOfTwo(_ exponent: Int) -> Magnitude {
    switch exponent {
    case ..<128: Magnitude(high: 0, low: UInt128(1) << UInt128(exponent))
    case ..<256: Magnitude(high: UInt128(1) << UInt128(exponent - 128), low: 0)
    default: max
    }
  }

  /// Little-endian words.
  var words: [UInt64] {
    [low, high].flatMap { [UInt64(truncatingIfNeeded: $0), UInt64(truncatingIfNeeded: $0 >> 64)] }
  }

  static func < (left: Magnitude, right: Magnitude) -> Bool {
    (left.high, left.low) < (right.high, right.low)
  }

  /// The sum, saturating.
  func plus(_ other: Magnitude) -> Magnitude {
    let (low, carry) = low.addingReportingOverflow(other.low)
    let (partial, first) = high.addingReportingOverflow(other.high)
    let (high, second) = partial.addingReportingOverflow(carry ? 1 : 0)
    return first || second ? .max : Magnitude(high: high, low: low)
  }

  /// The difference; the caller vouches that it is not negative.
  func minus(_ other: Magnitude) -> Magnitude {
    let (low, borrow) = low.subtractingReportingOverflow(other.low)
    return Magnitude(high: high &- other.high &- (borrow ? 1 : 0), low: low)
  }

  /// The product, saturating.
  func times(_ other: Magnitude) -> Magnitude {
    guard high == 0 || other.high == 0 else { return .max }
    let (cross, overflow) =
      high == 0 ? low.multipliedReportingOverflow(by: other.high) : high.multipliedReportingOverflow(by: other.low)
    let square = low.multipliedFullWidth(by: other.low)
    let (top, carry) = square.high.addingReportingOverflow(cross)
    return overflow || carry ? .max : Magnitude(high: top, low: square.low)
  }

  /// `count` bits, at most 62, from place `start`, both not negative.
  func bits(from start: Int, count: Int) -> Int {
    let shifted =
      (start < 128 ? low >> UInt128(start) : 0) | (start < 128 ? high << UInt128(128 - start) : high >> UInt128(start - 128))
    return Int(shifted & (1 << UInt128(count) - 1))
  }
}
