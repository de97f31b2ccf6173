import MarginModel
import RiskEngine
import Testing

@Suite struct ContagionTests {
  /// Two coins without options at round prices; the model's cash is a dollar.
  static func market(_ coin: String, _ price: Int) throws -> MarketSnapshot {
    let text = """
      {"kind": "market", "version": 1, "venue": "V", "underlying": "\(coin)", "asOf": "2026-05-21T10:04:10Z", "source": "made up",
       "licence": "none", "spot": "\(price)", "perpetual": {"instrument": "\(coin)-PERP", "bid": "\(price)", "ask": "\(price)"},
       "futures": [], "options": [], "cash": []}
      """
    return try MarketSnapshot(bytes: Array(text.utf8))
  }

  private static let bitcoin = [("0.05", 300), ("0.1", 900), ("0.16", 2600), ("0.25", 4200)]
  private static let ether = [("0.05", 4000), ("0.1", 14000), ("0.16", 40000), ("0.25", 70000)]

  /// The round case's market; what a test changes has a name.
  static func depth(
    bitcoin: [(String, Int)] = bitcoin, coins: Int = 1500, interests: (String, String) = ("20000", "300000"),
    longs: String = #"{"concentration": "0.3"}"#, funding: (rate: String, period: Int) = ("0", 28_800)
  ) throws -> MarketDepth {
    func curve(_ points: [(String, Int)]) -> String {
      "[" + points.map { #"{"move": "\#($0.0)", "volume": "\#($0.1)"}"# }.joined(separator: ", ") + "]"
    }
    func coin(_ name: String, _ interest: String, _ coins: Int, _ forced: [(String, Int)], _ longs: String) -> String {
      let (book, map) = (curve([("0.02", coins)]), curve(forced))
      return """
        {"underlying": "\(name)", "openInterest": "\(interest)", "funding": "\(funding.rate)", "fundingPeriod": \(funding.period),
         "books": [{"source": "V", "down": \(book), "up": \(book)}], "liquidations": {"down": \(map), "up": \(map)},
         "holders": {"down": \(longs), "up": {"concentration": "0"}}}
        """
    }
    let text = """
      {"kind": "market-depth", "version": 1, "venue": "V", "asOf": "2026-05-21T10:04:10Z", "source": "made up", "licence": "none",
       "assumed": "all", "underlyings": [\(coin("BTC", interests.0, coins, bitcoin, longs)),
       \(coin("ETH", interests.1, 24_000, ether, #"{"concentration": "0.2"}"#))]}
      """
    return try MarketDepth(bytes: Array(text.utf8))
  }

  private static func model(decay: String = "0", mean: String = "0") throws -> RiskModel {
    let text = """
      model: contagion-vector
      version: 1
      builder: contagion
      summary: Round inputs.
      scenarios: [{spot: 0.16, volatility: 0}, {spot: 0, volatility: 0}, {spot: -0.16, volatility: 0}]
      volatilityShock: {pivotDays: 30, minimumDays: 1, powerBelowPivot: 0.3, powerFromPivot: 0.13}
      contagion:
        band: 0.02
        evaporation: 0.5
        link: 0.25
        correlation: 0.85
        pairedVolatility: 0
        decay: \(decay)
        crowding: {cap: 3, concentration: {weight: 2, from: 0.1}, funding: {weight: 0.1, from: 0}, interest: {weight: 0, from: 0}}
        knots: [0, 0.25, 0.5, 1, 1.5, 2]
        chordDecimals: 8
        share: 0.33
      markets:
        BTC: {base: 0.16, cap: 0.4, volatility: 0.55, funding: {mean: \(mean), deviation: 0.00005, period: 28800}}
        ETH: {base: 0.18, cap: 0.45, volatility: 0.7, funding: {mean: \(mean), deviation: 0.00005, period: 28800}}
      contracts:
        option: {lot: 0.1, limit: 10000, fee: 0, funding: 0}
        future: {lot: 0.001, limit: 10000, fee: 0, funding: 0}
        perpetual: {lot: 0.001, limit: 10000, fee: 0, funding: 0}
      cash:
        USD: {price: 1, haircut: 0, lot: 0.01, limit: 1000000000}
      decimals: {money: 6, delta: 4}
      validity: 3600
      simultaneity: 600
      """
    return try RiskModel(bytes: Array(text.utf8), file: "model.yaml")
  }

  private static func file(
    _ model: RiskModel? = nil, _ depth: MarketDepth? = nil, previous: RiskFile? = nil
  ) throws -> RiskFile {
    let markets = [try market("BTC", 60_000), try market("ETH", 3000)]
    let inputs = RiskInputs(markets, depth: try depth ?? Self.depth(), previousFile: previous)
    return try RiskBuilder.build(inputs, model ?? Self.model()).riskFile
  }

  private static func buffer(_ file: RiskFile, _ book: [String: Int64]) throws -> Rational {
    let circuit = try Circuit(bytes: Fixture.bytes("circuits/contagion-buffer.yaml"), file: "contagion-buffer.yaml")
    let bound = try BoundCircuit(circuit, risk: file)
    let report = try bound.evaluate(lots: bound.coordinates.map { (book[$0.id] ?? 0) * 1000 })
    return try #require(report.definitions.first { $0.name == "buffer" }).value
  }

  @Test func vectorIsReproduced() throws {
    let file = try Self.file()
    let value = BuilderFiguresTests.value
    #expect(abs(try value(file, "shock", ["down", "BTC"]).approximate - 0.291479) < 1e-6)
    #expect(abs(try value(file, "shock", ["down", "ETH"]).approximate - 0.326958) < 1e-6)
    #expect(abs(try value(file, "cascadeLoss", ["down", "BTC-PERP"]).approximate - 7888.75) < 0.01)
    #expect(abs(try value(file, "cascadeLoss", ["down", "ETH-PERP"]).approximate - 440.87) < 0.01)
    #expect(try value(file, "cascadeLoss", ["up", "BTC-PERP"]) == -value(file, "cascadeLoss", ["down", "BTC-PERP"]))
    #expect(try value(file, "crowding", ["down", "BTC"]) == (try #require(Rational("1.4"))))
    #expect(try value(file, "crowding", ["down", "ETH"]) == (try #require(Rational("1.2"))))
    #expect(try value(file, "crowding", ["up", "BTC"]) == 1)
    let chords = [(1.1361, 0), (1.4588, -0.0807), (2.1391, -0.4208), (3.5268, -1.8085), (5.8147, -5.2404)]
    for (knot, (slope, intercept)) in zip(["0.25", "0.5", "1", "1.5", "2"], chords) {
      #expect(abs(try value(file, "chordSlope", ["to " + knot]).approximate - slope) < 1e-4)
      #expect(abs(try value(file, "chordIntercept", ["to " + knot]).approximate - intercept) < 1e-4)
    }
    for (lots, dollars) in [(Int64(100), "414064"), (1500, "9393681"), (-100, "295760")] {
      #expect(try Self.buffer(file, ["BTC-PERP": lots]).decimal(places: 0) == dollars)
    }
  }

  @Test func shockSettlesInThreeRoundsAndAloneAtLess() throws {
    let depth = try Self.depth()
    func coin(_ name: String, _ base: String, _ cap: String) throws -> ContagionShock.Market {
      let market = try #require(depth[name])
      return ContagionShock.Market(
        base: try #require(Rational(base)), cap: try #require(Rational(cap)), depth: market.depth(.down, within: Rational(1) / 50),
        forced: market.liquidationsDown)
    }
    let coins = [try coin("BTC", "0.16", "0.4"), try coin("ETH", "0.18", "0.45")]
    let (band, evaporation) = (Rational(1) / 50, Rational(1) / 2)
    let together = Rational(25 * 85) / 10_000
    let link = [[1, together * 55 / 70], [together * 70 / 55, 1]]
    let linked = try #require(ContagionShock(coins, band: band, evaporation: evaporation, link: link))
    #expect(linked.rounds == 3)
    let apart = try #require(ContagionShock(coins, band: band, evaporation: evaporation, link: [[1, 0], [0, 1]]))
    #expect(abs(apart.shocks[0].approximate - 0.272) < 1e-6 && abs(apart.shocks[1].approximate - 0.296667) < 1e-6)
    #expect(zip(linked.shocks, apart.shocks).allSatisfy { $0 > $1 })
  }

  /// No forced sales, no buffer; more of them, thinner books and crowding charge more; a hedged book pays nothing, a large one more in share.
  @Test func bufferFollowsItsCauses() throws {
    let long: [String: Int64] = ["BTC-PERP": 100]
    let base = try Self.buffer(Self.file(), long)
    func charged(_ depth: MarketDepth) throws -> Rational { try Self.buffer(Self.file(nil, depth), long) }
    #expect(try charged(Self.depth(bitcoin: [("0.25", 0)])) < base)
    #expect(try charged(Self.depth(bitcoin: Self.bitcoin.map { ($0.0, $0.1 * 3 / 2) })) > base)
    #expect(try charged(Self.depth(coins: 1200)) > base)
    #expect(try charged(Self.depth(longs: #"{"concentration": "0.6"}"#)) > base)
    #expect(try Self.buffer(Self.file(), ["BTC-PERP": 200]) >= base * 2)
    #expect(try Self.buffer(Self.file(), [:]).isZero)
  }

  /// 0.8 deviations above the mean of eight hours, whatever the period that the market states funding in; a fall hurts those who pay.
  @Test func fundingIsCountedInTheModelsPeriod() throws {
    let value = BuilderFiguresTests.value
    let model = try Self.model(mean: "0.00006")
    for funding in [("0.0001", 28_800), ("0.00005", 14_400), ("0.0003", 86_400)] {
      let file = try Self.file(model, Self.depth(longs: #"{"concentration": "0.1"}"#, funding: funding))
      #expect(try value(file, "crowding", ["down", "BTC"]) == (try #require(Rational("1.08"))))
      #expect(try value(file, "crowding", ["up", "BTC"]) == 1)
    }
    let shorts = try Self.file(model, Self.depth(longs: #"{"concentration": "0.1"}"#, funding: ("0.00001", 28_800)))
    #expect(try value(shorts, "crowding", ["down", "BTC"]) == 1)
    #expect(try value(shorts, "crowding", ["up", "BTC"]) == (try #require(Rational("1.1"))))
  }

  /// The extra shock rises at once and falls by its decay.
  @Test func shockFallsSlowly() throws {
    let value = BuilderFiguresTests.value
    let high = try Self.file(Self.model(decay: "0.05"))
    let calm = try Self.depth(bitcoin: [("0.25", 0)])
    let model = try Self.model(decay: "0.05")
    let (now, smoothed) = (try Self.file(model, calm), try Self.file(model, calm, previous: high))
    let before = try value(high, "shock", ["down", "BTC"])
    let base = try #require(Rational("0.16"))
    let least = base + (before - base) * 95 / 100
    let after = try value(smoothed, "shock", ["down", "BTC"])
    #expect(try value(now, "shock", ["down", "BTC"]) < least)
    let grid = try #require(Rational("0.000000001"))
    #expect(after >= least && after - least < grid)
    #expect(smoothed.previous == high.digest)
    #expect(try Self.file(Self.model(decay: "0.05"), previous: now).tables["shock"]?.value([0, 0]) == before)
  }

  @Test func censusCountsAccountsAtTheirUpperEdges() throws {
    func concentration(_ edges: String, _ accounts: String, _ silent: Int) throws -> Rational {
      let census = #"{"edges": [\#(edges)], "accounts": [\#(accounts)], "silent": \#(silent)}"#
      return try #require(Self.depth(interests: ("25200", "300000"), longs: census)["BTC"]).concentration(.down)
    }
    // (60 200^2 + 12 1000^2 + 5 5000^2) / 25200^2
    #expect(try concentration(#""200", "1000", "5000""#, "60, 12, 4", 1) == Rational(139_400_000) / 635_040_000)
    #expect(try concentration(#""200""#, "0", 0).isZero)
    #expect(try concentration(#""25200""#, "2", 0) == 1)
  }

  @Test(arguments: [
    ("cap: 0.4,", "cap: 0.1,", "allowed is from the base shock"), ("band: 0.02", "band: 0", "out of range"),
    ("knots: [0,", "knots: [0.1,", "0 first, then rising"), ("deviation: 0.00005", "deviation: 0", "out of range"),
    ("period: 28800}}", "period: 0}}", "out of range"), ("funding: {mean", "fundingScore: {mean", "the key funding is missing"),
    ("  ETH: {base: 0.16", "  SOL: {base: 0.16", "the model names SOL and no snapshot is of it"),
  ])
  func oneWrongLineIsRefused(_ part: String, _ other: String, _ words: String) throws {
    let error = #expect(throws: (any Error).self) {
      try BuilderFiguresTests.build(BuilderFiguresTests.model("contagion-buffer", [(part, other)]))
    }
    #expect(error.map { "\($0)" }?.contains(words) == true, "\(error.map { "\($0)" } ?? "")")
  }
}
