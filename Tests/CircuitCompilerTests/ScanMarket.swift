import MarginModel
import TestSupport

/// A made-up market in the tables of portfolio-scan: options on two coins, a perpetual each, the coins and dollars as cash.
enum ScanMarket {
  /// - Parameters:
  ///   - options: how many options there are.
  ///   - scenarios: how many weighted scenarios.
  static func risk(options: Int, scenarios: Int, seed: UInt64 = 7) throws -> RiskFile {
    var random = SeededGenerator(seed: seed)
    let names =
      (0..<options).map { "\($0 % 2 == 0 ? "BTC" : "ETH")-\($0)" } + ["BTC-PERP", "ETH-PERP", "BTC", "ETH", "USDC"]
    let cash = names.count - 3
    func underlying(_ index: Int) -> String { index >= cash ? "null" : names[index].hasPrefix("BTC") ? "\"BTC\"" : "\"ETH\"" }
    func cents(_ range: ClosedRange<Int>) -> String {
      let value = Int.random(in: range, using: &random)
      let fraction = value.magnitude % 100
      return "\"\(value < 0 ? "-" : "")\(value.magnitude / 100).\(fraction < 10 ? "0" : "")\(fraction)\""
    }
    func list(_ items: [String]) -> String { "[" + items.joined(separator: ", ") + "]" }
    func quoted(_ items: [String]) -> String { list(items.map { "\"\($0)\"" }) }
    func each(_ body: (Int) -> String) -> String { list(names.indices.map(body)) }
    let kinds = names.indices.map { $0 >= cash ? "cash" : $0 >= options ? "perpetual" : "option" }
    let text = """
      {"sets": {
        "instrument": {"elements": \(quoted(names)),
          "attributes": {"kind": \(quoted(kinds)), "underlying": \(each(underlying))}, "to": {"underlying": "underlying"},
          "lot": \(each { $0 == names.count - 1 ? "\"0.01\"" : $0 >= options ? "\"0.001\"" : "\"0.1\"" }),
          "limit": \(each { $0 == names.count - 1 ? "\"1000000000\"" : "\"10000\"" })},
        "underlying": {"elements": ["BTC", "ETH"]},
        "scan": {"elements": \(quoted((0..<scenarios).map { "scenario \($0 + 1)" }))},
        "level": {"elements": ["initial", "maintenance"]}},
      "tables": {
        "mark": {"index": ["instrument"], "unit": "USD", "decimals": 2,
          "values": \(each { $0 == names.count - 1 ? "\"1\"" : $0 >= options && $0 < cash ? "\"0\"" : cents(100...900_000) })},
        "haircut": {"index": ["instrument"], "decimals": 2, "values": \(each { (cash..<names.count - 1).contains($0) ? "\"0.16\"" : "\"0\"" })},
        "pnl": {"index": ["instrument", "scan"], "unit": "USD", "decimals": 2,
          "values": \(each { index in list((0..<scenarios).map { _ in index >= cash ? "\"0\"" : cents(-300_000...300_000) }) })},
        "weight": {"index": ["scan"], "decimals": 3, "values": \(quoted((0..<scenarios).map { $0 % 3 == 2 ? "0.485" : "1" }))},
        "delta": {"index": ["instrument"], "decimals": 3,
          "values": \(each { $0 >= cash ? "\"0\"" : $0 >= options ? "\"1\"" : $0 % 3 == 0 ? "\"-0.412\"" : "\"0.337\"" })},
        "spot": {"index": ["underlying"], "unit": "USD", "decimals": 2, "values": ["77000.50", "2100.25"]},
        "netRate": {"index": [], "decimals": 2, "values": "0.02"},
        "hedgedRate": {"index": [], "decimals": 2, "values": "0.01"},
        "fee": {"index": ["instrument"], "unit": "USD", "decimals": 2, "values": \(each { $0 >= cash ? "\"0\"" : cents(1...3000) })},
        "funding": {"index": ["instrument"], "unit": "USD", "decimals": 2,
          "values": \(each { $0 >= options && $0 < cash ? cents(-900...900) : "\"0\"" })},
        "share": {"index": ["level"], "decimals": 1, "values": ["1", "0.5"]}}}
      """
    return try RiskFile(bytes: Array(text.utf8))
  }
}
