import CircuitCompiler
import MarginModel
import ProofSystem
import Testing

/// Faults that provers of reserves and margin have had in the field, each as a refusal here.
///
/// Also held elsewhere: an unknown column of a book (PositionBookTests), a scenario matrix of another size (RiskFileTests, "1 items
/// where 2"), a coverage below its minimum (BindingTests, CircuitFileTests).
@Suite struct FieldFaultTests {
  private static let circuit = """
    circuit: faults
    version: 1
    summary: Tiered collateral covers debts, and no balance of the vault is negative.
    risk:
      price[asset]: USD >= 0
      haircut[class]: number in 0..1
      rate[asset]: falling tiers of number in 0..1
    arguments:
      coverage: {type: number >= 1, default: 1}
    committed: ["x[a in asset]", "vault[a in coin]"]
    define:
      # A debt counts here once already.
      held: sum(price[a] * tiers(rate[a], x[a]) * (1 - haircut[a.class]) for a in asset)
    assert:
      - held >= (coverage - 1) * sum(price[a] * positive(-x[a]) for a in asset)
      - vault[c] >= 0 for c in coin

    """

  private static let risk = """
    {"sets": {
      "asset": {"elements": ["USD", "BTC"], "attributes": {"class": ["cash", "coin"]}, "to": {"class": "class"},
        "lot": ["1", "0.1"], "limit": ["1000000", "1000"]},
      "coin": {"elements": ["vBTC", "vETH"], "lot": "1", "limit": "1000"},
      "class": {"elements": ["cash", "coin"]}},
    "tables": {
      "price": {"index": ["asset"], "unit": "USD", "values": ["1", "100"]},
      "haircut": {"index": ["class"], "values": ["0", "0.1"]},
      "rate": {"index": ["asset"], "entries": [
        ["USD", {"upTo": [], "rate": ["1"]}], ["BTC", {"upTo": ["10"], "rate": ["1", "0.5"]}]]}}}
    """

  private static func bind(
    _ old: String = "", _ new: String = "", circuit text: String = circuit, arguments: [String: String] = [:]
  ) throws -> BoundCircuit {
    let changed = old.isEmpty ? risk : risk.replacing(old, with: new)
    try #require(old.isEmpty || changed != risk)
    return try BoundCircuit(
      Circuit(bytes: Array(text.utf8), file: "faults.yaml"), risk: RiskFile(bytes: Array(changed.utf8)), arguments: arguments)
  }

  private static func changed(_ old: String, _ new: String) throws -> String {
    let text = circuit.replacing(old, with: new)
    try #require(text != circuit)
    return text
  }

  /// What a refusal of a circuit says and where.
  private static func expect(
    _ error: CircuitError?, _ rule: CircuitError.Rule, at place: String, _ words: String
  ) {
    #expect(
      error?.rule == rule && error?.location?.description == place && error?.message.contains(words) == true, "\(error as Any)")
    let lines = error?.snippet?.split(separator: "\n") ?? []
    #expect(lines.count == 2 && lines.last?.hasSuffix("^") == true)
  }

  @Test func theRuleItselfHolds() throws {
    let agreement = try Agreement(Self.bind())
    // 20 coins: 10 at their price, 10 at half of it, less a tenth; 1,350 dollars owed are just covered.
    #expect(try agreement.check([-1350, 200, 0, 0], isExhaustive: true, "at the edge"))
    #expect(try !agreement.check([-1351, 200, 0, 0], isExhaustive: true, "one dollar more"))
  }

  @Test func aTierRowOfAnotherAssetIsNotBorrowed() throws {
    // An asset the set does not have, an asset whose own row is missing, a row by the index of another set.
    let strange = #expect(throws: RiskFileError.self) { try Self.bind("[\"BTC\", {\"upTo\"", "[\"ETH\", {\"upTo\"") }
    #expect(strange?.description.hasPrefix("tables.rate.entries[1][0]: ") == true)
    let missing = #expect(throws: CircuitError.self) {
      try Self.bind(", [\"BTC\", {\"upTo\": [\"10\"], \"rate\": [\"1\", \"0.5\"]}]", "")
    }
    Self.expect(missing, .missingEntry, at: "13:24", "rate has no entry for BTC")
    let other = try Self.changed("tiers(rate[a], x[a])", "tiers(rate[a.class], x[a])")
    let wrong = #expect(throws: CircuitError.self) { try Self.bind(circuit: other) }
    Self.expect(wrong, .outsideDomain, at: "13:35", "is not in asset")
    let coin = try Self.changed("vault[c] >= 0", "tiers(rate[c], vault[c]) >= 0")
    let unlike = #expect(throws: CircuitError.self) { try Self.bind(circuit: coin) }
    Self.expect(unlike, .indexSet, at: "16:16", "c ranges over coin")
  }

  @Test func aHaircutIndexOutOfRangeIsRefused() throws {
    let text = try Self.changed("haircut[a.class]", "haircut['alt']")
    let error = #expect(throws: CircuitError.self) { try Self.bind(circuit: text) }
    Self.expect(error, .outsideDomain, at: "13:60", "'alt' is not in class")
    // A class that the haircuts do not know, and a row too few.
    let unknown = #expect(throws: RiskFileError.self) {
      try Self.bind("[\"cash\", \"coin\"]}, \"to\"", "[\"cash\", \"alt\"]}, \"to\"")
    }
    #expect(unknown?.description.hasPrefix("sets.asset.attributes.class[1]: ") == true)
    let short = #expect(throws: RiskFileError.self) { try Self.bind("[\"0\", \"0.1\"]", "[\"0\"]") }
    #expect(short?.description.hasPrefix("tables.haircut.values: ") == true)
    let negative = #expect(throws: CircuitError.self) { try Self.bind("[\"0\", \"0.1\"]", "[\"0\", \"-0.1\"]") }
    Self.expect(negative, .tableRange, at: "6:3", "haircut[coin] = -0.1")
  }

  @Test func aPriceWithoutABoundIsRefused() throws {
    let text = try Self.changed("price[asset]: USD >= 0", "price[asset]: USD")
    let error = #expect(throws: CircuitError.self) { try Self.bind(circuit: text) }
    Self.expect(error, .unknownSign, at: "13:24", "unknown sign")
    #expect(error?.suggestion?.contains("`>= 0`") == true)
    let negative = #expect(throws: CircuitError.self) { try Self.bind("[\"1\", \"100\"]", "[\"1\", \"-100\"]") }
    Self.expect(negative, .tableRange, at: "5:3", "price[BTC] = -100")
  }

  /// A quotient and remainder are unique only while the remainder is below the divisor. Here: a quantity is whole lots or refused,
  /// and a digit string one above its largest value is out of range.
  @Test func aRemainderEqualToTheDivisorIsRefused() throws {
    let bound = try Self.bind()
    let coordinates = bound.coordinates.map { ($0.id, $0.lot, $0.limit) }
    func lots(_ quantity: String) throws -> [Int64] {
      try PositionBook(csv: Array("instrument,quantity\nBTC,\(quantity)\n".utf8), file: "book.csv").lots(of: coordinates)
    }
    #expect(try lots("0.3") == [0, 3, 0, 0] && lots("-0.10") == [0, -1, 0, 0])
    for quantity in ["0.35", "0.09999999999999999999", "-0.100000000000000000001"] {
      let error = #expect(throws: PositionError.self) { try lots(quantity) }
      #expect(error?.description.hasPrefix("book.csv:2:") == true && error?.description.contains("lots of 0.1") == true)
    }
    let compiled = try CompiledCircuit(bound)
    let (positions, variables) = try compiled.witness(lots: [0, 200, 1, 2])
    let width = compiled.program.baseBits * compiled.program.digits[0]
    for (value, isInRange) in [(Rational(1).doubled(width) - 1, true), (Rational(1).doubled(width), false)] {
      var changed = variables
      changed[0] = try #require(Int256(exactly: value.numerator))
      let failure = compiled.check(positions: positions, variables: changed)
      if case .range(_, let variable) = failure {
        #expect(!isInRange && variable == 0)
      } else {
        #expect(isInRange && failure != nil)
      }
    }
  }

  /// A balance below zero cannot hide among others.
  @Test func aNegativeLeafIsRefused() throws {
    let agreement = try Agreement(Self.bind())
    #expect(try agreement.check([0, 0, 5, 0], isExhaustive: true, "none negative"))
    #expect(try !agreement.check([0, 0, 1000, -1], isExhaustive: true, "one negative"))
    let error = #expect(throws: InfeasibleError.self) { try agreement.compiled.witness(lots: [0, 0, 1000, -1]) }
    #expect(error?.description == "line 16: `vault[c] >= 0 for c in coin` for vETH fails: short by 1 number")
  }

  @Test func anUnknownColumnIsRefused() throws {
    let bound = try Self.bind()
    let book = try PositionBook(csv: Array("instrument,quantity\nvBTC/USD,1\n".utf8), file: "book.csv")
    let error = #expect(throws: PositionError.self) { try book.lots(of: bound.coordinates.map { ($0.id, $0.lot, $0.limit) }) }
    #expect(error?.description.hasPrefix("book.csv:2:1: the risk file has no instrument vBTC/USD") == true)
    let text = try Self.changed("a.class", "a.klass")
    let attribute = #expect(throws: CircuitError.self) { try Self.bind(circuit: text) }
    Self.expect(attribute, .missingAttribute, at: "13:60", "no attribute klass")
  }

  /// A number of any length is exact or refused, never reduced to a machine word: 2^64 + 1 is not 1.
  @Test func aParameterBeyond64BitsDoesNotWrap() throws {
    let book: [Int64] = [-1350, 200, 0, 0]
    #expect(try Agreement(Self.bind(arguments: ["coverage": "1"])).check(book, isExhaustive: true, "1"))
    for coverage in ["18446744073709551617", "340282366920938463463374607431768211457"] {
      #expect(try !Agreement(Self.bind(arguments: ["coverage": coverage])).check(book, isExhaustive: true, coverage))
    }
    let low = #expect(throws: CircuitError.self) { try Self.bind(arguments: ["coverage": "-18446744073709551615"]) }
    Self.expect(low, .argument, at: "9:3", "out of its declared range")
    let wide = try Self.bind(arguments: ["coverage": "1" + String(repeating: "0", count: 90)])
    let error = #expect(throws: CompileError.self) { try CompiledCircuit(wide) }
    if case .tooWide(let row, _) = error { #expect(row.line == 15) } else { Issue.record("\(error as Any)") }
    let version = try Self.changed("version: 1", "version: 18446744073709551617")
    let refused = #expect(throws: CircuitError.self) { try Self.bind(circuit: version) }
    Self.expect(refused, .keys, at: "2:10", "a version is")
    // A limit beyond 2^63 - 1 lots binds, and its books are still counted in machine words.
    let limit = try Self.bind("[\"1000000\", \"1000\"]", "[\"18446744073709551617\", \"1000\"]")
    #expect(limit.coordinates[0].limitInLots == .max)
    #expect(try Agreement(limit).check([.max, 0, 0, 0], isExhaustive: true, "the largest book"))
    #expect(try !Agreement(limit).check([-.max, 0, 0, 0], isExhaustive: true, "the largest debt"))
    #expect(throws: CircuitError.self) { try limit.evaluate(lots: [.min, 0, 0, 0]) }
  }
}

extension Rational {
  fileprivate func doubled(_ times: Int) -> Rational { (0..<times).reduce(self) { value, _ in value + value } }
}
