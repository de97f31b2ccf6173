import MarginModel
import RiskEngine
import Testing

@Suite struct PriceHistoryTests {
  private static let small =
    "date,BTC,ETH\n2020-03-11,7950.5,194.25\n2020-03-12,4830,110.6\n2020-03-14,5182.7,\n2020-03-15,5347,123.1\n"

  private func history(_ text: String) throws -> PriceHistory { try PriceHistory(csv: Array(text.utf8), file: "closes.csv") }

  @Test func theFixtureIsCommonDaysInOrder() throws {
    let history = try PriceHistory(csv: Fixture.bytes("fixtures/markets/daily-closes.csv"), file: "daily-closes.csv")
    #expect(history.assets == ["BTC", "ETH", "LTC"])
    #expect(history.days.count == 788 && history.closes.count == 788)
    #expect(history.days.first?.description == "2017-11-09T00:00:00Z" && history.days.last?.description == "2020-01-17T00:00:00Z")
    // 800 days from the first to the last.
    let missing = history.gaps.reduce(0) { count, gap in
      if case .daysMissing(_, let days) = gap { count + days } else { count }
    }
    #expect(missing == 800 - 788)
    #expect(history.row(of: "2018-01-16") != nil && history.row(of: "2021-01-16") == nil)
    #expect(history.closes(of: "ETH")?.first?.description == "321.32" && history.closes(of: "XRP") == nil)
  }

  @Test func gapsAreSaid() throws {
    let history = try history(Self.small)
    #expect(history.days.map(PriceHistory.text) == ["2020-03-11", "2020-03-12", "2020-03-15"])
    #expect(history.closes.map { $0.map(\.description) } == [["7950.5", "194.25"], ["4830", "110.6"], ["5347", "123.1"]])
    #expect(history.gaps.map(\.description) == ["1 day missing after 2020-03-12", "2020-03-14 has no price of ETH, left out"])
  }

  @Test(arguments: [
    ("date,BTC,ETH", "day,BTC,ETH", "closes.csv: needs date,BTC,ETH"), ("date,BTC,ETH", "date,BTC,BTC", "closes.csv:1:10"),
    ("date,BTC,ETH", "date,BT'C,ETH", "column BT'C"), ("2020-03-12", "2020-03-11", "closes.csv:3: date"),
    ("2020-03-12", "2020-02-30", "closes.csv:3: date"), ("2020-03-12", "12.03.2020", "is not a day"),
    ("4830", "-4830", "closes.csv:3: BTC"), ("4830", "0", "closes.csv:3: BTC"), ("4830", "4,830", "closes.csv:3:1"),
    ("4830", "NaN", "closes.csv:3: BTC"), ("4830", "1e400", "closes.csv:3: BTC"), ("110.6\n", "110.6\n\n", "closes.csv:4:1"),
  ])
  func oneWrongCellIsRefusedByItsPlace(_ part: String, _ other: String, _ words: String) throws {
    let text = String(decoding: try #require(SmallMarket.replacing(part, by: other, in: Self.small)), as: UTF8.self)
    do {
      _ = try history(text)
      Issue.record("accepted")
    } catch {
      #expect("\(error)".contains(words), "\(error)")
    }
  }

  @Test func aTableWithoutRowsIsRefused() {
    for text in ["", "date,BTC\n", "date\n2020-03-11\n", "date,BTC\n2020-03-11,\n"] {
      #expect(throws: MarketError.self) { try history(text) }
    }
  }
}
