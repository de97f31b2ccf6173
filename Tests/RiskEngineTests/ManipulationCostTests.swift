import MarginModel
import RiskEngine
import Testing

@Suite struct ManipulationCostTests {
  private static let even = #"[{"move": "0.01", "volume": "100"}, {"move": "0.02", "volume": "1000"}]"#

  private func depth(_ books: [(source: String, up: String)], interest: String) throws -> MarketDepth {
    let entries = books.map { #"{"source": "\#($0.source)", "down": \#(Self.even), "up": \#($0.up)}"# }
    let file = """
      {"kind": "market-depth", "version": 1, "venue": "test", "asOf": "2026-05-21T10:04:10Z", "source": "made up", "licence": "none",
       "assumed": "all", "underlyings": [{"underlying": "BTC", "openInterest": "\(interest)", "funding": "0", "fundingPeriod": 28800,
       "books": [\(entries.joined(separator: ","))], "liquidations": {"down": [], "up": []}}]}
      """
    return try MarketDepth(bytes: Array(file.utf8))
  }

  private func verdict(_ weights: [String], _ depth: MarketDepth, _ part: String = "", _ other: String = "") throws -> OracleVerdict
  {
    let text = try OracleFixture.modelText().replacing("longestGap: 300", with: "longestGap: 1800")
      .replacing("[0.0025, 0.005, 0.01, 0.02]", with: "[0.005, 0.01, 0.02]").replacing("{BTC: 100, ETH: 1500}", with: "{ETH: 1500}")
    let bytes = part.isEmpty ? Array(text.utf8) : try #require(SmallMarket.replacing(part, by: other, in: text))
    let quotes: [OracleFixture.Quote] = zip("abc", weights).map { (name: String($0), price: "100", weight: $1, age: 0) }
    let sources = try OracleFixture.sources(quotes)
    return OracleVerdict(sources.assets[0], asOf: sources.asOf, try OracleModel(bytes: bytes, file: "oracle.yaml"), depth: depth)
  }

  private let three = [("a", even), ("b", even), ("c", even)].map { (source: $0.0, up: $0.1) }

  @Test func theCostIsTheCheapestHalfsSlippageBothWaysAndFees() throws {
    let up = try verdict(["1", "1", "1"], depth(three, interest: "200")).attacks.filter { $0.direction == .up }
    // To 1 %: 100 coins at 0.5 % on average in, the same out, 0.05 % twice: 110 a source, two sources. To 2 %: 900 more at 1.5 %.
    #expect(up.map(\.cost) == [60, 220, 5800] && up.map(\.prize) == [100, 200, 400])
    #expect(up.map(\.pays) == [true, false, false] && up.map(\.sources) == [["a", "b"], ["a", "b"], ["a", "b"]])
    #expect(up.map(\.safePosition) == [120, 220, 2900])
    // One source with half of the weight is enough.
    let heavy = try verdict(["3", "1", "1"], depth(three, interest: "200")).attacks
    #expect(heavy.map(\.cost) == [30, 110, 2900, 30, 110, 2900] && heavy.allSatisfy { $0.sources == ["a"] })
    // A source whose book nobody states is free, and a thin one is cheap.
    let thin = [("a", Self.even), ("b", #"[{"move": "0.01", "volume": "10"}]"#)].map { (source: $0.0, up: $0.1) }
    let cheap = try verdict(["1", "1", "1"], depth(thin, interest: "200")).attacks.filter { $0.direction == .up }
    // b: 10 coins; out through 10 coins of the other side, where the move is 0.1 %.
    #expect(cheap[1].sources == ["b", "c"])
    #expect(try cheap[1].cost == OracleFixture.number("5") + OracleFixture.number("0.5") + 1)
  }

  @Test func theBandReachesWhereAMovePays() throws {
    let safe = try verdict(["1", "1", "1"], depth(three, interest: "100"))
    #expect(try safe.price != nil && safe.band?.above == OracleFixture.number("0.0005"))
    let wider = try verdict(["1", "1", "1"], depth(three, interest: "300"))
    #expect(
      try wider.price != nil && wider.band?.above == OracleFixture.number("0.01")
        && wider.band?.below == OracleFixture.number("0.01"))
    #expect(wider.price?.low.description == "99" && wider.price?.high.description == "101")
    #expect(wider.lines.contains("  moving it up 1.000 % costs 220.00 and is worth 300.00: pays, and the band reaches so far"))
    // Twice the cover, or books that refill: the same as half the position, or twice the cost.
    #expect(
      try verdict(["1", "1", "1"], depth(three, interest: "150"), "cover: 1", "cover: 2").band?.above
        == OracleFixture.number("0.01"))
    #expect(
      try verdict(["1", "1", "1"], depth(three, interest: "300"), "refills: 1", "refills: 2").band?.above
        == OracleFixture.number("0.005"))
    // The smaller of cap and open interest is what a position can be.
    #expect(
      try verdict(["1", "1", "1"], depth(three, interest: "9000"), "{ETH: 1500}", "{BTC: 100}").band?.above
        == OracleFixture.number("0.0005"))
  }

  @Test func whereTheLargestMovePaysNothingIsPublished() throws {
    let verdict = try verdict(["1", "1", "1"], depth(three, interest: "3000"))
    #expect(verdict.price == nil && verdict.blocks.count == 2)
    #expect(
      verdict.blocks[0].description
        == "a move down of 2.000 %, the largest examined, costs 5800.00 and pays 6000.00; lower the position cap to 2900.00 coins")
  }

  @Test func withoutDepthItIsSaidThatNothingWasExamined() throws {
    let sources = try OracleFixture.sources()
    let verdict = OracleVerdict(sources.assets[0], asOf: sources.asOf, try OracleFixture.model())
    #expect(verdict.attacks.isEmpty && verdict.price != nil && verdict.lines.contains("  cost of moving the price: not examined"))
  }

  /// A depth of another time, without the asset, or that no model asked for says nothing of the cost; nothing is published then.
  @Test func aDepthThatDoesNotFitBlocks() throws {
    let sources = try OracleFixture.sources()
    let text = String(decoding: try Fixture.bytes("fixtures/markets/market-depth.json"), as: UTF8.self)
    func blocks(_ part: String, _ other: String, _ model: OracleModel) throws -> [[OracleVerdict.Block]] {
      let depth = try MarketDepth(bytes: #require(SmallMarket.replacing(part, by: other, in: text)))
      let (verdicts, prices) = OraclePrices.judge(sources, model, depth: depth)
      #expect(prices == nil && verdicts.contains { $0.attacks.isEmpty })
      return verdicts.map(\.blocks)
    }
    let model = try OracleFixture.model()
    for time in ["09:54:09", "10:14:11"] {
      #expect(
        try blocks("T10:04:10Z", "T\(time)Z", model) == Array(repeating: [.depthApart(seconds: 601, allowed: 600)], count: 2),
        "\(time)")
    }
    #expect(try blocks("\"ETH\"", "\"LTC\"", model) == [[], [.notInDepth]])
    let whole = try OracleFixture.modelText()
    let start = try #require(whole.firstRange(of: "attack:\n")).lowerBound
    let end = try #require(whole.firstRange(of: "priceDecimals")).lowerBound
    let without = try OracleModel(bytes: Array((whole[..<start] + whole[end...]).utf8), file: "oracle.yaml")
    #expect(try blocks("\"none\"", "\"our own\"", without) == [[.depthNotRead], [.depthNotRead]])
    #expect(OraclePrices.judge(sources, without).prices != nil)
  }

  @Test func theExampleIsSafe() throws {
    let (verdicts, prices) = OraclePrices.judge(
      try OracleFixture.sources(), try OracleFixture.model(), depth: try OracleFixture.depth())
    #expect(prices?.inputs.count == 2)
    for verdict in verdicts { #expect(verdict.attacks.count == 8 && verdict.attacks.allSatisfy { !$0.pays }, "\(verdict.lines)") }
  }
}
