import BigInt
import MarginModel

/// Backtests as one HTML file: figures of every book, and its requirement beside what was lost.
public struct BacktestPage {
  private let runs: [(name: String, test: Backtest)]
  private let file: String

  /// - Parameters:
  ///   - runs: each with the book as people write it.
  ///   - file: of the history.
  public init(_ runs: [(name: String, test: Backtest)], file: String) { (self.runs, self.file) = (runs, file) }

  public var html: String {
    let head = [
      "book", "days", "breaches", "promised", "Kupiec", "independence", "both", "worst breach", "efficiency",
    ]
    let rows = runs.map { name, test in
      [
        name, "\(test.days.count)", "\(test.tests.breaches)",
        Self.text(test.tests.probability * Double(test.days.count), places: 1), Self.text(test.tests.kupiec, places: 2),
        Self.text(test.tests.independence, places: 2), Self.text(test.tests.coverage, places: 2),
        test.worstBreach.map { Self.text($0.loss - $0.requirement, places: 2) + " on " + $0.date } ?? "none",
        Self.text(test.efficiency, places: 2),
      ]
    }
    let words =
      "A ratio above \(BreachTests.oneDegree) (Kupiec, independence) or \(BreachTests.twoDegrees) (both) refuses the model at the 5 % "
      + "level. Efficiency is the mean requirement over the largest loss."
    let settings = runs.first?.test.settings
    return Page(
      title: "Backtest: \(settings?.model.rawValue ?? "")",
      subtitle: "\(file), \(runs.first?.test.days.first?.date ?? "") to \(runs.first?.test.days.last?.date ?? ""); each day's "
        + "requirement from the \(settings?.window ?? 0) days before it. Options stand at realised volatility times "
        + "\(Self.rounded(settings?.premium ?? 1, places: 4)).",
      sections: [Page.section("Results", Markup.table(head, rows) + Page.paragraph(words))]
        + runs.enumerated().map { Page.section($1.name, chart($0, $1.name, $1.test)) }
    ).html
  }

  private func chart(_ number: Int, _ name: String, _ test: Backtest) -> String {
    func points(_ value: (Backtest.Day) -> Double) -> [(x: Rational, y: Rational)] {
      test.days.enumerated().map { (Rational($0), Self.cents(value($1))) }
    }
    return LineChart(
      id: "b\(number)", title: "Requirement and loss, day by day",
      summary:
        "\(test.tests.breaches) of \(test.days.count) losses were larger than the requirement of the day before; each is a dot. "
        + "A negative loss is a gain.",
      lines: [
        .init(name: "loss of the day", points: points(\.loss), style: "other"),
        .init(name: "requirement", points: points(\.requirement), style: "curve"),
      ],
      dots: test.days.enumerated().filter(\.element.isBreach).map {
        .init(x: Rational($0), y: Self.cents($1.loss), name: "\($1.date): a loss of \(Self.text($1.loss, places: 2))")
      },
      ends: (test.days.first?.date ?? "", test.days.last?.date ?? ""), head: ["breach", "requirement", "loss"],
      rows: test.days.filter(\.isBreach).map { [$0.date, Self.text($0.requirement, places: 2), Self.text($0.loss, places: 2)] }
    ).figure.html
  }

  private static func cents(_ value: Double) -> Rational { Self.rounded(value, places: 2) }

  /// A double at so many decimals, halves away from zero.
  public static func rounded(_ value: Double, places: Int) -> Rational {
    guard value.isFinite else { return 0 }
    let scale = (0..<places).reduce(1.0) { scale, _ in scale * 10 }
    return Rational(BigInt((value * scale).rounded())) / Rational(BigInt(scale))
  }

  public static func text(_ value: Double, places: Int) -> String { rounded(value, places: places).decimal(places: places) }
}
