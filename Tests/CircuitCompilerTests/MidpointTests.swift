import CircuitCompiler
import MarginModel
import Testing
import TestSupport

/// What the checker accepts is convex in fact: surpluses are midpoint concave on random books, exactly; and what is made of an
/// accepted rule by one change is refused, or still so.
@Suite struct MidpointTests {
  @Test(arguments: RandomExpression.Form.allCases)
  func randomRulesAreMidpointConcave(form: RandomExpression.Form) throws {
    var random = SeededGenerator.fromEnvironment()
    let seed = random.seed
    for number in 0..<40 {
      let circuit = RandomCircuit(form, depth: 2, using: &random)
      let bound = try BoundCircuit(circuit.circuit(), risk: circuit.riskFile())
      for _ in 0..<8 {
        let pair = Midpoints.pair(bound, using: &random)
        #expect(try Midpoints.violation(bound, pair) == nil, "SEED=\(seed) circuit \(number)\n\(circuit)\n\(pair)")
      }
    }
  }

  @Test(arguments: CircuitFolder.circuits)
  func theProjectsRulesAreMidpointConcave(name: String) throws {
    var random = SeededGenerator.fromEnvironment()
    let bound = try CircuitFolder.bound(name)
    let terms = try Agreement(bound).compiled.cost.terms
    for _ in 0..<max(2, 20_000 / (terms + 200)) {
      let pair = Midpoints.pair(bound, using: &random)
      #expect(try Midpoints.violation(bound, pair) == nil, "SEED=\(random.seed) \(name) \(pair)")
    }
  }

  // MARK: Mutations

  private static let mutations: [(old: String, new: [String])] = [
    ("max(", ["min(", "-max("]), ("min(", ["max(", "-min("]), ("abs(", ["-abs(", "max(", "min("]),
    ("positive(", ["-positive(", "min(0, ", "abs("]), ("sum(", ["-sum("]), ("shortfall(", ["-shortfall("]),
    ("tiers(rates[", ["tiers(values[", "-tiers(rates[", "tiers(signedRates["]),
    ("tiers(values[", ["tiers(rates[", "tiers(signedValues["]),
    ("tiers(signedRates[", ["tiers(signedValues[", "-tiers(signedRates["]), (" + ", [" - "]), (" - ", [" + "]),
    (" >= ", [" <= ", " == "]), (" <= ", [" >= "]), ("haircut[", ["price[", "-haircut["]),
    ("share[level]", ["scale", "-share[level]"]),
    ("charge[", ["price["]), ("times", ["-times", "scale"]), ("x[", ["-x[", "2 * x['USD'] * x[", "abs(x['USD']) - x["]),
  ]

  /// A rule with one of its words changed.
  private static func mutated(_ text: String, using random: inout SeededGenerator) -> String {
    guard let start = text.range(of: "define:") else { return text }
    let (head, rule) = (text[..<start.upperBound], text[start.upperBound...])
    for (old, new) in mutations.shuffled(using: &random) {
      // Not the dash of a list item.
      let places = rule.ranges(of: old).filter { !rule[..<$0.lowerBound].hasSuffix("\n ") }
      guard let place = places.randomElement(using: &random), let replacement = new.randomElement(using: &random) else { continue }
      return head + rule.replacingCharacters(in: place, with: replacement)
    }
    return text
  }

  @Test(arguments: RandomExpression.Form.allCases)
  func aChangedRuleIsRefusedOrStillConcave(form: RandomExpression.Form) throws {
    var random = SeededGenerator.fromEnvironment()
    let seed = random.seed
    var (refused, accepted) = (0, 0)
    for number in 0..<120 {
      let original = RandomCircuit(form, depth: 2, using: &random)
      let text = Self.mutated(original.text, using: &random)
      let circuit: Circuit
      do throws(CircuitError) {
        circuit = try Circuit(bytes: Array(text.utf8), file: "changed.yaml")
      } catch {
        refused += 1
        let rules: [CircuitError.Rule] = [.curvature, .comparison, .unknownSign, .privateProduct, .equality, .units]
        // A chain of comparisons with == is no sentence of the language.
        #expect(rules.contains(error.rule) || error.message == "a chain with ==", "\(error)\n\(text)")
        continue
      }
      guard let bound = try? BoundCircuit(circuit, risk: original.riskFile()) else { continue }
      accepted += 1
      for _ in 0..<10 {
        let pair = Midpoints.pair(bound, using: &random)
        #expect(try Midpoints.violation(bound, pair) == nil, "SEED=\(seed) circuit \(number)\n\(text)\n\(original)\n\(pair)")
      }
    }
    #expect(refused > 0 && accepted > 0)
  }

  /// The test above can fail: each of these bends the wrong way, as its values show.
  @Test(arguments: [
    "dollar * x['USD'] + abs(total) >= 0", "0 >= min(total, 0)", "dollar * x['USD'] >= -sum(charge[i] * abs(x[i]) for i in traded)",
    "max(total, 0) >= dollar", "dollar >= min(dollar, abs(total))", "dollar * x['USD'] * x['A'] >= 0",
    "0 >= sum(price[i] * abs(x[i]) for i in traded)", "abs(total) == dollar", "sum(tiers(rates[i], x[i]) for i in traded) >= 0",
    "0 >= sum(tiers(values[i], x[i]) for i in traded)", "shortfall(0.5, -pnl['A', s] * x['A'] for s in scan) >= 0",
    "total >= 2 * abs(total) - sum(charge[i] * abs(x[i]) for i in traded)", "dollar >= scale * abs(total)",
    "dollar >= abs(min(total, dollar))", "dollar >= positive(min(total, dollar * x['USD']))",
    "0 >= sum(tiers(signedRates[i], abs(x[i])) for i in traded)", "sum(tiers(signedValues[i], min(x[i], 0)) for i in traded) >= 0",
    "dollar >= shortfall(0.5, min(pnl['A', s] * x['A'], 0) for s in scan)", "1 / x['A'] >= 0", "dollar >= max(min(total, 0), 0)",
    "total >= 0 >= min(total, 0)", "total <= max(total, 0) <= dollar * x['USD']", "dollar >= (1 - times) * abs(total)",
    "dollar >= positive(total) * positive(total)",
    "-haircut['A'] * max(total, 0) <= 0 - haircut['A'] * min(0, total) - abs(total) * -1",
  ])
  func aRuleThatBendsTheWrongWayIsRefused(assertion: String) throws {
    var random = SeededGenerator(seed: 1)
    let text = RandomCircuit(.sum, depth: 0, using: &random).text
    let rule = try #require(text.range(of: "assert:\n")).upperBound
    let error = #expect(throws: CircuitError.self) {
      try Circuit(bytes: Array((text[..<rule] + "  - \(assertion)\n").utf8), file: "wrong.yaml")
    }
    let rules: [CircuitError.Rule] = [.curvature, .comparison, .unknownSign, .privateProduct, .privateDivisor, .equality]
    #expect(error.map { rules.contains($0.rule) } == true, "\(String(describing: error))")
  }
}
