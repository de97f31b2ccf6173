import MarginModel
import Testing

/// Where circuit, risk file and arguments do not fit together, the refusal names the place in the circuit and the reason.
@Suite struct BindingTests {
  private static let circuit = """
    circuit: test
    version: 1
    summary: A test.
    sets:
      cash: instrument where kind == 'cash'
      coins: instrument where kind == 'coin'
    risk:
      mark[instrument]: USD >= 0
      share[class]: number in 0..1
      factor: number >= 0
      rate[instrument]: rising tiers of number in 0..1
    arguments:
      level: {in: level, default: low}
      times: {type: number >= 1, default: 2}
    define:
      value: sum(mark[i] * share[i.class] * x[i] for i in instrument)
      charge: sum(mark[i] * tiers(rate[i], abs(x[i])) for i in coins)
      worst: max(-mark[i] * x[i] for i in cash)
    assert:
      - value >= times * charge + factor * worst

    """

  private static let risk = """
    {"sets": {
      "instrument": {"elements": ["USD", "BTC"], "attributes": {"kind": ["cash", "coin"], "class": ["a", "b"]},
        "to": {"class": "class"}, "lot": "0.1", "limit": "1000"},
      "class": {"elements": ["a", "b"]}, "level": {"elements": ["low", "high"]}},
    "tables": {
      "mark": {"index": ["instrument"], "unit": "USD", "values": ["1", "2"]},
      "share": {"index": ["class"], "values": ["0.5", "1"]},
      "factor": {"index": [], "values": "1"},
      "rate": {"index": ["instrument"], "tiers": [{"upTo": ["10"], "rate": ["0.1", "0.2"]}, {"upTo": [], "rate": ["0.1"]}]}}}
    """

  /// One thing changed, and what it breaks.
  struct Misfit: Sendable, CustomTestStringConvertible {
    let old, new: String
    let arguments: [String: String]
    let rule: CircuitError.Rule
    /// The circuit's line that the refusal points to; nil for one about no line.
    let line: Int?
    /// What the refusal says, among other words.
    let words: String

    init(_ old: String, _ new: String, _ rule: CircuitError.Rule, _ line: Int?, _ words: String) {
      (self.old, self.new, arguments, self.rule, self.line, self.words) = (old, new, [:], rule, line, words)
    }

    init(_ arguments: [String: String], _ line: Int?, _ words: String) {
      (old, new, self.arguments, rule, self.line, self.words) = ("", "", arguments, .argument, line, words)
    }

    var testDescription: String { "\(rule): \(old) \(new) \(arguments)" }
  }

  static let misfits = [
    Misfit("\"mark\":", "\"price\":", .missingTable, 8, "no table mark"),
    Misfit("\"index\": [\"class\"]", "\"index\": [\"level\"]", .tableIndex, 9, "[level]"),
    Misfit("\"USD\", \"values\"", "\"EUR\", \"values\"", .tableUnit, 8, "in EUR"),
    Misfit("\"0.5\"", "\"1.5\"", .tableRange, 9, "share[a] = 1.5"),
    Misfit("[\"1\", \"2\"]", "[\"1\", \"-2\"]", .tableRange, 8, "mark[BTC] = -2"),
    Misfit("[\"0.1\", \"0.2\"]", "[\"0.2\", \"0.1\"]", .schedule, 11, "rate[USD]"),
    Misfit(
      "\"tiers\": [{\"upTo\": [\"10\"], \"rate\": [\"0.1\", \"0.2\"]}, {\"upTo\": [], \"rate\": [\"0.1\"]}]",
      "\"values\": [\"0\", \"0\"]", .tableKind, 11, "numbers, not schedules"),
    Misfit("[\"1\", \"2\"]", "[\"1\", null]", .missingEntry, 16, "mark has no entry for BTC"),
    Misfit("\"kind\":", "\"sort\":", .missingAttribute, 5, "no attribute kind"),
    Misfit("[\"a\", \"b\"]}", "[\"a\", null]}", .nullAttribute, 16, "BTC has no class"),
    Misfit("[\"a\", \"b\"]},\n    \"to\": {\"class\": \"class\"}", "[\"a\", \"z\"]}", .outsideDomain, 16, "holds z"),
    Misfit("[\"cash\", \"coin\"]", "[\"coin\", \"coin\"]", .emptyExtreme, 18, "max over nothing"),
    Misfit("[\"cash\", \"coin\"]", "[\"cash\", \"option\"]", .coverage, nil, "BTC of instrument is in none of cash, coins"),
    Misfit(
      "\"class\": {\"elements\"", "\"cash\": {\"elements\": [\"a\"]}, \"class\": {\"elements\"", .duplicateName, 5,
      "of the risk file"),
    Misfit("\"level\": {", "\"levels\": {", .missingSet, 13, "no set level"),
    Misfit(["level": "middle"], 13, "level has low, high"),
    Misfit(["times": "0.5"], 14, "out of its declared range"),
    Misfit(["times": "two"], 14, "write 1.25 or 5/4"),
    Misfit(["time": "2"], nil, "it has level, times"),
  ]

  private static func bind(_ risk: String, _ arguments: [String: String]) throws -> BoundCircuit {
    try BoundCircuit(CircuitText.circuit(circuit), risk: RiskFile(bytes: Array(risk.utf8)), arguments: arguments)
  }

  @Test func circuitAndFileFit() throws {
    let bound = try Self.bind(Self.risk, ["level": "high", "times": "1.5"])
    #expect(bound.coordinates.map(\.id) == ["USD", "BTC"])
    // 10 dollars at half their price and a coin at its own, against 1.5 times a tenth of the coin and the dollars' loss of -10.
    #expect(try bound.evaluate(lots: [100, 10]).isSolvent)
  }

  @Test(arguments: misfits)
  func isRefusedWithPlaceAndReason(misfit: Misfit) throws {
    let risk = misfit.old.isEmpty ? Self.risk : Self.risk.replacing(misfit.old, with: misfit.new, maxReplacements: 1)
    try #require(misfit.old.isEmpty || risk != Self.risk)
    let error = try #require(throws: CircuitError.self) { try Self.bind(risk, misfit.arguments) }
    #expect(error.rule == misfit.rule, "\(error)")
    if let line = misfit.line { #expect(error.location?.line == line, "\(error)") }
    #expect(error.description.hasPrefix("test.yaml:") && error.description.contains(misfit.words), "\(error)")
    #expect(!error.description.contains("\n"))
  }

  /// A derivative of no currency would be charged by nothing; cash is in no group either, but in no set that is grouped.
  @Test func aGroupedSetHasNoElementOutsideEveryGroup() throws {
    let circuit = try CircuitText.circuit(
      """
      circuit: test
      version: 1
      summary: A test.
      sets:
        cash: instrument where kind == 'cash'
        derivative: instrument where kind != 'cash'
      risk:
        mark[instrument]: USD >= 0
      define:
        net[c in currency]: sum(mark[i] * x[i] for i in derivative where currency == c)
      assert:
        - sum(mark[i] * x[i] for i in cash) >= sum(abs(net[c]) for c in currency)

      """)
    func risk(_ currency: String) throws -> RiskFile {
      let text = """
        {"sets": {"instrument": {"elements": ["USD", "PERP"], "attributes": {"kind": ["cash", "swap"], "currency": [null, \(currency)]},
                  "to": {"currency": "currency"}}, "currency": {"elements": ["BTC"]}},
         "tables": {"mark": {"index": ["instrument"], "unit": "USD", "values": ["1", "2"]}}}
        """
      return try RiskFile(bytes: Array(text.utf8))
    }
    _ = try BoundCircuit(circuit, risk: risk("\"BTC\""))
    let error = try #require(throws: CircuitError.self) { try BoundCircuit(circuit, risk: risk("null")) }
    #expect(error.rule == .coverage && error.location?.line == 10)
    #expect(error.description.contains("PERP of derivative has no currency, so it is in no group"))
  }
}
