import MarginModel
import MarginOperations
import RiskEngine
import Testing

/// Breach tests against published figures, requirements against figures worked out another way.
@Suite struct BacktestTests {
  @Test func kupiecsRatioIsThePublishedOne() {
    let eleven = BreachTests.kupiec(days: 500, breaches: 11, probability: 0.01)
    #expect(BacktestPage.text(eleven, places: 2) == "5.42" && eleven > BreachTests.oneDegree)
    #expect(BacktestPage.text(BreachTests.kupiec(days: 500, breaches: 5, probability: 0.01), places: 6) == "0.000000")
    // -2 * 500 ln 0.99, and -2 * 500 ln 0.01.
    #expect(BacktestPage.text(BreachTests.kupiec(days: 500, breaches: 0, probability: 0.01), places: 4) == "10.0503")
    #expect(BacktestPage.text(BreachTests.kupiec(days: 500, breaches: 500, probability: 0.01), places: 3) == "4605.170")
  }

  /// Ten breaches of 101 days, all in one run: 1 of 90 quiet days is followed by one, 9 of 10 loud days.
  @Test func breachesInARunAreNotIndependent() {
    let run = [Bool](repeating: false, count: 50) + [Bool](repeating: true, count: 10) + [Bool](repeating: false, count: 41)
    let tests = BreachTests(run, probability: 0.1)
    #expect(tests.breaches == 10 && tests.afterQuiet == (1, 90) && tests.afterBreach == (9, 10))
    // 2 [ 89 ln(89/90) + ln(1/90) + 9 ln(9/10) + ln(1/10) - 90 ln(9/10) - 10 ln(1/10) ] = 47.5265
    #expect(BacktestPage.text(tests.independence, places: 2) == "47.53" && tests.independence > BreachTests.oneDegree)
    #expect(tests.kupiec < BreachTests.oneDegree && tests.coverage > BreachTests.twoDegrees)
    let spread = (0..<100).map { $0 % 10 == 5 }
    #expect(BreachTests(spread, probability: 0.1).independence < BreachTests.oneDegree)
    #expect(BreachTests([true], probability: 0.5).independence == 0)
  }

  @Test func theShortfallIsTheMeanOfTheWorst() {
    let losses = (1...250).map { Double($0 * 7919 % 251) }
    let sorted = losses.sorted(by: >)
    #expect(Backtest.shortfall(losses, share: 0.02) == sorted.prefix(5).reduce(0, +) / 5)
    // 2.5 of 250: the third counts half.
    #expect(Backtest.shortfall(losses, share: 0.01) == (sorted[0] + sorted[1] + sorted[2] / 2) / 2.5)
  }

  private static func settings(
    _ model: Backtest.Model, window: Int = 250, confidence: String = "0.99"
  ) throws -> Backtest.Settings {
    try Backtest.Settings(
      model: model, window: window, confidence: #require(Rational(confidence)), multiple: #require(Rational("2.326")),
      decay: #require(Rational("0.94")))
  }

  @Test(arguments: Backtest.Model.allCases)
  func everyDaysRequirementComesFromTheDaysBefore(model: Backtest.Model) throws {
    let closes = try PriceHistory(csv: Fixture.bytes("fixtures/markets/daily-closes.csv"), file: "closes")
    #expect(closes.days.count == 788 && closes.assets == ["BTC", "ETH", "LTC"])
    let settings = try Self.settings(model)
    let test = try Backtest(closes, book: [("BTC", 1), ("ETH", -20)], settings: settings)
    #expect(test.days.count == 788 - 251 && test.tests.days == test.days.count)
    for day in [0, 100, test.days.count - 1] {
      let today = 250 + day
      var losses: [Double] = []
      let (coins, others) = (closes.closes.map { $0[0].double }, closes.closes.map { $0[1].double })
      for past in today - 249...today {
        let coin = coins[past] / coins[past - 1] - 1
        let other = others[past] / others[past - 1] - 1
        losses.append(20 * others[today] * other - coins[today] * coin)
      }
      let expected = Backtest.requirement(losses, settings)
      #expect(abs(test.days[day].requirement - expected) < 1e-9 * expected)
      #expect(test.days[day].date == PriceHistory.text(closes.days[today + 1]))
    }
    #expect(test.tests.breaches == test.days.count { $0.loss > $0.requirement })
    // A larger book has the same breaches.
    let doubled = try Backtest(closes, book: [("BTC", 2), ("ETH", -40)], settings: settings)
    #expect(doubled.days.map(\.isBreach) == test.days.map(\.isBreach))
  }

  @Test func settingsOutOfRangeAreRefused() throws {
    let closes = try PriceHistory(csv: Fixture.bytes("fixtures/markets/daily-closes.csv"), file: "closes")
    #expect(throws: OperationError.self) { try Self.settings(.expectedShortfall, window: 9) }
    #expect(throws: OperationError.self) { try Self.settings(.expectedShortfall, confidence: "1") }
    #expect(throws: OperationError.self) { try Self.settings(.expectedShortfall, confidence: "0.4") }
    let settings = try Self.settings(.expectedShortfall)
    #expect(throws: OperationError.self) { try Backtest(closes, book: [("XRP", 1)], settings: settings) }
    #expect(throws: OperationError.self) { try Backtest(closes, book: [], settings: settings) }
    let long = try Self.settings(.expectedShortfall, window: 787)
    #expect(throws: OperationError.self) { try Backtest(closes, book: [("BTC", 1)], settings: long) }
  }
}
