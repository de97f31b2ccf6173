#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A moment in whole seconds, written as RFC 3339 in UTC: `2026-05-21T10:04:10Z`, years 1970 to 9999.
///
/// Leap seconds have no moment of their own, as in POSIX time.
public struct Timestamp: Sendable, Hashable, Comparable {
  /// 9999-12-31T23:59:59Z.
  private static let last: Int64 = 253_402_300_799

  /// Seconds since 1970-01-01T00:00:00Z, not negative.
  public let secondsSince1970: Int64

  /// Nil before 1970 and after 9999.
  public init?(secondsSince1970 seconds: Int64) {
    guard (0...Self.last).contains(seconds) else { return nil }
    secondsSince1970 = seconds
  }

  /// Reads the one form `YYYY-MM-DDTHH:MM:SSZ` of a moment that exists; nil for anything else.
  public init?(_ text: String) {
    let form = Array("0000-00-00T00:00:00Z".utf8)
    let bytes = Array(text.utf8)
    guard bytes.count == form.count else { return nil }
    for (byte, mark) in zip(bytes, form) {
      let isDigit = (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
      guard mark == UInt8(ascii: "0") ? isDigit : byte == mark else { return nil }
    }
    func number(_ range: Range<Int>) -> Int64 { bytes[range].reduce(0) { $0 * 10 + Int64($1 - UInt8(ascii: "0")) } }
    let (year, month, day) = (number(0..<4), number(5..<7), number(8..<10))
    let (hour, minute, second) = (number(11..<13), number(14..<16), number(17..<19))
    guard year >= 1970, (1...12).contains(month), (1...Self.days(in: month, of: year)).contains(day) else { return nil }
    guard hour < 24, minute < 60, second < 60 else { return nil }
    secondsSince1970 = Self.daysSince1970(year, month, day) * 86_400 + hour * 3_600 + minute * 60 + second
  }

  /// The system's clock, cut to whole seconds.
  public static func now() -> Timestamp {
    Timestamp(secondsSince1970: Int64(time(nil))) ?? Timestamp(unchecked: 0)
  }

  private init(unchecked seconds: Int64) { secondsSince1970 = seconds }

  public static func < (left: Timestamp, right: Timestamp) -> Bool { left.secondsSince1970 < right.secondsSince1970 }

  /// The moment so many seconds later, or earlier where negative; the first or last moment there is, where that is beyond them.
  public func advanced(bySeconds seconds: Int64) -> Timestamp {
    let (sum, overflow) = secondsSince1970.addingReportingOverflow(seconds)
    return Timestamp(unchecked: overflow ? Self.last : max(0, min(Self.last, sum)))
  }

  /// How many seconds this moment lies after another; negative when before.
  public func seconds(since other: Timestamp) -> Int64 { secondsSince1970 - other.secondsSince1970 }

  private static func days(in month: Int64, of year: Int64) -> Int64 {
    switch month {
    case 2: year.isMultiple(of: 4) && (!year.isMultiple(of: 100) || year.isMultiple(of: 400)) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }

  /// Counts years from March, so that the leap day is the last: H. Hinnant, "chrono-Compatible Low-Level Date Algorithms".
  private static func daysSince1970(_ year: Int64, _ month: Int64, _ day: Int64) -> Int64 {
    let marchYear = month > 2 ? year : year - 1
    let dayOfYear = (153 * ((month + 9) % 12) + 2) / 5 + day - 1
    return marchYear * 365 + marchYear / 4 - marchYear / 100 + marchYear / 400 + dayOfYear - 719_468
  }
}

extension Timestamp: CustomStringConvertible {
  public var description: String {
    let (days, second) = secondsSince1970.quotientAndRemainder(dividingBy: 86_400)
    let (century, dayOfEra) = (days + 719_468).quotientAndRemainder(dividingBy: 146_097)
    let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let marchMonth = (5 * dayOfYear + 2) / 153
    let month = (marchMonth + 2) % 12 + 1
    let year = 400 * century + yearOfEra + (month <= 2 ? 1 : 0)
    let date = [Self.digits(year, 4), Self.digits(month, 2), Self.digits(dayOfYear - (153 * marchMonth + 2) / 5 + 1, 2)]
    let time = [second / 3_600, second / 60 % 60, second % 60].map { Self.digits($0, 2) }
    return date.joined(separator: "-") + "T" + time.joined(separator: ":") + "Z"
  }

  private static func digits(_ number: Int64, _ count: Int) -> String {
    let text = String(number)
    return String(repeating: "0", count: max(0, count - text.utf8.count)) + text
  }
}
