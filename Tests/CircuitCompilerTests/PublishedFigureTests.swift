import CircuitCompiler
import Foundation
import MarginModel
import ProofSystem
import Testing
import TestSupport

/// The exchanges' own worked cases: every figure as published, and a proof of every case. The figures of
/// `fixtures/exchanges/NAME.json` are the exchanges'; `NAME-risk.json` is built from the published inputs alone.
@Suite struct PublishedFigureTests {
  static let names = [
    "opyn-spread", "opyn-naked", "binance-tiers", "deribit-portfolio", "okx-portfolio", "paradex-portfolio", "dydx-cross",
  ]

  @Test(arguments: zip(names, [28, 4, 7, 2, 2, 2, 4]))
  func everyPublishedFigureIsReproduced(name: String, count: Int) throws {
    let published = try PublishedCases(name)
    #expect(published.cases.count == count)
    for item in published.cases {
      let bound = try published.bound(item, probes: item.figures.map(\.of))
      let report = try bound.evaluate(lots: bound.lots(item.book))
      for (index, figure) in item.figures.enumerated() {
        let value = try #require(report.definitions.first { $0.name == "probe\(index)" }).value
        #expect(try figure.agrees(with: value), "\(name), \(item.id): \(figure.of) is \(value), published \(figure.published)")
      }
    }
  }

  /// Where the published book is short, the proof is of the same book with collateral that makes it hold exactly to the unit.
  @Test(arguments: names)
  func everyCaseIsProvenAndOneUnitLessIsRefused(name: String) throws {
    let published = try PublishedCases(name)
    for item in published.cases {
      let bound = try published.bound(item)
      let compiled = try CompiledCircuit(bound)
      let lots = try bound.lots(item.book)
      let (boundary, beyond) = try bound.boundary(lots, settling: item.settle)
      #expect(try bound.evaluate(lots: boundary).isSolvent, "\(name), \(item.id)")
      #expect(!(try bound.evaluate(lots: beyond).isSolvent), "\(name), \(item.id)")
      #expect(throws: InfeasibleError.self, "\(name), \(item.id)") { try compiled.witness(lots: beyond) }
      try compiled.proveAndVerify(lots: boundary)
      if try bound.evaluate(lots: lots).isSolvent { try compiled.proveAndVerify(lots: lots) }
    }
  }

  /// Deribit rounds the worst bucket to 9 decimals before it adds, and the initial margin after: then all its digits are ours.
  @Test func deribitsOwnRoundingGivesItsLastDigits() throws {
    let published = try PublishedCases("deribit-portfolio")
    let nine: Rational = 1_000_000_000
    func rounded(_ value: Rational) -> Rational { Rational((value * nine + Rational(1) / 2).floor()) / nine }
    func figure(_ case: Int, _ name: String) throws -> Rational {
      let figure = try #require(published.cases[`case`].figures.first { $0.of == name })
      return try #require(Rational(figure.published))
    }
    let initial = try published.bound(published.cases[0])
    let values = try initial.evaluate(lots: initial.lots(published.cases[0].book)).definitions
    func value(_ name: String) throws -> Rational { try #require(values.first { $0.name == name }).value }
    let matrix = try rounded(value("standardLoss")) + value("rollCharge")
    #expect(try matrix == figure(0, "riskMatrix"))
    let charges = try ["marketMaker", "openOrders"].map { try #require(Rational(published.cases[0].arguments?[$0] ?? "")) }
    #expect(try rounded(matrix + charges[0] + charges[1]) == figure(0, "requirement"))
    #expect(try matrix * Rational(4) / 5 == figure(1, "requirement"))
    let ladder = try #require(
      try initial.evaluate(lots: initial.lots(published.cases[0].book)).ladders.first { $0.name == "standardLoss" })
    #expect(ladder.steps[ladder.worst].label == "-16%")
  }

  /// 50 of collateral cannot count 100: not by the evaluator, not by the program, not with the witness of one who has 100.
  @Test func binancesClaimBeyondItsTierIsRefused() throws {
    let published = try PublishedCases("binance-tiers")
    let item = try #require(published.cases.first { $0.refused != nil })
    let bound = try published.bound(item)
    let compiled = try CompiledCircuit(bound)
    let short = try bound.lots(try #require(item.refused))
    #expect(!(try bound.evaluate(lots: short).isSolvent))
    let error = #expect(throws: InfeasibleError.self) { try compiled.witness(lots: short) }
    guard case .assertion(_, _, _, let lacking, _) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(lacking == 1)
    var rich = short
    let place = try #require(bound.coordinates.firstIndex { $0.id == "loan/asset-2" })
    rich[place] = 100
    var (positions, variables) = try compiled.witness(lots: rich)
    positions[place] = 50
    #expect(compiled.check(positions: positions, variables: variables) != nil)
    // The same with every variable of a book that counts 50, whose debt is then written up.
    rich = short
    rich[try #require(bound.coordinates.firstIndex { $0.id == "asset-2" })] = 50
    (_, variables) = try compiled.witness(lots: rich)
    #expect(compiled.check(positions: short.map { Int256($0) }, variables: variables) != nil)
  }

  @Test func allRealSchedulesOfBinanceFallAndCountSliceBySlice() throws {
    let schedules = try PublishedSchedules()
    #expect(schedules.assets.count == 483 && schedules.pools.allSatisfy { $0.count == 483 })
    #expect(schedules.pools.joined().map(\.upTo.count).max() == 9)
    let circuit = try Fixture.circuit("circuits/binance-tiers.yaml")
    // Binding holds every schedule to `falling tiers of number in 0..1`.
    let bound = try BoundCircuit(circuit, risk: schedules.risk(schedules.pools))
    var random = SeededGenerator.fromEnvironment()
    let seed = random.seed
    let lots = bound.coordinates.map { coordinate in
      coordinate.id.contains("/") ? Int64.random(in: 0...(1 << Int64.random(in: 0...29, using: &random)), using: &random) : 0
    }
    var counted: Rational = 0
    for (pool, schedules_) in schedules.pools.enumerated() {
      for asset in schedules.assets.indices {
        let price = try #require(Rational(schedules.prices[asset]))
        counted += try schedules_[asset].counted(price * Rational(lots[pool * 483 + asset]))
      }
    }
    let report = try bound.evaluate(lots: lots)
    #expect(report.definitions.first { $0.name == "counted" }?.value == counted, "SEED=\(seed)")
    // A schedule that rises once is refused by name.
    var rising = schedules.pools
    let place = try #require(rising[1].firstIndex { $0.rate.count > 2 })
    rising[1][place].rate.swapAt(0, 1)
    let error = #expect(throws: CircuitError.self) { try BoundCircuit(circuit, risk: schedules.risk(rising)) }
    #expect(error?.description.contains(schedules.assets[place]) == true)
  }

  @Test func opynsNakedRatesFollowFromStrikeSpotBoundAndShock() throws {
    let published = try PublishedCases("opyn-naked")
    let bound = try published.bound(published.cases[0], probes: ["required['USDC']", "required['WETH']"])
    #expect(published.options?.count == 3)
    for (name, option) in published.options ?? [:] {
      let (strike, spot) = (try #require(Rational(option.strike)), try #require(Rational(option.spot)))
      let (limit, shock) = (try #require(Rational(option.bound)), try #require(Rational(option.shock)))
      let rate =
        option.kind == "put"
        ? limit * min(strike, shock * spot) + max(strike - shock * spot, 0)
        : limit * min(1, strike / (spot / shock)) + max(1 - strike / (spot / shock), 0)
      let probe = option.kind == "put" ? "probe0" : "probe1"
      let report = try bound.evaluate(lots: bound.lots([name: "-1"]))
      #expect(report.definitions.first { $0.name == probe }?.value == rate, "\(name)")
    }
  }

  @Test func paradexScenariosAreTheTwentyFourPublishedOnes() throws {
    let published = try PublishedCases("paradex-portfolio")
    let scenarios = try #require(published.scenarios)
    #expect(scenarios.count == 24)
    let bound = try published.bound(published.cases[0])
    func steps(_ book: [String: String]) throws -> [Rational] {
      let report = try bound.evaluate(lots: bound.lots(book))
      return try #require(report.ladders.first { $0.name == "scan" }).steps.dropFirst().map(\.value)
    }
    let (perpetual, option) = (try steps(["BTC-USD-PERP": "1"]), try steps(["BTC-70000-C": "1"]))
    // Assumed for the page's call: a volatility of 50 % and 21 days.
    let start = Black76.call(70000, 70000, 0.5, 21)
    for (index, scenario) in scenarios.enumerated() {
      let (spot, weight) = (try #require(Rational(scenario.spot)), try #require(Rational(scenario.weight)))
      #expect(perpetual[index] == -weight * spot * 70000)
      let volatility = 0.5 * (1 + (Double(scenario.volatility) ?? .nan) * pow(30.0 / 21, 0.3))
      let loss = start - Black76.call(70000 * (1 + (Double(scenario.spot) ?? .nan)), 70000, volatility, 21)
      let ours = try #require(Double((option[index] / weight).decimal(places: 4)))
      #expect(abs(ours - loss) < 0.011, "\(scenario.spot) \(scenario.volatility)")
    }
    #expect(Set(scenarios.map { "\($0.spot) \($0.volatility)" }).count == 24)
  }
}

/// A test's own copy of the call price, to hold cells of risk files against.
private enum Black76 {
  static func call(_ forward: Double, _ strike: Double, _ volatility: Double, _ days: Double) -> Double {
    let deviation = volatility * (days / 365).squareRoot()
    let d1 = log(forward / strike) / deviation + deviation / 2
    func normal(_ x: Double) -> Double { erfc(-x / 2.0.squareRoot()) / 2 }
    return forward * normal(d1) - strike * normal(d1 - deviation)
  }
}
