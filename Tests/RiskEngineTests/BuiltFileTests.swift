import CanonicalJSON
import MarginModel
import RiskEngine
import Testing

/// Each shipped model's file feeds the circuit it is made for, and the example book is charged what the rule says.
@Suite struct BuiltFileTests {
  static func bound(_ circuit: String, _ file: RiskFile, _ arguments: [String: String] = [:]) throws -> BoundCircuit {
    let path = "circuits/\(circuit).yaml"
    return try BoundCircuit(Circuit(bytes: Fixture.bytes(path), file: path), risk: file, arguments: arguments)
  }

  private static func report(_ bound: BoundCircuit, _ path: String) throws -> MarginReport {
    let book = try PositionBook(csv: Fixture.bytes(path), file: path)
    return try bound.evaluate(lots: book.lots(of: bound.coordinates.map { ($0.id, $0.lot, $0.limit) }))
  }

  /// The market maker, before and after its loss. The delta margin, of first order, still holds after it: options sold are cheap there.
  @Test(arguments: [
    ("portfolio-scan", "portfolio-grid", false), ("expected-shortfall", "expected-shortfall", false),
    ("greeks-margin", "greeks-margin", false), ("stress-library", "stress-library", false),
    ("contagion-buffer", "contagion-buffer", false), ("delta-margin", "delta-margin", true), ("covariance", "covariance", false),
  ])
  func exampleBookIsJudged(_ circuit: String, _ model: String, _ survives: Bool) throws {
    let bound = try Self.bound(circuit, BuilderFiguresTests.build(RiskModelTests.named(model)))
    let before = try Self.report(bound, "fixtures/books/market-maker.csv")
    let after = try Self.report(bound, "fixtures/books/market-maker-after-loss.csv")
    func surplus(_ report: MarginReport) throws -> Rational {
      try #require(report.assertions.first { $0.text.hasPrefix("equity") }).surplus
    }
    let (held, short) = (try surplus(before), try surplus(after))
    #expect(before.isSolvent && after.isSolvent == survives, "\(held.decimal(places: 0)) \(short.decimal(places: 0))")
    #expect(held > short)
  }

  /// A charge by Greeks and residual is never below that by full revaluation on the same nodes.
  @Test func greeksNeverChargeLessThanFullRevaluation() throws {
    let nodes = ["-0.08", "-0.04", "0", "0.04", "0.08"].flatMap { spot in
      ["-0.25", "0", "0.25"].map { "{spot: \(spot), volatility: \($0), weight: 1}" }
    }
    let text = String(decoding: try Fixture.bytes("circuits/risk-models/portfolio-scan.yaml"), as: UTF8.self)
    let start = try #require(text.firstRange(of: "scenarios:\n")).lowerBound
    let end = try #require(text[start...].firstRange(of: "\n\n")).lowerBound
    let scanned = text[..<start] + "scenarios: [\(nodes.joined(separator: ", "))]" + text[end...]
    let scan = try BuilderFiguresTests.build(RiskModel(bytes: Array(scanned.utf8), file: "scan.yaml"))
    let greeks = try BuilderFiguresTests.build(RiskModelTests.named("greeks-margin"))
    let (pnl, residual) = (try #require(scan.tables["pnl"]), try #require(greeks.tables["residual"]))
    let columns = try ["delta", "gamma", "vega", "vanna", "volga"].map { try #require(greeks.tables[$0]) }
    let scenarios = try #require(scan.sets["scan"])
    let half = Rational(1) / 200
    for instrument in 0..<(try #require(scan.sets["instrument"]).elements.count) {
      for scenario in scenarios.elements.indices {
        let move = try #require(scenarios.attributes["spot"]?[scenario].flatMap { Rational($0) })
        let volatility = try #require(scenarios.attributes["volatility"]?[scenario].flatMap { Rational($0) })
        let powers = [move, move * move / 2, volatility, move * volatility, volatility * volatility / 2]
        let sum = try zip(columns, powers).reduce(Rational.zero) { $0 + (try #require($1.0.value([instrument]))) * $1.1 }
        let full = try #require(pnl.value([instrument, scenario]))
        // The scan's own cell is rounded by up to half a cent.
        #expect(abs(full - sum) <= (try #require(residual.value([instrument]))) + half, "\(instrument) \(scenario)")
      }
    }
  }

  @Test func collateralOnChainsCountsAfterHaircutsAndCaps() throws {
    let file = try BuilderFiguresTests.build(RiskModelTests.named("chain-collateral"))
    let report = try Self.report(Self.bound("chain-collateral", file), "fixtures/circuits/chain-collateral/accepted.csv")
    #expect(report.definitions.contains { $0.name.hasPrefix("counted") && $0.value.signum > 0 })
    let value = BuilderFiguresTests.value
    #expect(try value(file, "bridgeHaircut", ["solana", "BTC"]) == 1 && value(file, "bridgeHaircut", ["bitcoin", "USDC"]) == 1)
    #expect(try value(file, "cap", ["arbitrum"]) == 250_000)
    let counted = report.definitions.filter { $0.name.hasPrefix("counted") }
    #expect(counted.count == 4 && counted.allSatisfy { $0.value <= 5_000_000 })
    // 0.8 BTC on bitcoin: price, the asset's haircut and the chain's.
    let bitcoin =
      try value(file, "price", ["BTC"]) * (1 - value(file, "assetHaircut", ["BTC"]))
      * (1 - value(file, "bridgeHaircut", ["bitcoin", "BTC"])) * 8 / 10
    #expect(counted.first?.value == bitcoin)
  }

  @Test func collateralTiersFallByHaircutAndDepth() throws {
    let file = try BuilderFiguresTests.build(RiskModelTests.named("tiered-collateral"))
    #expect(file.sets["instrument"] == nil && file.sets["asset"]?.elements == ["BTC", "ETH", "USDC", "USD"])
    let schedule = try #require(file.tables["ratio"]?.schedule([0]))
    // 1 - 0.05 - 0.02 x 5m / 60m, and so on; nothing beyond the last bound.
    let rates = ["0.9483", "0.8933", "0.7166", "0"].compactMap { Rational($0) }
    #expect(schedule.rate == rates)
    let bound = try Self.bound("tiered-collateral", file)
    let book: [String: Int64] = ["BTC": 1_000_000, "USDC": -500_000_000]
    let lots = bound.coordinates.map { book[$0.id] ?? 0 }
    let worth = try bound.evaluate(lots: lots).definitions.filter { $0.name.hasPrefix("worth") }
    // 100 BTC at 77,596.75: 5,000,000 x 0.9483 and the rest x 0.8933.
    let price = try BuilderFiguresTests.value(file, "price", ["BTC"])
    let counted = try #require(Rational("4741500")) + (price * 100 - 5_000_000) * rates[1]
    #expect(worth.first?.value == counted && worth.first { $0.value.signum < 0 }?.value == -5_050_000)
  }

  @Test(arguments: RiskModelTests.shipped) func filesAreReadBackAndNameTheirInputs(_ name: String) throws {
    let model = try RiskModelTests.named(name)
    let file = try BuilderFiguresTests.build(model)
    #expect(try RiskFile(bytes: file.json.canonicalBytes).digest == file.digest)
    // Reached in debug and in release; whatever builds this test must reach it.
    let known = String(decoding: try Fixture.bytes("fixtures/builders/digests"), as: UTF8.self).split(separator: "\n")
    #expect(known.contains { $0 == "\(name) \(file.digest)" }, "\(name) \(file.digest)")
    let digests = try RiskBuilderTests.markets().map(\.digest)
    #expect(file.inputs == digests + (model.builder.readsHistory ? [try BuilderFiguresTests.history().digest] : []))
    let other = try RiskBuilder.build(
      RiskInputs(RiskBuilderTests.markets().reversed(), history: BuilderFiguresTests.history()), model)
    #expect(other.riskFile.digest == file.digest)
  }

  /// A file with closes that a model looks back to can be built again from the same closes, and not from others.
  @Test func filesOfModelsThatLookBackAreRecomputed() throws {
    let (markets, model) = (try RiskBuilderTests.markets(), try RiskModelTests.named("delta-margin"))
    let shortfall = try RiskModelTests.named("expected-shortfall")
    let file = try BuilderFiguresTests.build(shortfall)
    let history = try BuilderFiguresTests.history()
    guard case .identical = RiskRecomputation(of: file, from: markets, history: history, shortfall) else {
      Issue.record("not identical")
      return
    }
    guard case .inputMissing(history.digest) = RiskRecomputation(of: file, from: markets, shortfall) else {
      Issue.record("closes are not missed")
      return
    }
    // The limits on a change follow from the file before.
    let first = try BuilderFiguresTests.build(model)
    let second = try BuilderFiguresTests.build(model, previous: first)
    guard case .identical = RiskRecomputation(of: second, from: markets, model, previous: first) else {
      Issue.record("not identical after the file before")
      return
    }
    #expect(second.previous == first.digest)
  }

  @Test(arguments: [
    ("2018-01-16,", "2018-01-16,x"), ("2018-01-16,", "2018-13-16,"), ("2018-01-16,", "2017-01-16,"), ("2018-01-16,", ""),
  ])
  func closesAreRefusedByFileAndLine(_ part: String, _ other: String) throws {
    let text = String(decoding: try Fixture.bytes("fixtures/markets/daily-closes.csv"), as: UTF8.self)
    let row = try #require(text.split(separator: "\n").firstIndex { $0.hasPrefix("2018-01-16,") }) + 1
    let bytes = try #require(SmallMarket.replacing(part, by: other, in: text))
    let error = #expect(throws: MarketError.self) { try PriceHistory(csv: bytes, file: "closes.csv") }
    #expect(error?.description.hasPrefix("closes.csv:\(row)") == true, "\(error?.description ?? "accepted")")
  }

  @Test(arguments: ["expected-shortfall", "stress-library", "covariance"]) func historyMustBeGiven(_ name: String) throws {
    let error = #expect(throws: RiskBuildError.self) {
      try RiskBuilder.build(RiskBuilderTests.markets(), RiskModelTests.named(name))
    }
    #expect(error?.description.contains("no price history is given") == true)
  }

  @Test(arguments: [
    ("stress-library", "from: 2018-01-15", "from: 2017-01-15", "no close of 2017-01-15"),
    ("stress-library", "pegs: {USDC", "pegs: {DAI", "the asset DAI, which is not under cash"),
    ("stress-library", "moves: {BTC: -0.4, ETH", "moves: {SOL: -0.4, ETH", "no snapshot is of it"),
    ("stress-library", "name: skew flatter", "name: skew steeper", "the stress skew steeper is there twice"),
    ("expected-shortfall", "settle: 60", "settle: 9000", "the model needs 9001"),
    ("expected-shortfall", "days: 60}", "days: 800}", "the model needs 800"),
    ("expected-shortfall", "to: 2018-04-06", "to: 2017-04-06", "no day from 2018-01-06 to 2017-04-06"),
    ("expected-shortfall", "extremes: 0.1", "extremes: 0.01", "allowed is from the tail"),
    ("expected-shortfall", "method: filtered", "method: garch", "allowed is plain, filtered"),
    ("expected-shortfall", "source: implied", "source: guessed", "allowed is implied, history"),
    ("covariance", "second: ETH", "second: SOL", "no snapshot is of it"),
    ("covariance", "corners: 16", "corners: 12", "allowed is 4, 8, 16"),
    ("tiered-collateral", "haircuts: [0.05, 0.1,", "haircuts: [0.2, 0.1,", "haircuts that do not fall"),
    ("tiered-collateral", "  USDC: {bounds", "  DAI: {bounds", "which is not under cash"),
    ("chain-collateral", "assets: [BTC]", "assets: [DOGE]", "allowed is BTC, ETH, USDC"),
    ("chain-collateral", "assetVolatility: {USDC: 0.06}", "", "USDC has no volatility"),
    ("delta-margin", "deviations: 3", "deviations: 0", "out of range"),
    (
      "delta-margin", "{days: 2, oracleAge: 60, proofInterval: 3600, settlement: 900}",
      "{days: 0, oracleAge: 0, proofInterval: 0, settlement: 0}", "a horizon of 0"
    ),
    ("greeks-margin", "moves: [-0.08, -0.04,", "moves: [-0.08, -0.08,", "is there twice"),
  ])
  func whatDoesNotFitIsRefused(_ name: String, _ part: String, _ other: String, _ words: String) throws {
    let error = #expect(throws: (any Error).self) {
      try BuilderFiguresTests.build(BuilderFiguresTests.model(name, [(part, other)]))
    }
    #expect(error.map { "\($0)" }?.contains(words) == true, "\(error.map { "\($0)" } ?? "nothing")")
  }
}
