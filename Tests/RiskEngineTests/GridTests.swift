import Foundation
import MarginModel
import RiskEngine
import Testing

@Suite struct GridTests {
  private static let steps = "spot: {range: 0.16, steps: 18}\n  volatility: [0.4, 0, -0.22]"

  private static func grid(_ text: String) throws -> RiskModel {
    try BuilderFiguresTests.model("portfolio-grid", [(steps, text)])
  }

  @Test func everyNodeIsThereAndTailsCountInPart() throws {
    let scenarios = try RiskModelTests.scan(RiskModelTests.named("portfolio-grid")).scenarios
    #expect(scenarios.count == 37 * 3 + 9)
    #expect(scenarios[0].name == "spot +16% vol +40%" && scenarios[110].name == "spot -16% vol -22%")
    #expect(scenarios[55].name == "spot +0% vol +0%")
    // 0.16 x 17 / 18, away from no move.
    #expect(scenarios[3].spot.description == "0.151112" && scenarios[107].spot.description == "-0.151112")
    #expect(scenarios[..<111].allSatisfy { $0.weight.description == "1" })
    #expect(
      scenarios[111...].map(\.weight.description) == [
        "0.2425", "0.32", "0.4849", "0.32", "0.16", "0.08", "0.0534", "0.04", "0.032",
      ])
  }

  @Test func dampenerIsTakenOffATail() throws {
    let model = try BuilderFiguresTests.model("portfolio-grid", [("  tails:", "  dampener: 0.06\n  tails:")])
    let tails = try RiskModelTests.scan(model).scenarios[111...]
    // 0.16 / 0.66 x 0.6 / 0.66, and 0.16 x 0.94 / 1.
    #expect(tails.first?.weight.description == "0.2204" && tails.map(\.weight.description)[4] == "0.1504")
  }

  /// 24, 120 and 1,000 scenarios over both chains.
  @Test(arguments: [
    ("spot: {range: 0.16, steps: 2}\n  volatility: [0.4, 0, -0.22]", 24), (steps, 120),
    ("spot: {range: 0.16, steps: 495}\n  volatility: [0.4]", 1000),
  ])
  func filesOfEverySizeAreBuilt(_ text: String, _ count: Int) throws {
    let file = try BuilderFiguresTests.build(Self.grid(text))
    #expect(file.sets["scan"]?.elements.count == count && file.tables["weight"]?.index == ["scan"])
    #expect(file.sets["instrument"]?.elements.count == 709)
  }

  /// What is listed and what is generated are the same numbers.
  @Test func generatedNodesAreRevaluedLikeListedOnes() throws {
    let grid = try BuilderFiguresTests.build(Self.grid("spot: {range: 0.16, steps: 4}\n  volatility: [0.4, -0.22]"))
    let scan = try RiskBuilderTests.realFile()
    var shared = 0
    for name in try #require(scan.sets["scan"]).elements where grid.sets["scan"]?.index(of: name) != nil {
      for instrument in ["BTC-PERPETUAL", "BTC-26JUN26-74000-P", "ETH-26JUN26-2600-C", "ETH"] {
        let names = [instrument, name]
        #expect(try BuilderFiguresTests.value(grid, "pnl", names) == BuilderFiguresTests.value(scan, "pnl", names))
      }
      shared += 1
    }
    #expect(shared == 16 + 8)
  }

  @Test(arguments: [
    ("steps: 18", "steps: 5000", "allowed is up to 10000"), ("range: 0.16", "range: 1", "out of range"),
    ("volatility: [0.4, 0, -0.22]", "volatility: []", "1 to 10000 of them"),
    ("volatility: [0.4, 0, -0.22]", "volatility: [0.4, 0.4]", "is there twice"),
    ("spot: -0.66, volatility: 0.4", "spot: -1, volatility: 0.4", "allowed is above -1"),
    ("spot: -0.66, volatility: 0.4", "spot: 0, volatility: 0.4", "beyond the dampener"),
    ("grid:\n", "nodes:\n", "the key grid is missing"),
  ])
  func oneWrongLineIsRefused(_ part: String, _ other: String, _ words: String) throws {
    let error = #expect(throws: (any Error).self) { try BuilderFiguresTests.model("portfolio-grid", [(part, other)]) }
    #expect(error.map { "\($0)" }?.contains(words) == true, "\(error.map { "\($0)" } ?? "nothing")")
  }

  /// The 24 scenarios, the powers and the example of Paradex's page, as it was collected.
  private struct Paradex: Decodable {
    struct Model: Decodable { let scenarios: [[Double]] }
    let model: Model
  }

  @Test(.enabled(if: Fixture.hasShared, "the published figures are not beside the package"))
  func scenariosOfParadexAreThePublishedOnes() throws {
    let published = try JSONDecoder().decode(Paradex.self, from: Data(Fixture.sharedBytes("data/margin/paradex_pm.json")))
    let scenarios = try RiskModelTests.scan(RiskModelTests.portfolioScan()).scenarios
    #expect(scenarios.map { [$0.spot.double, $0.volatility.double, $0.weight.double] } == published.model.scenarios)
  }
}
