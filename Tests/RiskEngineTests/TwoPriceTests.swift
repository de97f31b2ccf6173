import MarginModel
import RiskEngine
import Testing

/// The builder of `circuits/two-price.yaml` on the example oracle's prices.
@Suite struct TwoPriceTests {
  private static func model(_ changes: [(String, String)] = []) throws -> RiskModel {
    try BuilderFiguresTests.model("two-price", changes)
  }

  private static func build(_ model: RiskModel, _ oracle: OraclePrices?) throws -> RiskFile {
    try RiskBuilder.build(RiskInputs(RiskBuilderTests.markets(), oracle: oracle), model).riskFile
  }

  /// `fixtures/circuits/two-price/risk.json` is another program's, of the same market and sources; its ends are not rounded to the cent.
  @Test func figuresAreThoseOfTheExample() throws {
    let prices = try OracleFixture.prices()
    let file = try Self.build(Self.model(), prices)
    let example = try RiskFile(bytes: Fixture.bytes("fixtures/circuits/two-price/risk.json"))
    #expect(
      file.sets["end"]?.elements == example.sets["end"]?.elements && file.inputs.last == prices.digest && file.inputs.count == 3)
    let names = try #require(example.sets["instrument"]).elements
    let ends = try #require(example.sets["end"]).elements
    let scans = try #require(example.sets["scan"]).elements
    let tolerance = Rational(3) / 100
    func compare(_ table: String, _ keys: [String], _ tolerance: Rational) throws {
      let (ours, theirs) = try (BuilderFiguresTests.value(file, table, keys), BuilderFiguresTests.value(example, table, keys))
      #expect(abs(ours - theirs) <= tolerance, "\(table) \(keys): \(ours) and \(theirs)")
    }
    for name in names {
      for table in ["heldPrice", "owedPrice", "haircut"] { try compare(table, [name], .zero) }
      for end in ends {
        try compare("mark", [name, end], tolerance)
        for scan in scans { try compare("pnl", [name, end, scan], tolerance) }
      }
    }
  }

  /// Exactly: 77,488.11 is the low end of 77,596.75.
  @Test func linearContractsAreMarkedByTheirGain() throws {
    let file = try Self.build(Self.model(), OracleFixture.prices())
    let mark = try BuilderFiguresTests.value(file, "mark", ["BTC-PERPETUAL", "BTC low ETH high"])
    #expect(try mark == OracleFixture.number("-108.64"))
    let profit = try BuilderFiguresTests.value(file, "pnl", ["BTC-PERPETUAL", "BTC low ETH high", "spot -16% vol +40%"])
    #expect(try profit == OracleFixture.number("-12398.1"))
    #expect(try BuilderFiguresTests.value(file, "mark", ["BTC", "BTC low ETH low"]) == 0)
    #expect(try BuilderFiguresTests.value(file, "heldPrice", ["USDC"]) == 1)
  }

  @Test func inputsThatDoNotFitAreRefused() throws {
    func refusal(_ model: RiskModel, _ oracle: OraclePrices?) -> String? {
      do {
        _ = try Self.build(model, oracle)
        return nil
      } catch { return "\(error)" }
    }
    let prices = try OracleFixture.prices()
    #expect(try refusal(Self.model(), nil)?.contains("none are given") == true)
    let text = String(decoding: prices.canonicalBytes, as: UTF8.self)
    let late = try OraclePrices(bytes: Array(text.replacing("T10:04:10Z", with: "T10:24:10Z").utf8))
    #expect(try refusal(Self.model(), late)?.contains("a snapshot are 1200 seconds apart") == true)
    let other = try OraclePrices(bytes: Array(text.replacing("\"asset\":\"ETH\"", with: "\"asset\":\"LTC\"").utf8))
    #expect(try refusal(Self.model(), other)?.contains("the oracle's prices have none of ETH") == true)
    #expect(throws: RiskModelError.self) { try Self.model([("volatilityShock:", "volatilityShocks:")]) }
  }

  @Test func theSameInputsGiveTheSameBytesAgain() throws {
    let prices = try OracleFixture.prices()
    let (model, markets) = try (Self.model(), RiskBuilderTests.markets())
    let file = try Self.build(model, prices)
    guard case .identical = RiskRecomputation(of: file, from: RiskInputs(markets, oracle: prices), model) else {
      Issue.record("not identical")
      return
    }
    guard case .inputMissing(prices.digest) = RiskRecomputation(of: file, from: markets, model) else {
      Issue.record("the prices are not missed")
      return
    }
  }

  @Test func aStaleQuoteIsLeftOutByTheModel() throws {
    let bytes = try #require(
      SmallMarket.replacing(
        "\"bid\": \"0.03\"", by: "\"quotedAt\": \"2026-05-21T10:03:00Z\", \"bid\": \"0.03\"", in: SmallMarket.snapshot))
    let market = try MarketSnapshot(bytes: bytes)
    for (seconds, count) in [("60", 1), ("71", 0)] {
      let model = try BuilderFiguresTests.model(
        "portfolio-scan",
        [
          ("simultaneity: 600", "simultaneity: 600\noldestQuote: \(seconds)"),
          ("  ETH: {haircut: 0.16, lot: 0.001, limit: 1000000}\n", ""),
        ])
      let build = try RiskBuilder.build([market], model)
      #expect(build.reports.flatMap(\.findings).filter(\.isLeftOut).count == count)
    }
  }
}
