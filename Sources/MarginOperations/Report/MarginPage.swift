import MarginModel

/// The private margin report as one HTML file: verdict, components, scenarios, surface of profits, tiers, every figure.
///
/// The file holds the book's figures, so it is as secret as the book. It needs nothing but itself: no script, no font or picture from
/// elsewhere. Every name is escaped, since circuits and risk files are written by others.
public struct MarginPage {
  private let bound: BoundCircuit
  private let report: MarginReport
  private let lots: [Int64]
  private let choices: [Int64]
  private let notes: [String]

  /// At most so many assertions, ladders and schedules are drawn; the tables have all.
  private static let limit = 12

  /// - Parameters:
  ///   - lots: the book, as ``BoundCircuit/evaluate(lots:choices:)`` takes it.
  ///   - choices: likewise.
  ///   - notes: of how the book was read.
  /// - Throws: as ``BoundCircuit/evaluate(lots:choices:)``.
  public init(_ bound: BoundCircuit, lots: [Int64], choices: [Int64], notes: [String]) throws(CircuitError) {
    (self.bound, self.lots, self.choices, self.notes) = (bound, lots, choices, notes)
    report = try bound.evaluate(lots: lots, choices: choices)
  }

  /// The file.
  public func html() throws(CircuitError) -> String {
    var sections = [verdict] + notes.map { Page.paragraph("Note: \($0)") }
    sections.append(try components())
    sections += scenarios()
    sections += surfaces()
    sections += try tiers()
    sections.append(figures)
    let arguments = bound.arguments.map { ", \($0.name) \($0.value)" }.joined()
    return Page(
      title: "Margin report: \(bound.circuit.name)",
      subtitle: "\(bound.circuit.summary) Prices of \(bound.risk.asOf.map { "\($0)" } ?? "no stated time")\(arguments). Private: "
        + "this page holds the figures of a book.",
      sections: sections
    ).html
  }

  /// Every assertion in words, failing ones first.
  private var verdict: String {
    let sorted = report.assertions.filter { !$0.holds } + report.assertions.filter(\.holds)
    let lines = sorted.prefix(4 * Self.limit).map { assertion in
      let (style, word) = assertion.holds ? ("holds", "holds") : ("fails", "does not hold")
      let rest = "\(AmountText.full(assertion.surplus.magnitude)) \(assertion.unit)"
      let margin = assertion.holds ? assertion.relation == "==" ? "" : ", surplus \(rest)" : ", shortfall \(rest)"
      let name = assertion.text + (assertion.instance.isEmpty ? "" : " [\(assertion.instance)]")
      // As the rule writes it.
      let isTurned = assertion.relation == "<="
      let (left, right) = isTurned ? (assertion.smaller, assertion.larger) : (assertion.larger, assertion.smaller)
      return "<li><code>\(Markup.text(name))</code><br>\(AmountText.full(left)) \(Markup.text(assertion.relation)) "
        + "\(AmountText.full(right)): <span class=\"verdict \(style)\">\(word)</span>\(Markup.text(margin))</li>"
    }
    let more =
      sorted.count > lines.count ? Page.paragraph("\(sorted.count - lines.count) more of this kind hold their places below.") : ""
    return Page.section(report.isSolvent ? "Covered" : "Not covered", "<ul>\n\(lines.joined(separator: "\n"))\n</ul>\(more)")
  }

  private func components() throws(CircuitError) -> String {
    let parts = try SideParts.ofAssertions(bound, lots: lots, choices: choices)
    var figures: [String] = []
    for (number, (assertion, sides)) in zip(report.assertions, parts).enumerated() where figures.count < Self.limit {
      let instance = assertion.instance.isEmpty ? "" : " [\(assertion.instance)]"
      let needed = sides.smaller.map { BarChart.Bar(label: $0.name, value: $0.value, mark: nil) }
      let there = sides.larger.map { BarChart.Bar(label: $0.name, value: $0.value, mark: nil) }
      if !needed.isEmpty {
        figures.append(
          BarChart(
            id: "n\(number)", title: "What is required\(instance)",
            summary: "The parts that add up to \(AmountText.full(assertion.smaller)) \(assertion.unit), the smaller side of "
              + "\(assertion.text).", unit: "\(assertion.unit)", bars: needed
          ).figure.html)
      }
      if !there.isEmpty {
        figures.append(
          BarChart(
            id: "l\(number)", title: "What is there\(instance)",
            summary: "The parts that add up to \(AmountText.full(assertion.larger)) \(assertion.unit), the larger side of "
              + "\(assertion.text).", unit: "\(assertion.unit)", bars: there, positive: "gain"
          ).figure.html)
      }
    }
    return Page.section("By component", figures.joined(separator: "\n"))
  }

  private func scenarios() -> [String] {
    let ladders = report.ladders.filter { $0.steps.count > 2 }
    guard !ladders.isEmpty else { return [] }
    let figures = ladders.prefix(Self.limit).enumerated().map { number, ladder in
      let worst = ladder.steps[ladder.worst]
      return BarChart(
        id: "s\(number)", title: ladder.name,
        summary: "The \(ladder.isMaximum ? "largest" : "smallest") of \(ladder.steps.count) decides: \(worst.label), "
          + "\(AmountText.full(worst.value)) \(ladder.unit).",
        unit: "\(ladder.unit)",
        bars: ladder.steps.enumerated().map {
          BarChart.Bar(label: $1.label, value: $1.value, mark: $0 == ladder.worst ? "decides" : nil)
        }
      ).figure.html
    }
    let more =
      ladders.count > figures.count ? Page.paragraph("\(ladders.count - figures.count) more ladders are in the JSON report.") : ""
    return [Page.section("Scenario ladder", figures.joined(separator: "\n") + more)]
  }

  private func surfaces() -> [String] {
    let figures = ScenarioSurface.all(of: bound, lots: lots).enumerated().map { number, surface in
      SurfaceChart(
        id: "p\(number)", title: "Profit and loss by spot and volatility",
        summary:
          "What the book gains or loses in each scenario of \(surface.scan), before any weight of the rule. The framed cell is "
          + "the worst; an empty one is no scenario.", unit: "\(surface.unit)", surface: surface
      ).figure.html
    }
    return figures.isEmpty ? [] : [Page.section("Profit and loss", figures.joined(separator: "\n"))]
  }

  private func tiers() throws(CircuitError) -> [String] {
    let curves = try TierCurve.all(of: bound, lots: lots, choices: choices)
    guard !curves.isEmpty else { return [] }
    let figures = curves.sorted { $0.amount.magnitude > $1.amount.magnitude }.prefix(Self.limit).enumerated().map { number, curve in
      let points = curve.points
      return LineChart(
        id: "t\(number)", title: curve.name,
        summary: "The book has \(AmountText.full(curve.amount)) \(curve.amountUnit); the schedule makes "
          + "\(AmountText.full(curve.counted)) \(curve.unit) of it.",
        lines: [.init(name: curve.name, points: points, style: "curve")],
        dots: [.init(x: curve.amount, y: curve.counted, name: "the book")],
        ends: (AmountText.short(points.first?.x ?? 0), AmountText.short(points.last?.x ?? 0)),
        head: ["amount", "counted"], rows: points.map { [AmountText.full($0.x), AmountText.full($0.y)] }
      ).figure.html
    }
    let more =
      curves.count > figures.count ? Page.paragraph("The \(figures.count) largest of \(curves.count) schedules are drawn.") : ""
    return [Page.section("Tiers", figures.joined(separator: "\n") + more)]
  }

  private var figures: String {
    func rows(_ values: [MarginReport.Value]) -> [[String]] { values.map { [$0.name, AmountText.full($0.value), "\($0.unit)"] } }
    var body = Markup.table(["definition", "value", "unit"], rows(report.definitions))
    for (title, values) in [("chosen", report.chosen), ("published", report.revealed)] where !values.isEmpty {
      body += Markup.table([title, "value", "unit"], rows(values))
    }
    let digests = Page.paragraph("Rule \(bound.circuit.digest). Risk file \(bound.risk.digest).")
    return Page.section("Every figure", body + digests)
  }
}
