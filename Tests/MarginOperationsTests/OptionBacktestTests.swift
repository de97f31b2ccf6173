import Foundation
import MarginModel
import MarginOperations
import RiskEngine
import Testing

/// Backtests of books with options, against figures that `fixtures/backtest/make.py` works out apart.
@Suite struct OptionBacktestTests {
  private struct Cases: Decodable {
    struct Book: Decodable {
      struct Day: Decodable {
        let place: Int
        let date: String
        let requirement, loss: Double
      }

      let title: String
      let premium: Double
      let book: [String: Double]
      let days, breaches: Int
      let shown: [Day]
    }

    let window: Int
    let books: [Book]
  }

  private static func closes() throws -> PriceHistory {
    try PriceHistory(csv: Fixture.bytes("fixtures/markets/daily-closes.csv"), file: "closes")
  }

  private static func settings(_ window: Int, premium: Rational = 1) throws -> Backtest.Settings {
    try Backtest.Settings(
      model: .expectedShortfall, window: window, confidence: #require(Rational("0.99")), multiple: 1,
      decay: #require(Rational("0.94")), premium: premium)
  }

  @Test func requirementsLossesAndBreachesAreThoseOfAnotherProgram() throws {
    let cases = try JSONDecoder().decode(Cases.self, from: Data(Fixture.bytes("fixtures/backtest/options.json")))
    #expect(cases.books.count == 3)
    let closes = try Self.closes()
    for book in cases.books {
      let settings = try Self.settings(cases.window, premium: #require(Rational("\(book.premium)")))
      let held = try book.book.sorted { $0.key < $1.key }.map { name, quantity in
        (name: name, quantity: try #require(Rational("\(quantity)")))
      }
      let test = try Backtest(closes, book: held, settings: settings)
      #expect(test.days.count == book.days && test.tests.breaches == book.breaches, "\(book.title)")
      for day in book.shown {
        let ours = test.days[day.place]
        #expect(ours.date == day.date, "\(book.title)")
        #expect(abs(ours.requirement - day.requirement) <= 1e-9 * day.requirement, "\(book.title) \(day.date)")
        #expect(abs(ours.loss - day.loss) <= 1e-9 * max(1, abs(day.loss)), "\(book.title) \(day.date)")
      }
    }
  }

  /// Call less put of one strike is the forward: their losses differ by the coin's own.
  @Test func aCallLessAPutIsTheCoin() throws {
    let closes = try Self.closes()
    let coin = try Backtest(closes, book: [("BTC", 2)], settings: Self.settings(250))
    let options = try Backtest(closes, book: [("BTC-30d-95-C", 2), ("BTC-30d-95-P", -2)], settings: Self.settings(250))
    for (coin, options) in zip(coin.days, options.days) {
      #expect(abs(coin.loss - options.loss) < 1e-7 && abs(coin.requirement - options.requirement) < 1e-7)
    }
  }

  @Test func anAssetsNameMayHaveHyphens() throws {
    let text = try String(decoding: Fixture.bytes("fixtures/markets/daily-closes.csv"), as: UTF8.self)
    #expect(text.contains("BTC"))
    let renamed = try PriceHistory(csv: Array(text.replacing("BTC", with: "BTC-USD", maxReplacements: 1).utf8), file: "closes")
    let plain = try Backtest(Self.closes(), book: [("BTC-30d-95-C", 2)], settings: Self.settings(250))
    let hyphened = try Backtest(renamed, book: [("BTC-USD-30d-95-C", 2)], settings: Self.settings(250))
    #expect(plain.days.map(\.loss) == hyphened.days.map(\.loss) && !plain.days.isEmpty)
  }

  @Test(arguments: [
    "BTC-30-110-C", "BTC-0d-110-C", "BTC-3651d-110-C", "BTC-30d-0.5-C", "BTC-30d-10001-C", "BTC-30d-110-X", "BTC-30d-110",
    "XRP-30d-110-C", "BTC-30d-110-C-1", "BTC-\u{663}d-110-C", "BTC-+3d-110-C", "-30d-110-C",
  ])
  func misspelledOptionsAreRefusedInOneLine(name: String) throws {
    let error = #expect(throws: OperationError.self) {
      try Backtest(Self.closes(), book: [(name, 1)], settings: Self.settings(250))
    }
    #expect(error?.description.contains("BTC-30d-110-C") == true && error?.description.contains("\n") == false)
    #expect(throws: OperationError.self) { try Self.settings(250, premium: 0) }
  }
}
