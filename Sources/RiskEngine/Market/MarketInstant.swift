import MarginModel

/// A moment to the microsecond in UTC, `2026-05-21T10:04:10.269985Z`: quotes are priced at the moment they were taken.
public struct MarketInstant: Hashable, Sendable, Comparable, CustomStringConvertible {
  /// The whole second before the moment.
  public let second: Timestamp
  /// 0 ... 999,999 past the second.
  public let microsecond: Int

  /// ACT/365: a year is 365 days.
  public static let microsecondsPerYear: Int64 = 365 * 86_400 * 1_000_000

  /// Reads the one spelling that ``description`` writes; nil for anything else.
  public init?(_ text: String) {
    let bytes = Array(text.utf8)
    guard bytes.count >= 20, bytes.last == UInt8(ascii: "Z"),
      let second = Timestamp(String(decoding: bytes[..<19], as: UTF8.self) + "Z")
    else {
      return nil
    }
    let fraction = bytes[19..<(bytes.count - 1)]
    var microsecond = 0
    if let point = fraction.first {
      let digits = fraction.dropFirst()
      guard point == UInt8(ascii: "."), (1...6).contains(digits.count), digits.last != UInt8(ascii: "0") else { return nil }
      for place in 0..<6 {
        let digit = place < digits.count ? digits[digits.startIndex + place] : UInt8(ascii: "0")
        guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(digit) else { return nil }
        microsecond = microsecond * 10 + Int(digit - UInt8(ascii: "0"))
      }
    }
    self.second = second
    self.microsecond = microsecond
  }

  /// The moment so many milliseconds after 1970 began, as many sources state it; nil before 1970 and after 9999.
  init?(milliseconds: Int64) {
    guard milliseconds >= 0, let second = Timestamp(secondsSince1970: milliseconds / 1000) else { return nil }
    self.second = second
    microsecond = Int(milliseconds % 1000) * 1000
  }

  public var description: String {
    guard microsecond > 0 else { return second.description }
    let digits = String(microsecond)
    var fraction = String(repeating: "0", count: 6 - digits.count) + digits
    while fraction.hasSuffix("0") { fraction.removeLast() }
    return second.description.dropLast() + "." + fraction + "Z"
  }

  /// How long it is until a later moment, negative after it; years 1970 to 9999 cannot overflow.
  public func microseconds(until later: Timestamp) -> Int64 {
    later.seconds(since: second) * 1_000_000 - Int64(microsecond)
  }

  /// The same in years of 365 days.
  public func years(until later: Timestamp) -> Double {
    Double(microseconds(until: later)) / Double(Self.microsecondsPerYear)
  }

  /// How long it is since an earlier moment, negative before it.
  public func microseconds(since earlier: MarketInstant) -> Int64 {
    second.seconds(since: earlier.second) * 1_000_000 + Int64(microsecond - earlier.microsecond)
  }

  public static func < (left: MarketInstant, right: MarketInstant) -> Bool {
    (left.second, left.microsecond) < (right.second, right.microsecond)
  }
}
