import MarginModel
import RiskEngine
import Testing

@Suite struct MarketInstantTests {
  @Test(arguments: ["2026-05-21T10:04:10Z", "2026-05-21T10:04:10.269985Z", "2026-05-21T10:04:10.5Z", "1970-01-01T00:00:00.000001Z"])
  func oneSpelling(_ text: String) {
    #expect(MarketInstant(text)?.description == text)
  }

  @Test(arguments: [
    "", "Z", "2026-05-21T10:04:10", "2026-05-21T10:04:10.Z", "2026-05-21T10:04:10.50Z", "2026-05-21T10:04:10.0000001Z",
    "2026-05-21T10:04:10.1234567Z", "2026-05-21T10:04:10,5Z", "2026-05-21T10:04:10.5+00:00", "2026-02-30T10:04:10Z",
    "2026-05-21 10:04:10Z",
    "2026-05-21T10:04:10.5aZ", "2026-05-21T10:04:10.-5Z",
  ])
  func otherSpellingsAreRefused(_ text: String) {
    #expect(MarketInstant(text) == nil)
  }

  @Test func timeToExpiryCountsMicroseconds() throws {
    let instant = try #require(MarketInstant("2026-05-21T10:04:10.269985Z"))
    let later = try #require(Timestamp("2026-05-21T10:04:11Z"))
    #expect(instant.microseconds(until: later) == 730_015)
    #expect(instant.microseconds(until: instant.second) == -269_985)
    let nextYear = try #require(Timestamp("2027-05-21T10:04:10Z"))
    let atSecond = try #require(MarketInstant("2026-05-21T10:04:10Z"))
    #expect(atSecond.years(until: nextYear) == 1)
    #expect(atSecond < instant)
  }
}
