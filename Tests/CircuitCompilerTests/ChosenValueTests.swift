import CircuitCompiler
import Foundation
import MarginModel
import ProofSystem
import Testing
import TestSupport

/// Values that the prover chooses: found where they exist, held to their range and grid, never credited beyond.
@Suite struct ChosenValueTests {
  private static func bound(_ circuit: String, _ risk: String) throws -> BoundCircuit {
    try BoundCircuit(
      Circuit(bytes: Array(circuit.utf8), file: "rule.yaml"), risk: RiskFile(bytes: Array(risk.utf8)))
  }

  private static let groups = """
    circuit: groups
    version: 1
    summary: Every group stands on its own share of the collateral.
    sets: {group: [cross, first, second]}
    risk:
      rate[contract]: USD >= 0
    committed: ["held[a in asset]", "x[g in group, c in contract]"]
    chosen:
      share[g in group, a in asset]: 0 .. limit[a] step lot[a]
    define:
      equity[g in group]: sum(share[g, a] for a in asset)
      requirement[g in group]: sum(rate[c] * abs(x[g, c]) for c in contract)
    assert:
      - sum(share[g, a] for g in group) == held[a] for a in asset
      - equity[g] * price >= requirement[g] for g in group

    """.replacingOccurrences(of: "rate[contract]: USD >= 0", with: "rate[contract]: USD >= 0\n  price: USD >= 0")

  private static let groupMarket = """
    {"sets": {"asset": {"elements": ["USDC"], "lot": "0.5", "limit": "100"},
              "contract": {"elements": ["A", "B"], "lot": "1", "limit": "50"}},
     "tables": {"rate": {"index": ["contract"], "unit": "USD", "values": ["1.3", "0.7"]},
                "price": {"index": [], "unit": "USD", "values": "1"}}}
    """

  /// A share for every group exists exactly when the groups' needs, each rounded up to the lot, fit into what is held.
  @Test func sharesAreFoundExactlyWhereTheyExist() throws {
    var random = SeededGenerator.fromEnvironment()
    let seed = random.seed
    let bound = try Self.bound(Self.groups, Self.groupMarket)
    let search = try ChoiceSearch(bound)
    let compiled = try CompiledCircuit(bound)
    let half: Rational = Rational(1) / 2
    var boundaries = 0
    for _ in 0..<150 {
      let x = (0..<6).map { _ in Int64.random(in: -6...6, using: &random) }
      let needs = (0..<3).map { group in
        Rational(13) / 10 * Rational(x[2 * group].magnitude.signed) + Rational(7) / 10 * Rational(x[2 * group + 1].magnitude.signed)
      }
      let least = needs.reduce(Int64(0)) { $0 - Int64(exactly: (-($1 / half)).floor())! }
      for held in [least, least - 1, least + 3] {
        let lots = [held] + x
        let choices = search.choices(lots: lots)
        #expect(choices.satisfies == (held >= least), "SEED=\(seed) \(lots)")
        let report = try bound.evaluate(lots: lots, choices: choices.steps)
        #expect(report.isSolvent == choices.satisfies && report.chosen.map(\.name).first == "share[cross, USDC]")
        guard choices.satisfies else {
          #expect(throws: InfeasibleError.self) { try compiled.witness(lots: lots, choices: choices.steps) }
          continue
        }
        boundaries += 1
        let (positions, variables) = try compiled.witness(lots: lots, choices: choices.steps)
        #expect(compiled.check(positions: positions, variables: variables) == nil, "SEED=\(seed) \(lots)")
      }
    }
    #expect(boundaries == 300)
  }

  /// The rule's == keeps every share within what is held, so no row repeats the range's upper end.
  @Test func anUpperEndThatTheRuleKeepsCostsNothing() throws {
    let cost = try CompiledCircuit(Self.bound(Self.groups, Self.groupMarket)).cost
    // Six parted positions, three groups, one equality that bounds what is held as well.
    #expect(cost.bound == .rows && cost.rows == 6 + 3 + 1 && cost.variables == 3 + 12 + 3)
  }

  private static let capped = """
    circuit: capped
    version: 1
    summary: What is owed is covered by a facility of at most 10, drawn in steps of 0.25.
    risk:
      unit: number >= 0
    chosen:
      drawn: -1 .. 10 step 0.25
    assert:
      - x['A'] + unit * drawn >= 0

    """

  private static let cappedMarket = """
    {"sets": {"instrument": {"elements": ["A"], "lot": "0.1", "limit": "1000"}},
     "tables": {"unit": {"index": [], "values": "1"}}}
    """

  @Test func theUpperEndIsKeptBeyondTheLastDigit() throws {
    let bound = try Self.bound(Self.capped, Self.cappedMarket)
    #expect(bound.chosen.map(\.count) == [44])
    let search = try ChoiceSearch(bound)
    #expect(search.choices(lots: [-100]).satisfies && !search.choices(lots: [-101]).satisfies)
    let compiled = try CompiledCircuit(bound)
    _ = try compiled.witness(lots: [-100], choices: [44])
    // 45 steps fit the variable's digits, and are more than the range has.
    let error = #expect(throws: InfeasibleError.self) { try compiled.witness(lots: [-101], choices: [45]) }
    #expect(error?.description == "line 7, range of chosen drawn does not hold")
    #expect(throws: CircuitError.self) { try bound.evaluate(lots: [-101], choices: [45]) }
    #expect(throws: CircuitError.self) { try bound.evaluate(lots: [-101]) }
    #expect(throws: InfeasibleError.self) { try compiled.witness(lots: [-100]) }
  }

  @Test func rangesThatHoldNothingAreRefused() throws {
    for (range, words) in [
      ("10 .. -1 step 0.25", "holds no value"), ("0 .. 10 step 0", "not above 0"), ("0 .. 10 step 0 - 1", "not above 0"),
    ] {
      let circuit = Self.capped.replacingOccurrences(of: "-1 .. 10 step 0.25", with: range)
      let error = #expect(throws: CircuitError.self) { try Self.bound(circuit, Self.cappedMarket) }
      #expect(error?.rule == .chosenRange && error?.location?.line == 7 && error?.message.contains(words) == true, "\(range)")
    }
  }

  /// A fraction of a step would satisfy this rule; the grid is part of it.
  @Test func theGridIsPartOfTheRule() throws {
    let circuit = Self.capped.replacingOccurrences(
      of: "  - x['A'] + unit * drawn >= 0", with: "  - x['A'] + unit * drawn >= 0\n  - 0.35 >= drawn")
    let bound = try Self.bound(circuit, Self.cappedMarket)
    let search = try ChoiceSearch(bound)
    #expect(search.choices(lots: [-2]).satisfies && !search.choices(lots: [-3]).satisfies)
  }

  /// min(cap, rate |x|) as a charge is not convex; a flag between 0 and 1 states it, to the unit.
  @Test func aFlagStatesTheSmallerOfTwoCharges() throws {
    let circuit = """
      circuit: capped-charge
      version: 1
      summary: Equity covers a charge that has a cap.
      risk:
        rate, cap, most: USD >= 0
        unit[instrument]: USD >= 0
      chosen:
        capped: 0 .. 1
      define:
        charge: cap * capped + positive(rate * abs(x['A']) - most * capped)
      assert:
        - unit['USD'] * x['USD'] >= charge

      """
    let risk = """
      {"sets": {"instrument": {"elements": ["A", "USD"], "lot": "1", "limit": "1000"}},
       "tables": {"rate": {"index": [], "unit": "USD", "values": "3"}, "cap": {"index": [], "unit": "USD", "values": "100"},
                  "most": {"index": [], "unit": "USD", "values": "3000"}, "unit": {"index": ["instrument"], "unit": "USD", "values": ["0", "1"]}}}
      """
    let bound = try Self.bound(circuit, risk)
    let search = try ChoiceSearch(bound)
    let compiled = try CompiledCircuit(bound)
    for held: Int64 in [0, 1, -33, 33, 34, -40, 1000, -1000] {
      let charge = min(100, 3 * Int64(held.magnitude))
      let choices = search.choices(lots: [held, charge])
      #expect(choices.satisfies, "\(held)")
      let (positions, variables) = try compiled.witness(lots: [held, charge], choices: choices.steps)
      #expect(compiled.check(positions: positions, variables: variables) == nil)
      #expect(charge == 0 || !search.choices(lots: [held, charge - 1]).satisfies, "\(held)")
    }
  }

  private static let matching = """
    circuit: matching
    version: 1
    summary: Shorts are matched with longs at a pair's margin, the rest is naked.
    risk:
      pairMargin[spread], nakedMargin[instrument]: USD >= 0
      cash: USD >= 0
    chosen:
      pairs[p in spread]: 0 .. 3
      spare[i in instrument]: 0 .. 3
      naked[i in instrument]: 0 .. 3
    define:
      requirement: sum(pairMargin[p] * pairs[p] for p in spread) + sum(nakedMargin[i] * naked[i] for i in instrument)
    assert:
      - x[i] == spare[i] - naked[i] + sum(pairs[p] for p in spread where long == i) - sum(pairs[p] for p in spread where short == i)
        for i in instrument
      - cash >= requirement

    """

  private static let spreads = """
    {"sets": {"instrument": {"elements": ["A", "B"], "lot": "1", "limit": "3"},
              "spread": {"elements": ["AB", "BA"], "attributes": {"long": ["A", "B"], "short": ["B", "A"]}}},
     "tables": {"pairMargin": {"index": ["spread"], "unit": "USD", "values": ["3", "1"]},
                "nakedMargin": {"index": ["instrument"], "unit": "USD", "values": ["5", "4"]},
                "cash": {"index": [], "unit": "USD", "values": "9"}}}
    """

  /// Against every matching of a small book.
  @Test func theCheapestMatchingIsFound() throws {
    let bound = try Self.bound(Self.matching, Self.spreads)
    let search = try ChoiceSearch(bound)
    let compiled = try CompiledCircuit(bound)
    for a in Int64(-3)...3 {
      for b in Int64(-3)...3 {
        var best: Int64?
        for ab in Int64(0)...3 {
          for ba in Int64(0)...3 {
            let (restA, restB) = (a - ab + ba, b - ba + ab)
            guard restA.magnitude <= 3, restB.magnitude <= 3 else { continue }
            let cost = 3 * ab + ba + 5 * max(0, -restA) + 4 * max(0, -restB)
            best = min(best ?? cost, cost)
          }
        }
        let choices = search.choices(lots: [a, b])
        #expect(choices.satisfies == best.map { $0 <= 9 }, "\(a) \(b)")
        guard choices.satisfies, let best else { continue }
        let report = try bound.evaluate(lots: [a, b], choices: choices.steps)
        #expect(report.definitions.first?.value == Rational(best), "\(a) \(b)")
        let (positions, variables) = try compiled.witness(lots: [a, b], choices: choices.steps)
        #expect(compiled.check(positions: positions, variables: variables) == nil)
      }
    }
  }
}

extension UInt64 {
  fileprivate var signed: Int64 { Int64(self) }
}
