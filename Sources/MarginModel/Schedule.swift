import CanonicalJSON

/// Rates by size: ``rate``[k] holds up to ``upTo``[k], the last rate beyond every bound.
public struct Schedule: Sendable, Hashable {
  /// The most bounds in one schedule.
  public static let maximumCount = 1_024

  /// Above 0 and strictly rising; may be empty.
  public let upTo: [Rational]
  /// One more than ``upTo``.
  public let rate: [Rational]

  /// Nil unless the bounds are above 0 and rise and there is one rate more than bounds.
  public init?(upTo: [Rational], rate: [Rational]) {
    guard rate.count == upTo.count + 1, upTo.count <= Self.maximumCount, Self.rises(upTo) else { return nil }
    self.upTo = upTo
    self.rate = rate
  }

  /// Whether no rate is below the one before it.
  public var isRising: Bool { zip(rate, rate.dropFirst()).allSatisfy { $0 <= $1 } }

  /// Whether no rate is above the one before it.
  public var isFalling: Bool { zip(rate, rate.dropFirst()).allSatisfy { $0 >= $1 } }

  private static func rises(_ bounds: [Rational]) -> Bool { zip([0] + bounds, bounds).allSatisfy { $0 < $1 } }

  init(_ value: JSONValue, at path: String, number: (JSONValue, String) throws(RiskFileError) -> Rational) throws(RiskFileError) {
    var fields = try RiskFields(value, at: path)
    let lists = try (upTo: fields.array("upTo"), rate: fields.array("rate"))
    try fields.finish()
    guard lists.upTo.count <= Self.maximumCount else { throw RiskFileError(path + ".upTo", .tooMany(maximum: Self.maximumCount)) }
    guard lists.rate.count == lists.upTo.count + 1 else {
      throw RiskFileError(path + ".rate", .rateCount(wanted: lists.upTo.count + 1, found: lists.rate.count))
    }
    var (upTo, rate) = ([Rational](), [Rational]())
    for (place, value) in lists.upTo.enumerated() { upTo.append(try value.riskNumber(at: "\(path).upTo[\(place)]")) }
    for (place, value) in lists.rate.enumerated() { rate.append(try number(value, "\(path).rate[\(place)]")) }
    guard Self.rises(upTo) else { throw RiskFileError(path + ".upTo", .boundsDoNotRise) }
    self.upTo = upTo
    self.rate = rate
  }
}
