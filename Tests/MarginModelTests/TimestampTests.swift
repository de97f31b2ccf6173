import MarginModel
import Testing

@Suite struct TimestampTests {
  @Test(arguments: [
    ("1970-01-01T00:00:00Z", 0), ("1972-02-29T23:59:59Z", 68_255_999), ("2000-02-29T12:00:00Z", 951_825_600),
    ("2000-03-01T00:00:00Z", 951_868_800), ("2026-05-21T10:04:10Z", 1_779_357_850), ("2038-01-19T03:14:08Z", 2_147_483_648),
    ("2100-02-28T00:00:00Z", 4_107_456_000), ("2100-03-01T00:00:00Z", 4_107_542_400), ("9999-12-31T23:59:59Z", 253_402_300_799),
  ])
  func readsAndWrites(text: String, seconds: Int64) throws {
    #expect(try #require(Timestamp(text)).secondsSince1970 == seconds)
    #expect(try #require(Timestamp(secondsSince1970: seconds)).description == text)
  }

  @Test(arguments: [
    "", "2026-05-21", "2026-05-21T10:04:10", "2026-05-21T10:04:10z", "2026-05-21t10:04:10Z", "2026-05-21 10:04:10Z",
    "2026-05-21T10:04:10+00:00", "2026-05-21T10:04:10.0Z", "2026-5-21T10:04:10Z", "2026-13-01T00:00:00Z", "2026-00-01T00:00:00Z",
    "2026-02-29T00:00:00Z", "2100-02-29T00:00:00Z", "2026-04-31T00:00:00Z", "2026-01-00T00:00:00Z", "2026-01-32T00:00:00Z",
    "2026-05-21T24:00:00Z", "2026-05-21T10:60:00Z", "2016-12-31T23:59:60Z", "1969-12-31T23:59:59Z", "10000-01-01T00:00:00Z",
    "+026-05-21T10:04:10Z", "2026-05-21T10:04:1٣Z", "2026-05-21T10:04:10Z\n", "-026-05-21T10:04:10Z",
  ])
  func refuses(text: String) {
    #expect(Timestamp(text) == nil)
  }

  @Test func momentsBeyondTheCalendarAreRefused() {
    #expect(Timestamp(secondsSince1970: -1) == nil)
    #expect(Timestamp(secondsSince1970: 253_402_300_800) == nil)
  }

  /// Every day of the calendar follows from the day before by the calendar's own rule.
  @Test func everyDayHasItsDate() throws {
    var (year, month, day) = (1970, 1, 1)
    func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    for count in 0..<2_932_897 as Range<Int64> {
      // Each day until 2110, then every 97th.
      if year < 2110 || count.isMultiple(of: 97) {
        let text = "\(year)-\(two(month))-\(two(day))T00:00:00Z"
        #expect(Timestamp(text)?.secondsSince1970 == count * 86_400)
        #expect(Timestamp(secondsSince1970: count * 86_400)?.description == text)
      }
      let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
      let length = month == 2 ? (isLeap ? 29 : 28) : [4, 6, 9, 11].contains(month) ? 30 : 31
      day += 1
      if day > length { (month, day) = (month + 1, 1) }
      if month > 12 { (year, month) = (year + 1, 1) }
    }
    #expect((year, month, day) == (10_000, 1, 1))
  }

  @Test func movingAndMeasuring() throws {
    let start = try #require(Timestamp("2026-05-21T10:04:10Z"))
    #expect(start.advanced(bySeconds: 86_400).description == "2026-05-22T10:04:10Z")
    #expect(start.advanced(bySeconds: 60).seconds(since: start) == 60)
    #expect(start < start.advanced(bySeconds: 1))
    #expect(start.advanced(bySeconds: .max).description == "9999-12-31T23:59:59Z")
    #expect(start.advanced(bySeconds: .min).secondsSince1970 == 0)
    #expect(Timestamp.now() > start.advanced(bySeconds: -400 * 86_400))
  }
}
