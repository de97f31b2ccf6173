import MarginModel
import RiskEngine
import Testing

/// The example oracle, and what becomes of it when one thing changes.
enum OracleFixture {
  typealias Quote = (name: String, price: String, weight: String, age: Int)

  static func sourcesText() throws -> String {
    String(decoding: try Fixture.bytes("fixtures/markets/oracle-sources.json"), as: UTF8.self)
  }
  static func modelText() throws -> String {
    String(decoding: try Fixture.bytes("circuits/risk-models/oracle.yaml"), as: UTF8.self)
  }
  static func depth() throws -> MarketDepth { try MarketDepth(bytes: Fixture.bytes("fixtures/markets/market-depth.json")) }

  /// What the example oracle publishes.
  static func prices() throws -> OraclePrices {
    try #require(OraclePrices.judge(sources(), model(), depth: depth()).prices)
  }

  static func sources(_ part: String = "", _ other: String = "") throws -> OracleSources {
    try OracleSources(bytes: replaced(part, other, in: sourcesText()))
  }

  static func model(_ part: String = "", _ other: String = "") throws -> OracleModel {
    try OracleModel(bytes: replaced(part, other, in: modelText()), file: "oracle.yaml")
  }

  private static func replaced(_ part: String, _ other: String, in text: String) throws -> [UInt8] {
    part.isEmpty ? Array(text.utf8) : try #require(SmallMarket.replacing(part, by: other, in: text), "\(part) is not there")
  }

  /// A file of one asset whose sources and observations are these.
  static func sources(
    _ sources: [Quote], observations: [(age: Int, price: String)] = [(1800, "100")],
    traded: String = "100", feed: String? = nil
  ) throws -> OracleSources {
    let now = try #require(Timestamp("2026-05-21T10:04:10Z"))
    func time(_ age: Int) -> String { now.advanced(bySeconds: -Int64(age)).description }
    let entries = sources.map {
      #"{"name": "\#($0.name)", "price": "\#($0.price)", "weight": "\#($0.weight)", "time": "\#(time($0.age))"}"#
    }
    let seen = observations.map { #"{"time": "\#(time($0.age))", "price": "\#($0.price)"}"# }
    let file = """
      {"kind": "oracle-sources", "version": 1, "asOf": "\(now)", "source": "made up", "licence": "none", "assets": [
        {"asset": "BTC", "tradedPrice": "\(traded)"\(feed.map { ", \"feed\": \"\($0)\"" } ?? ""),
         "sources": [\(entries.joined(separator: ","))], "observations": [\(seen.joined(separator: ","))]}]}
      """
    return try OracleSources(bytes: Array(file.utf8))
  }

  static func number(_ text: String) throws -> Rational { try #require(Rational(text)) }
}
