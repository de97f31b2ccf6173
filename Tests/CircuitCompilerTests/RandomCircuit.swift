import MarginModel
import TestSupport

/// A random small circuit with a risk file for it: some instruments, and cash that enters every first comparison as it is.
///
/// The table `shift` stands beside the cash and nowhere else, so any surplus can be moved by exactly any amount.
struct RandomCircuit: CustomStringConvertible {
  let text: String
  private let sets: String
  private let wideSets: String
  private let tables: String

  var description: String { text + "\n" + risk(shift: 0, wide: false) }

  private static let header = """
    circuit: random
    version: 1
    summary: A random rule.
    sets:
      cash: instrument where kind == 'cash'
      traded: instrument where kind != 'cash'
      spot: traded where kind == 'spot'
    risk:
      price[instrument], pnl[instrument, scan], dollar, offset, shift: USD
      charge[instrument], fee[group]: USD >= 0
      haircut[instrument], weight[scan], share[level], tail[level]: number in 0..1
      scale: number
      rates[instrument]: rising tiers of USD >= 0
      signedRates[instrument]: rising tiers of USD
      values[instrument]: falling tiers of USD >= 0
      signedValues[instrument]: falling tiers of USD
    arguments:
      level: {in: level, default: high}
      times: {type: number >= 1, default: 1}
    define:
      net[u in group]: sum(price[i] * x[i] for i in traded where group == u)
      total: sum(net[u] for u in group)

    """

  /// - Parameters:
  ///   - form: what the rule's convex side is made around.
  ///   - depth: how deep forms may stand in each other.
  init(_ form: RandomExpression.Form, depth: Int, using random: inout SeededGenerator) {
    let count = Int.random(in: 1...4, using: &random)
    let instruments = ["A", "B", "C", "D"].prefix(count).map(\.self)
    var parts = RandomExpression(random: random, instruments: instruments)
    let worst = "max(0, net[u], \(parts.affine(.init(group: "u"))))"
    var text = Self.header + "  worst[u in group]: \(worst)\nassert:\n"
    for _ in 0..<(parts.chance(1, of: 4) ? 2 : 1) {
      let repeated = parts.chance(1, of: 4)
      let scope = RandomExpression.Scope(group: repeated ? "u" : nil)
      let value = "dollar * x['USD'] + shift + (\(parts.concavePart(scope, depth: parts.chance(1, of: 2) ? 0 : depth)))"
      let charge = parts.convex(form, scope, depth: depth)
      let chained = parts.chance(1, of: 5) ? parts.affine(scope) : nil
      let comparison: String
      switch (chained, parts.chance(1, of: 2)) {
      case (nil, true): comparison = "\(value) >= \(charge)"
      case (nil, false): comparison = "\(charge) <= \(value)"
      case (let middle?, true): comparison = "\(value) >= \(middle) >= \(charge) - shift"
      case (let middle?, false): comparison = "\(charge) <= \(middle) + shift <= \(value)"
      }
      text += "  - \(comparison)\(repeated ? " for u in group" : "")\n"
    }
    self.text = text
    random = parts.random
    (sets, wideSets, tables) = Self.market(instruments, using: &random)
  }

  func circuit() throws -> Circuit { try Circuit(bytes: Array(text.utf8), file: "random.yaml") }

  /// The risk file; `wide` has limits a thousand times as far.
  func riskFile(shift: Rational = 0, wide: Bool = false) throws -> RiskFile {
    try RiskFile(bytes: Array(risk(shift: shift, wide: wide).utf8))
  }

  private func risk(shift: Rational, wide: Bool) -> String {
    "{\"sets\": {\(wide ? wideSets : sets)},\n\"tables\": {\(tables),\n\"shift\": {\"index\": [], \"unit\": \"USD\", \"values\": \"\(shift)\"}}}"
  }

  // MARK: The market

  private static func list(_ items: [String]) -> String { "[" + items.joined(separator: ", ") + "]" }

  /// A decimal with edges: nothing, one, a cent, whole numbers, cents.
  private static func number(_ least: Int, using random: inout SeededGenerator) -> Rational {
    let value: Rational
    switch Int.random(in: 0..<10, using: &random) {
    case 0, 1: return 0
    case 2: value = 1
    case 3: value = Rational(1) / 100
    case 4: value = Rational(Int.random(in: 1...9, using: &random)) / 7
    case 5...7: value = Rational(Int.random(in: 1...40, using: &random))
    default: value = Rational(Int.random(in: 1...20_000, using: &random)) / 100
    }
    return least < 0 && Bool.random(using: &random) ? -value : value
  }

  private static func share(using random: inout SeededGenerator) -> Rational {
    Rational([0, 1, 5, 10, 16, 50, 95, 100].randomElement(using: &random) ?? 1) / 100
  }

  private static func schedule(rising: Bool, least: Int, using random: inout SeededGenerator) -> String {
    let count = Int.random(in: 0...3, using: &random)
    var rates = (0...count).map { _ in number(least, using: &random) }.sorted()
    if !rising { rates.reverse() }
    var bound: Rational = 0
    let bounds = (0..<count).map { _ in
      bound += Rational(Int.random(in: 1...40, using: &random)) / 4
      return "\"\(bound)\""
    }
    return "{\"upTo\": \(list(bounds)), \"rate\": \(list(rates.map { "\"\($0)\"" }))}"
  }

  private static func market(
    _ instruments: [String], using random: inout SeededGenerator
  ) -> (sets: String, wideSets: String, tables: String) {
    let (names, groups) = (instruments + ["USD"], ["1", "2", "3"].prefix(Int.random(in: 1...3, using: &random)))
    let scans = (0..<Int.random(in: 1...4, using: &random)).map { "s\($0)" }
    func one(_ choices: [String]) -> String { choices.randomElement(using: &random) ?? "" }
    func quoted(_ items: some Sequence<String>) -> String { list(items.map { "\"\($0)\"" }) }
    let kinds = quoted(names.map { $0 == "USD" ? "cash" : one(["spot", "perp"]) })
    let sorts = list(names.map { _ in one(["\"a\"", "\"b\"", "null"]) })
    let group = quoted(names.map { _ in one(Array(groups)) })
    let lots = names.map { $0 == "USD" ? "0.01" : one(["1", "1", "0.5", "0.01", "0.001", "3"]) }
    let counts: [Int64] = names.map { $0 == "USD" ? 1 << 40 : [1, 3, 100, 1 << 20, 1 << 40].randomElement(using: &random) ?? 1 }
    func limits(_ times: Int64) -> String {
      quoted(zip(lots, counts).map { lot, count in "\((Rational(lot) ?? 1) * Rational(count * times))" })
    }
    let others = """
      "group": {"elements": \(quoted(groups))}, "scan": {"elements": \(quoted(scans))}, "level": {"elements": ["low", "high"]}
      """
    func sets(_ times: Int64) -> String {
      """
      "instrument": {"elements": \(quoted(names)), "attributes": {"kind": \(kinds), "sort": \(sorts), "group": \(group)},
        "to": {"group": "group"}, "lot": \(quoted(lots)), "limit": \(limits(times))}, \(others)
      """
    }
    func numbers(_ count: Int, _ least: Int) -> String {
      list((0..<count).map { _ in "\"\(number(least, using: &random))\"" })
    }
    func shares(_ count: Int) -> String { list((0..<count).map { _ in "\"\(share(using: &random))\"" }) }
    func schedules(_ rising: Bool, _ least: Int) -> String {
      list(names.map { _ in schedule(rising: rising, least: least, using: &random) })
    }
    // Weights that add up to exactly 1; some may be 0.
    let parts = scans.map { _ in Rational([0, 1, 1, 2, 5].randomElement(using: &random) ?? 1) }
    let whole = parts.reduce(0, +)
    let weights = whole.isZero ? scans.indices.map { Rational($0 == 0 ? 1 : 0) } : parts.map { $0 / whole }
    func table(_ name: String, _ index: String, _ values: String, unit: String = "USD", key: String = "values") -> String {
      "\"\(name)\": {\"index\": [\(index)], \"unit\": \"\(unit)\", \"\(key)\": \(values)}"
    }
    let tables = [
      table("price", "\"instrument\"", numbers(names.count, -1)),
      table("pnl", "\"instrument\", \"scan\"", list(names.map { _ in numbers(scans.count, -1) })),
      table("dollar", "", "\"1\""), table("offset", "", "\"\(number(-1, using: &random))\""),
      table("charge", "\"instrument\"", numbers(names.count, 0)), table("fee", "\"group\"", numbers(groups.count, 0)),
      table("haircut", "\"instrument\"", shares(names.count), unit: "number"),
      table("weight", "\"scan\"", quoted(weights.map(\.description)), unit: "number"),
      table("share", "\"level\"", shares(2), unit: "number"),
      table("tail", "\"level\"", quoted(["0.1", one(["0.01", "0.5", "0.975", "1"])]), unit: "number"),
      table("scale", "", "\"\(number(-1, using: &random))\"", unit: "number"),
      table("rates", "\"instrument\"", schedules(true, 0), key: "tiers"),
      table("signedRates", "\"instrument\"", schedules(true, -1), key: "tiers"),
      table("values", "\"instrument\"", schedules(false, 0), key: "tiers"),
      table("signedValues", "\"instrument\"", schedules(false, -1), key: "tiers"),
    ].joined(separator: ",\n")
    return (sets(1), sets(1000), tables)
  }
}
