import ArgumentParser
import CanonicalJSON
import MarginModel
import MarginOperations
import RiskEngine

extension MarginCommand {
  /// How a requirement would have done.
  struct Backtest: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "backtest", abstract: "A margin model over a history of prices: breaches, Kupiec and Christoffersen tests.",
      discussion: """
        For each book and day, the requirement from the days before it, beside the next day's loss. Books are units of the history's
        assets; without --book, one unit of each asset long and one short. An option is written BTC-30d-110-C: thirty days to expiry,
        struck at 110 % of the close, made anew each day, at realised volatility times --volatility-premium.

        Example:
          marginproof margin backtest fixtures/markets/daily-closes.csv \\
            --book BTC=1,ETH=-20 --book BTC-30d-110-C=-1,BTC=0.25 --html backtest.html
        """)
    @Argument(help: ArgumentHelp("Daily closes: a column date, then one for each asset.", valueName: "closes.csv"))
    var history: String
    @Option(name: .long, help: ArgumentHelp("A book; may be given again.", valueName: "BTC=1,ETH=-20"))
    var book: [String] = []
    @Option(
      name: .long,
      help: ArgumentHelp(
        "\(MarginOperations.Backtest.Model.allCases.map(\.rawValue).joined(separator: " or ")).", valueName: "model"))
    var model = MarginOperations.Backtest.Model.expectedShortfall.rawValue
    @Option(name: .long, help: "Days that a requirement looks back on.") var window = 250
    @Option(name: .long, help: "The mean of the worst 1 - confidence; a breach is promised on that share of days.")
    var confidence = ExactNumber(Rational(99) / 100)
    @Option(name: .long, help: "Of the volatility, in scaled-volatility.") var multiple = ExactNumber(Rational(2326) / 1000)
    @Option(name: .long, help: "Of the volatility: how much of yesterday's stays.") var decay = ExactNumber(Rational(94) / 100)
    @Option(name: .long, help: "Of options: implied volatility over the realised one.") var volatilityPremium = ExactNumber(1)
    @Option(name: .long, help: ArgumentHelp("Write the results with charts as one HTML file.", valueName: "backtest.html"))
    var html: String?
    @Flag(name: .long, help: "Print as JSON.") var json = false

    func run() throws {
      let bytes = try Files.read(history)
      let closes = try orFail { try PriceHistory(csv: bytes, file: history) }
      guard let model = MarginOperations.Backtest.Model(rawValue: model) else {
        let known = MarginOperations.Backtest.Model.allCases.map(\.rawValue).joined(separator: " or ")
        throw CommandFailure.couldNotRun("--model \(model): write \(known)")
      }
      let settings = try orFail {
        try MarginOperations.Backtest.Settings(
          model: model, window: window, confidence: confidence.value, multiple: multiple.value, decay: decay.value,
          premium: volatilityPremium.value)
      }
      let books = book.isEmpty ? closes.assets.flatMap { ["\($0)=1", "\($0)=-1"] } : book
      var runs: [(name: String, test: MarginOperations.Backtest)] = []
      for text in books {
        let book = try Self.book(text)
        var progress: Progress?
        let test = try orFail(at: "--book \(text)") {
          try MarginOperations.Backtest(closes, book: book, settings: settings) { done, total in
            if progress == nil { progress = Progress(text, of: total) }
            progress?.reached(done)
          }
        }
        runs.append((text, test))
      }
      if let html { try Files.write(Array(BacktestPage(runs, file: history).html.utf8), to: html, privately: true) }
      let notes = closes.gaps.map { "\(history): \($0); a move over it counts as a day's" }
      if json {
        printJSON(
          jsonObject([("runs", .array(runs.map { Self.encode($0.name, $0.test) })), ("notes", .strings(notes))]))
      } else {
        (notes.map { "note: \($0)" } + Self.lines(runs)).forEach { print($0) }
      }
    }

    private static func book(_ text: String) throws -> [(name: String, quantity: Rational)] {
      var book: [(name: String, quantity: Rational)] = []
      for part in text.split(separator: ",", omittingEmptySubsequences: false) {
        guard let named = NamedNumber(argument: String(part)), !book.contains(where: { $0.name == named.name }) else {
          throw CommandFailure.couldNotRun("--book \(text): write each asset and option once, as BTC=1,BTC-30d-110-C=-5")
        }
        book.append((named.name, named.value))
      }
      return book
    }

    private static func lines(_ runs: [(name: String, test: MarginOperations.Backtest)]) -> [String] {
      let rows = runs.map { name, test in
        [
          name, "\(test.days.count)", "\(test.tests.breaches)",
          BacktestPage.text(test.tests.probability * Double(test.days.count), places: 1),
          ratio(test.tests.kupiec, BreachTests.oneDegree), ratio(test.tests.independence, BreachTests.oneDegree),
          ratio(test.tests.coverage, BreachTests.twoDegrees),
          test.worstBreach.map { AmountText.full(BacktestPage.rounded($0.loss - $0.requirement, places: 2)) + " on " + $0.date }
            ?? "none", BacktestPage.text(test.efficiency, places: 2),
        ]
      }
      return Terminal.table(
        ["book", "days", "breaches", "promised", "Kupiec", "independence", "both", "worst breach", "efficiency"], rows) + [
          "",
          "* refused at the 5 % level: above \(BreachTests.oneDegree), both above \(BreachTests.twoDegrees)",
          "efficiency: mean requirement over largest loss",
        ]
    }

    private static func ratio(_ value: Double, _ limit: Double) -> String {
      BacktestPage.text(value, places: 2) + (value > limit ? "*" : " ")
    }

    private static func encode(_ name: String, _ test: MarginOperations.Backtest) -> JSONValue {
      func number(_ value: Double) -> JSONValue { .exact(BacktestPage.rounded(value, places: 4)) }
      let worst = test.worstBreach.map { day in
        jsonObject([("date", .string(day.date)), ("requirement", number(day.requirement)), ("loss", number(day.loss))])
      }
      return jsonObject([
        ("book", .string(name)), ("model", .string(test.settings.model.rawValue)),
        ("window", .integer(Int64(test.settings.window))), ("volatilityPremium", number(test.settings.premium)),
        ("days", .integer(Int64(test.days.count))),
        ("breaches", .integer(Int64(test.tests.breaches))), ("probability", number(test.tests.probability)),
        ("kupiec", number(test.tests.kupiec)), ("kupiecRefuses", .bool(test.tests.kupiec > BreachTests.oneDegree)),
        ("independence", number(test.tests.independence)),
        ("independenceRefuses", .bool(test.tests.independence > BreachTests.oneDegree)), ("coverage", number(test.tests.coverage)),
        ("coverageRefuses", .bool(test.tests.coverage > BreachTests.twoDegrees)), ("worstBreach", worst),
        ("efficiency", number(test.efficiency)),
      ])
    }
  }
}
