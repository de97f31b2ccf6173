import CircuitCompiler
import MarginModel
import ProofSystem
import Testing
import TestSupport

/// The project's own circuits on made-up markets: evaluator and program agree on every book.
@Suite struct PortfolioScanTests {
  private static func bound(options: Int, scenarios: Int, _ arguments: [String: String] = [:]) throws -> BoundCircuit {
    try BoundCircuit(
      Fixture.circuit("circuits/portfolio-scan.yaml"), risk: ScanMarket.risk(options: options, scenarios: scenarios),
      arguments: arguments)
  }

  /// A book with edges: nothing, single lots, limits.
  private static func book(_ bound: BoundCircuit, using random: inout SeededGenerator) -> [Int64] {
    bound.coordinates.map { coordinate in
      switch Int.random(in: 0..<10, using: &random) {
      case 0...2: 0
      case 3: Bool.random(using: &random) ? coordinate.limitInLots : -coordinate.limitInLots
      case 4: Bool.random(using: &random) ? 1 : -1
      default: Int64.random(in: -5000...5000, using: &random)
      }
    }
  }

  @Test func evaluatorAndProgramAgreeOnRandomBooks() throws {
    var random = SeededGenerator.fromEnvironment()
    let seed = random.seed
    for arguments in [[:], ["level": "maintenance"], ["coverage": "1.25"]] {
      let bound = try Self.bound(options: 6, scenarios: 5, arguments)
      let compiled = try CompiledCircuit(bound)
      for _ in 0..<60 {
        let lots = Self.book(bound, using: &random)
        let report = try bound.evaluate(lots: lots)
        guard report.isSolvent else {
          #expect(throws: InfeasibleError.self, "SEED=\(seed) \(lots)") { try compiled.witness(lots: lots) }
          continue
        }
        let (positions, variables) = try compiled.witness(lots: lots)
        #expect(compiled.check(positions: positions, variables: variables) == nil, "SEED=\(seed) \(lots)")
      }
    }
  }

  /// The last dollar cent decides: solvent with it, short by what it lacks without it.
  @Test func boundaryIsExactToOneLotOfCash() throws {
    var random = SeededGenerator.fromEnvironment()
    let seed = random.seed
    let bound = try Self.bound(options: 6, scenarios: 5)
    let compiled = try CompiledCircuit(bound)
    let dollars = bound.coordinates.count - 1
    let cent = bound.coordinates[dollars].lot
    var met = 0
    for _ in 0..<40 {
      var lots = Self.book(bound, using: &random)
      lots[dollars] = 0
      let surplus = try #require(try bound.evaluate(lots: lots).assertions.first).surplus
      let needed = -(surplus / cent).floor()
      guard let least = Int64(exactly: needed), least.magnitude < bound.coordinates[dollars].limitInLots.magnitude else { continue }
      met += 1
      lots[dollars] = least
      #expect(try bound.evaluate(lots: lots).isSolvent, "SEED=\(seed)")
      _ = try compiled.witness(lots: lots)
      lots[dollars] = least - 1
      let short = cent - (surplus + cent * Rational(least))
      #expect(!(try bound.evaluate(lots: lots).isSolvent), "SEED=\(seed)")
      do {
        _ = try compiled.witness(lots: lots)
        Issue.record("SEED=\(seed): a witness for a book that is short")
      } catch {
        guard case .assertion(_, _, _, let stated, let unit) = error else {
          Issue.record("SEED=\(seed): \(error)")
          continue
        }
        #expect(stated == short && unit == UnitOfMeasure("USD"), "SEED=\(seed)")
      }
    }
    #expect(met > 0)
  }

  @Test func reportHasALadderOfScenarios() throws {
    let bound = try Self.bound(options: 4, scenarios: 3)
    let report = try bound.evaluate(lots: [10, -20, 30, 0, 5, -5, 0, 0, 1_000_000])
    let ladder = try #require(report.ladders.first { $0.name == "worst" })
    #expect(ladder.steps.map(\.label) == ["0", "scenario 1", "scenario 2", "scenario 3"])
    #expect(ladder.steps[ladder.worst].value == ladder.steps.map(\.value).max())
    #expect(report.definitions.first { $0.name == "worst" }?.value == ladder.steps[ladder.worst].value)
    let names = report.definitions.map(\.name)
    #expect(
      names == [
        "collateral", "equity", "worst", "net[BTC]", "net[ETH]", "gross[BTC]", "gross[ETH]", "minimumDelta", "provisions",
        "requirement",
      ])
    let (equity, requirement) = (report.definitions[1].value, report.definitions[9].value)
    #expect(report.assertions.map(\.surplus) == [equity - requirement])
  }

  @Test func wholeUniverseGivesASmallProof() throws {
    let bound = try Self.bound(options: 679, scenarios: 24)
    let compiled = try CompiledCircuit(bound)
    let cost = compiled.cost
    #expect(cost.proofBytes < 1_100 && cost.columns == 684 && cost.bound == .direct(columns: 1))
    // Two parts and a row for each position but dollars, which have a bound of their own; the same for each net delta; 26 items
    // of the largest charge; the comparison.
    #expect(cost.rows == 683 + 1 + 2 + 25 + 1 && cost.variables == 2 * 683 + 1 + 2 * 2 + 26 + 1)
    var lots = [Int64](repeating: 3, count: 684)
    lots[683] = 100_000_000_000
    let (positions, variables) = try compiled.witness(lots: lots)
    #expect(compiled.check(positions: positions, variables: variables) == nil)
  }

  @Test func positionsBeyondTheLimitHaveNoWitness() throws {
    let bound = try Self.bound(options: 2, scenarios: 1)
    let compiled = try CompiledCircuit(bound)
    var lots = [Int64](repeating: 0, count: bound.coordinates.count)
    lots[6] = bound.coordinates[6].limitInLots
    _ = try compiled.witness(lots: lots)
    lots[6] += 1
    #expect(throws: InfeasibleError.self) { try compiled.witness(lots: lots) }
    #expect(throws: CircuitError.self) { try bound.evaluate(lots: lots) }
    #expect(throws: InfeasibleError.self) { try compiled.witness(lots: []) }
    #expect(throws: CircuitError.self) { try bound.evaluate(lots: []) }
  }
}
