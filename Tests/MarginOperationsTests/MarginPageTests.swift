import CircuitCompiler
import Foundation
import MarginModel
import MarginOperations
import Testing

/// The HTML report: complete, self-contained, and safe whatever the files call things.
@Suite struct MarginPageTests {
  static func page(_ name: String, _ book: String) throws -> String {
    let bound = try Fixture.bound(name)
    let lots = try Fixture.lots(name, book, bound)
    let choices = try ChoiceSearch(bound).choices(lots: lots).steps
    return try MarginPage(bound, lots: lots, choices: choices, notes: ["a note"]).html()
  }

  @Test(arguments: Fixture.names)
  func everyCircuitHasAPageThatNeedsNothingElse(name: String) throws {
    for book in ["accepted", "refused"] {
      let html = try Self.page(name, book)
      #expect(html.hasPrefix("<!DOCTYPE html>\n<html lang=\"en\">"))
      #expect(html.contains("content=\"default-src 'none'; style-src 'unsafe-inline';"))
      for outside in ["<script", "<link", "<img", "http:", "https:", "url(", "@import", "src="] {
        #expect(!html.contains(outside), "\(outside)")
      }
      #expect(!html.contains("NaN") && !html.contains("inf\""))
      // Each drawing has a title and a description, and its figures as a table.
      let drawings = html.components(separatedBy: "<svg ").dropFirst()
      for drawing in drawings { #expect(drawing.hasPrefix("role=\"img\" aria-labelledby=\"") && drawing.contains("<desc id=")) }
      #expect(html.components(separatedBy: "<details>").count == drawings.count + 1)
      let ids = html.matches(of: /\sid="([a-z0-9]+)"/).map { String($0.1) }
      #expect(Set(ids).count == ids.count)
      #expect(html.contains(book == "accepted" ? "<h2>Covered</h2>" : "<h2>Not covered</h2>"))
    }
  }

  @Test func theScanHasASurfaceAndALadder() throws {
    let html = try Self.page("portfolio-scan", "accepted")
    #expect(html.contains("Profit and loss by spot and volatility") && html.contains("\u{25C0} decides"))
    let bound = try Fixture.bound("portfolio-scan")
    let lots = try Fixture.lots("portfolio-scan", "accepted", bound)
    let surface = try #require(ScenarioSurface.all(of: bound, lots: lots).first)
    #expect(zip(surface.spots, surface.spots.dropFirst()).allSatisfy { $0.value < $1.value })
    // The ladder's losses are the surface's, with the rule's weights.
    let report = try bound.evaluate(lots: lots)
    let ladder = try #require(report.ladders.first { $0.name == "worst" })
    let weights = try #require(bound.risk.tables["weight"])
    for (place, name) in try #require(bound.risk.sets["scan"]).elements.enumerated() {
      let step = try #require(ladder.steps.first { $0.label == name })
      let weight = try #require(weights.value([place]))
      #expect(surface.cells.values.contains { -weight * $0 == step.value }, "\(name)")
    }
  }

  @Test func aSurfaceComesFromAttributesOrNames() throws {
    func bound(_ scan: String) throws -> BoundCircuit {
      try Fixture.bound(
        circuit: """
          circuit: axes
          version: 1
          summary: Every scenario is covered.
          risk:
            pnl[instrument, scan]: USD
          assert:
            - sum(pnl[i, s] * x[i] for i in instrument) >= -100 for s in scan
          committed: ["x[i in instrument]"]
          """.replacingOccurrences(of: ">= -100", with: ">= -1000000 * bound").replacingOccurrences(
            of: "  pnl[instrument, scan]: USD", with: "  pnl[instrument, scan]: USD\n  bound: USD"),
        risk: """
          {"sets": {"instrument": {"elements": ["A", "B"]}, "scan": \(scan)},
           "tables": {"bound": {"index": [], "unit": "USD", "values": "1"}, "pnl": {"index": ["instrument", "scan"], "unit": "USD",
             "values": [["1", "2", "3", "4"], ["10", "20", "30", "-40"]]}}}
          """)
    }
    let named = try bound(
      #"{"elements": ["spot -5% vol +10%", "spot +5% vol +10%", "spot -5% vol -10%", "spot 0.05 volatility -0.1"]}"#)
    let labelled = try bound(
      #"{"elements": ["a", "b", "c", "d"], "attributes": {"spot": ["-0.05", "0.05", "-0.05", "0.05"],"#
        + #" "volatility": ["0.1", "0.1", "-0.1", "-0.1"]}}"#)
    for bound in [named, labelled] {
      let surface = try #require(ScenarioSurface.all(of: bound, lots: [1, 2]).first)
      #expect(surface.spots.map(\.text) == ["-5 %", "+5 %"] && surface.volatilities.map(\.text) == ["+10 %", "-10 %"])
      #expect(surface.cells[.init(spot: 0, volatility: 0)] == 21 && surface.cells[.init(spot: 1, volatility: 1)] == -76)
    }
    let silent = try bound(#"{"elements": ["a", "b", "c", "spot"]}"#)
    #expect(ScenarioSurface.all(of: silent, lots: [1, 2]).isEmpty)
  }

  @Test(arguments: Fixture.names)
  func thePartsOfASideAddUpToIt(name: String) throws {
    let bound = try Fixture.bound(name)
    for book in ["accepted", "refused"] {
      let lots = try Fixture.lots(name, book, bound)
      let choices = try ChoiceSearch(bound).choices(lots: lots).steps
      let report = try bound.evaluate(lots: lots, choices: choices)
      let parts = try SideParts.ofAssertions(bound, lots: lots, choices: choices)
      #expect(parts.count == report.assertions.count)
      for (assertion, sides) in zip(report.assertions, parts) {
        #expect(sides.larger.reduce(0) { $0 + $1.value } == assertion.larger, "\(assertion.text)")
        #expect(sides.smaller.reduce(0) { $0 + $1.value } == assertion.smaller, "\(assertion.text)")
      }
    }
    let scan = try Fixture.bound("portfolio-scan")
    let parts = try SideParts.ofAssertions(scan, lots: Fixture.lots("portfolio-scan", "accepted", scan), choices: [])
    #expect(Set(parts[0].smaller.map(\.name)).isSubset(of: ["worst", "minimumDelta", "provisions"]) && parts[0].smaller.count == 2)
  }

  @Test func aTieredBalanceStandsOnItsCurve() throws {
    let bound = try Fixture.bound("tiered-collateral")
    let lots = try Fixture.lots("tiered-collateral", "accepted", bound)
    let curves = try TierCurve.all(of: bound, lots: lots, choices: [])
    #expect(!curves.isEmpty)
    for curve in curves {
      #expect(curve.value(curve.amount) == curve.counted)
      #expect(zip(curve.knots, curve.knots.dropFirst()).allSatisfy { $0 < $1 })
    }
    #expect(try Self.page("tiered-collateral", "accepted").contains("<h2>Tiers</h2>"))
  }

  @Test func namesFromFilesAreText() throws {
    let hostile = "</title><script>alert(1)</script>&\\\"' onload=x"
    let bound = try Fixture.bound(
      circuit: """
        circuit: hostile
        version: 1
        summary: "<b>bold</b> & <svg onload=alert(1)>"
        risk:
          price[asset]: USD >= 0
        committed: ["x[a in asset]"]
        define:
          worst: max(price[a] * x[a] for a in asset)
        assert:
          - worst <= 1000 * sum(price[a] for a in asset)
        """,
      risk: """
        {"sets": {"asset": {"elements": ["\(hostile)", "<img src=x onerror=alert(1)>", "C"]}},
         "tables": {"price": {"index": ["asset"], "unit": "USD", "values": ["1", "2", "3"]}}}
        """)
    let html = try MarginPage(bound, lots: [1, 2, 3], choices: [], notes: ["<script>note\u{202E}</script>"]).html()
    for broken in ["<script", "<img", "<b>", "onload=alert(1)>\"", "</title><script"] {
      #expect(!html.contains(broken), "\(broken)")
    }
    #expect(html.contains("&lt;script&gt;alert(1)&lt;/script&gt;&amp;&quot;&#39; onload=x"))
    #expect(html.contains("note?&lt;/script&gt;") && html.components(separatedBy: "</title>").count > 1)
    #expect(Markup.text("a\u{0}b\u{200F}") == "a?b?" && Markup.text("<>&\"'") == "&lt;&gt;&amp;&quot;&#39;")
    #expect(Markup.number(-0.004) == "0" && Markup.number(1.5) == "1.5" && Markup.number(-2.05) == "-2.05")
  }

  @Test func amountsReadWell() throws {
    func number(_ text: String) throws -> Rational { try #require(Rational(text)) }
    #expect(try AmountText.full(number("-1234567.895")) == "-1,234,567.90")
    #expect(try AmountText.full(number("0.00012")) == "0.00012" && AmountText.full(3) == "3.00")
    #expect(try AmountText.short(number("-412345")) == "-412k" && AmountText.short(number("1250000")) == "1.25M")
    #expect(try AmountText.short(number("0.034")) == "0.03" && AmountText.short(0) == "0")
    #expect(try AmountText.percent(number("2/9")) == "22.22 %")
  }
}
