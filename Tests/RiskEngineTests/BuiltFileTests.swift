import CanonicalJSON
import MarginModel
import RiskEngine
import Testing
import TestSupport

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
    ("deribit-portfolio", "deribit-portfolio", false), ("okx-portfolio", "okx-portfolio", false),
    ("portfolio-scan", "joint-scan", false),
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
    let ratio = try #require(file.tables["ratio"])
    let assets = try #require(file.sets["asset"])
    let unit = Rational(1) / 10_000
    for cell in try BuilderFiguresTests.Figures.of("tiered-collateral").cells {
      let (asset, tier) = (try #require(assets.index(of: cell.keys[0])), try #require(Int(cell.keys[1])))
      let short = cell.figure - (try #require(ratio.schedule([asset]))).rate[tier].approximate
      #expect(-1e-9 < short && short < unit.approximate, "\(cell.keys): \(cell.figure)")
    }
    // By hand: 1,800 coins in the books at 77,596.75, half of them gone: 1 - 0.05 - 0.02 x 5m / 69.84m, and so on.
    let rates = ["0.9485", "0.8942", "0.7213", "0"].compactMap { Rational($0) }
    #expect(ratio.schedule([0])?.rate == rates)
    let bound = try Self.bound("tiered-collateral", file)
    let book: [String: Int64] = ["BTC": 1_000_000, "USDC": -500_000_000]
    let lots = bound.coordinates.map { book[$0.id] ?? 0 }
    let worth = try bound.evaluate(lots: lots).definitions.filter { $0.name.hasPrefix("worth") }
    // 100 BTC at 77,596.75: 5,000,000 x 0.9485 and the rest x 0.8942.
    let price = try BuilderFiguresTests.value(file, "price", ["BTC"])
    let counted = try #require(Rational("4742500")) + (price * 100 - 5_000_000) * rates[1]
    #expect(worth.first?.value == counted && worth.first { $0.value.signum < 0 }?.value == -5_050_000)
  }

  /// The circuit of each model, by the table of the models' README.
  private static func circuits() throws -> [String: String] {
    let text = String(decoding: try Fixture.bytes("circuits/risk-models/README.md"), as: UTF8.self)
    var circuits: [String: String] = [:]
    for line in text.split(separator: "\n") where line.hasPrefix("| `") && line.contains(".yaml` | ") {
      let words = line.split(separator: "`")
      circuits[String(try #require(words.dropFirst().first).dropLast(5))] = String(try #require(words.dropFirst(3).first))
    }
    return circuits
  }

  @Test func theTableOfModelsHasEveryModelOnce() throws {
    #expect(try Self.circuits().keys.sorted() == Fixture.yaml("circuits/risk-models"))
    #expect(try RiskModelTests.shipped.count == Fixture.yaml("circuits/risk-models").count - 1)
  }

  /// Whatever model ships: its file feeds its circuit, names all of its inputs, and comes out again from them in any order.
  @Test(arguments: RiskModelTests.shipped) func everyModelsFileIsRecomputed(_ name: String) throws {
    let model = try RiskModelTests.named(name)
    var inputs = try BuilderFiguresTests.inputs(model)
    let built = try RiskBuilder.build(inputs, model).riskFile
    let file = try RiskFile(bytes: built.json.canonicalBytes)
    // Reached in debug and in release; whatever builds this test must reach it.
    let known = String(decoding: try Fixture.bytes("fixtures/builders/digests"), as: UTF8.self).split(separator: "\n")
    #expect(known.contains { $0 == "\(name) \(file.digest)" }, "\(name) \(file.digest)")
    let others = [inputs.history?.digest, inputs.oracle?.digest, inputs.depth?.digest].compactMap { $0 }
    #expect(file.inputs == inputs.snapshots.map(\.digest) + others && file.model == model.reference)
    let path = try #require(Self.circuits()[name])
    _ = try BoundCircuit(Circuit(bytes: Fixture.bytes(path), file: path), risk: file)
    inputs.snapshots.reverse()
    guard case .identical = RiskRecomputation(of: file, from: inputs, model) else {
      Issue.record("\(name): not identical")
      return
    }
    var generator = SeededGenerator.fromEnvironment()
    let (changed, place) = try Self.changed(file, &generator)
    guard case .different(let difference) = RiskRecomputation(of: changed, from: inputs, model) else {
      Issue.record("\(name): \(place) is not missed, SEED=\(generator.seed)")
      return
    }
    #expect(difference.place == place, "\(difference), SEED=\(generator.seed)")
  }

  /// The file with the last digit of one number another, and where.
  private static func changed(
    _ file: RiskFile, _ generator: inout SeededGenerator
  ) throws -> (file: RiskFile, place: RiskFileDifference.Place) {
    guard case .object(var root) = file.json, case .object(var tables)? = root["tables"] else {
      throw RiskModelTests.WrongBuilder()
    }
    func values(_ name: String) -> JSONValue? { if case .object(let table)? = tables[name] { table["values"] } else { nil } }
    let name = try #require(tables.keys.filter { values($0) != nil }.randomElement(using: &generator))
    guard case .object(var table)? = tables[name], var value = table["values"] else { throw RiskModelTests.WrongBuilder() }
    var positions: [Int] = []
    var cell = value
    while case .array(let items) = cell {
      let position = try #require(items.indices.randomElement(using: &generator))
      positions.append(position)
      cell = items[position]
    }
    value = try Self.changed(value, at: positions[...])
    table["values"] = value
    tables[name] = .object(table)
    root["tables"] = .object(tables)
    let index = try #require(file.tables[name]).index
    let elements = try zip(index, positions).map { set, position in try #require(file.sets[set]).elements[position] }
    return (try RiskFile(json: .object(root)), .cell(table: name, elements: elements))
  }

  private static func changed(_ value: JSONValue, at positions: ArraySlice<Int>) throws -> JSONValue {
    switch value {
    case .array(var items):
      let position = try #require(positions.first)
      items[position] = try changed(items[position], at: positions.dropFirst())
      return .array(items)
    case .string(let text): return .string(text.dropLast() + (text.hasSuffix("9") ? "8" : "9"))
    default: throw RiskModelTests.WrongBuilder()
    }
  }

  /// A file with closes that a model looks back to can be built again from the same closes, and not from others.
  @Test func filesOfModelsThatLookBackAreRecomputed() throws {
    let (markets, model) = (try RiskBuilderTests.markets(), try RiskModelTests.named("delta-margin"))
    let shortfall = try RiskModelTests.named("expected-shortfall")
    let file = try BuilderFiguresTests.build(shortfall)
    let history = try BuilderFiguresTests.history()
    guard case .identical = RiskRecomputation(of: file, from: RiskInputs(markets, history: history), shortfall) else {
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

  @Test(arguments: ["expected-shortfall", "stress-library", "covariance", "joint-scan"]) func historyMustBeGiven(_ name: String)
    throws
  {
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
    ("expected-shortfall", "method: filtered", "method: arch", "allowed is plain, filtered, garch"),
    ("expected-shortfall", "method: filtered", "method: garch", "the key alpha is missing"),
    ("expected-shortfall", "method: filtered, decay: 0.94", "method: garch, alpha: 0.1, beta: 0.9", "a sum below 1"),
    ("expected-shortfall", "source: implied", "source: guessed", "allowed is implied, history, garch"),
    ("expected-shortfall", "powerFromPivot: 0.13}", "powerFromPivot: 0.13, skew: flat}", "allowed is sticky-strike, sticky-delta"),
    ("covariance", "second: ETH", "second: SOL", "no snapshot is of it"),
    ("covariance", "corners: 16", "corners: 12", "allowed is 4, 8, 16"),
    ("tiered-collateral", "haircuts: [0.05, 0.1,", "haircuts: [0.2, 0.1,", "haircuts that do not fall"),
    ("tiered-collateral", "depth: market}", "depth: books}", "is not a decimal number"),
    ("tiered-collateral", "  USDC: {bounds", "  DAI: {bounds", "which is not under cash"),
    ("chain-collateral", "assets: [BTC]", "assets: [DOGE]", "allowed is BTC, ETH, USDC"),
    ("chain-collateral", "assetVolatility: {USDC: 0.06}", "", "USDC has no volatility"),
    ("delta-margin", "deviations: 3", "deviations: 0", "out of range"),
    (
      "delta-margin", "{days: 2, oracleAge: 60, proofInterval: 3600, settlement: 900}",
      "{days: 0, oracleAge: 0, proofInterval: 0, settlement: 0}", "a horizon of 0"
    ),
    ("greeks-margin", "moves: [-0.08, -0.04,", "moves: [-0.08, -0.08,", "is there twice"),
    ("joint-scan", "underlyings: [BTC, ETH]", "underlyings: [BTC, BTC]", "the underlying BTC is there twice"),
    ("joint-scan", "underlyings: [BTC, ETH]", "underlyings: [BTC, SOL]", "allowed is BTC, SOL"),
    ("joint-scan", "underlyings: [BTC, ETH]", "correlations: [1]\n  underlyings: [BTC, ETH]", "out of range"),
    ("joint-scan", "underlyings: [BTC, ETH]", "correlations: [0.5, 0.5]\n  underlyings: [BTC, ETH]", "1 to 1 of them"),
    ("joint-scan", "resolution: 2", "resolution: 8", "allowed is up to 2000"),
    ("joint-scan", "resolution: 2", "spread: 0.4", "unknown key volatilityCorrelation"),
    ("joint-scan", JointTests.spread.0, "  spread: 2\n", "out of range"),
    ("joint-scan", "resolution: 2", "resolution: 0", "a whole number from 1"),
    (
      "joint-scan", "days: 2, oracleAge: 60, proofInterval: 3600, settlement: 900",
      "days: 0, oracleAge: 0, proofInterval: 1, settlement: 0",
      "two directions round to the scenario"
    ),
    ("deribit-portfolio", "money: USD", "money: BTC", "the model has no market ETH"),
    ("deribit-portfolio", "money: USD", "money: SOL", "the model has no market BTC"),
    ("deribit-portfolio", "  tails:\n", "  far:\n", "unknown key far"),
    ("deribit-portfolio", "leastForRise: 0.5", "leastForRise: 50", "out of range"),
    ("deribit-portfolio", "rollRate: 0.01", "rollRate: 2", "out of range"),
    ("deribit-portfolio", "{matrix: 0.8, extra: 0}", "{matrix: 0.8}", "the key extra is missing"),
    ("okx-portfolio", "  ETH:\n    moves", "  LTC:\n    moves", "the model has no market ETH"),
    ("okx-portfolio", "moves: [0, 0.04, 0.08, 0.12]", "moves: [0, 0.08, 0.04, 0.12]", "sizes that rise"),
    ("okx-portfolio", "extreme: 0.24", "extreme: 0", "out of range"),
    ("okx-portfolio", "minimumRate: 0.0045", "least: 0.0045", "the key minimumRate is missing"),
    ("okx-portfolio", "factor: 1.3", "factor: -1", "out of range"),
  ])
  func whatDoesNotFitIsRefused(_ name: String, _ part: String, _ other: String, _ words: String) throws {
    let error = #expect(throws: (any Error).self) {
      try BuilderFiguresTests.build(BuilderFiguresTests.model(name, [(part, other)]))
    }
    #expect(error.map { "\($0)" }?.contains(words) == true, "\(error.map { "\($0)" } ?? "nothing")")
  }
}
