import Foundation
import MarginModel
import RiskEngine
import Testing

/// The exchanges' worked examples again, from files that our own builders make of the examples' markets: `fixtures/exchanges`.
@Suite struct PublishedMarketTests {
  struct Published: Decodable {
    struct Case: Decodable {
      let id: String
      let arguments: [String: String]?
      let book: [String: String]
      let figures: [Figure]
    }

    struct Figure: Decodable {
      /// An expression of the circuit's language.
      let of: String
      let published, precision: String
    }

    struct Scenario: Decodable { let spot, volatility, weight: String }

    let cases: [Case]
    let scenarios: [Scenario]?

    static func of(_ name: String) throws -> Published {
      try JSONDecoder().decode(Published.self, from: Data(Fixture.bytes("fixtures/exchanges/\(name).json")))
    }
  }

  static func market(_ name: String) throws -> MarketSnapshot {
    try MarketSnapshot(bytes: Fixture.bytes("fixtures/exchanges/\(name)-market.json"))
  }

  /// The shipped model in the example's money and contracts.
  private static func deribit(_ changes: [(String, String)] = []) throws -> RiskModel {
    try BuilderFiguresTests.model(
      "deribit-portfolio",
      [
        ("money: USD", "money: BTC"), ("dampener: 25000", "dampener: 100000"), ("{money: 2", "{money: 12"),
        ("future: {lot: 0.001, limit: 100000", "future: {lot: 0.000000001, limit: 10000"),
        ("perpetual: {lot: 0.001, limit: 100000", "perpetual: {lot: 0.000000001, limit: 10000"),
        ("  ETH: {haircut: 0.07, lot: 0.001, limit: 1000000}\n", ""),
      ] + changes)
  }

  private static func okx() throws -> RiskModel {
    try BuilderFiguresTests.model(
      "okx-portfolio",
      [
        (
          """
            ETH:
              moves: [0, 0.04, 0.08, 0.12]
              extreme: 0.24
              basisRate: 0.002
              minimumRate: 0.0045
          """,
          """
            LTC:
              moves: [0, 0.06, 0.12, 0.18]
              extreme: 0.36
              basisRate: 0.008
              minimumRate: 0.007
          """
        ), ("{money: 2", "{money: 12"), ("  BTC: {haircut: 0.05, lot: 0.0001, limit: 100000}\n", ""),
        ("  ETH: {haircut: 0.07, lot: 0.001, limit: 1000000}\n", ""), ("USDC: {price: 1,", "USDT: {price: 0.99954,"),
      ])
  }

  /// Every figure of a case is the file's to the precision that is asked for; the figures by expression.
  @discardableResult
  private func expect(
    _ item: Published.Case, _ circuit: String, _ file: RiskFile, book: [String: String], words: [(String, String)] = [],
    _ agrees: (Published.Figure, Rational) -> Bool
  ) throws -> [String: Rational] {
    let path = "circuits/\(circuit).yaml"
    let text = String(decoding: try Fixture.bytes(path), as: UTF8.self)
    let expressions = item.figures.map { figure in words.reduce(figure.of) { $0.replacingOccurrences(of: $1.0, with: $1.1) } }
    let lines = expressions.enumerated().map { "  probe\($0): \($1)\n" }.joined()
    let probed = text.replacingOccurrences(of: "\ndefine:\n", with: "\ndefine:\n" + lines)
    let bound = try BoundCircuit(Circuit(bytes: Array(probed.utf8), file: path), risk: file, arguments: item.arguments ?? [:])
    #expect(Set(book.keys).isSubset(of: bound.coordinates.map(\.id)))
    let lots = try bound.coordinates.map { coordinate in
      guard let quantity = book[coordinate.id] else { return Int64(0) }
      let lots = try #require(Rational(quantity)) / coordinate.lot
      #expect(Rational(lots.floor()) == lots, "\(coordinate.id) is off its lots")
      return try #require(Int64(exactly: lots.floor()))
    }
    let report = try bound.evaluate(lots: lots)
    var found: [String: Rational] = [:]
    #expect(!item.figures.isEmpty)
    for (place, figure) in item.figures.enumerated() {
      let value = try #require(report.definitions.first { $0.name == "probe\(place)" }).value
      #expect(agrees(figure, value), "\(item.id): \(figure.of) is \(value.decimal(places: 15)), published \(figure.published)")
      found[figure.of] = value
    }
    return found
  }

  private static func near(_ tolerance: Double) -> (Published.Figure, Rational) -> Bool {
    { figure, value in
      guard let published = Rational(figure.published) else { return false }
      return abs(value - published).approximate <= tolerance * max(1, abs(published).approximate)
    }
  }

  /// Buckets, worst case, roll charge, risk matrix, both margins: in coins, every one to 1e-9.
  @Test func deribitsFiguresFollowFromItsMarket() throws {
    let file = try RiskBuilder.build([Self.market("deribit-portfolio")], Self.deribit()).riskFile
    #expect(file.sets["currency"]?.elements == ["BTC"] && file.sets["shock"]?.elements.count == 27)
    let published = try Published.of("deribit-portfolio")
    #expect(published.cases.map(\.figures.count) == [14, 1])
    for item in published.cases {
      let found = try expect(item, "deribit-portfolio", file, book: item.book, words: [("'0%'", "'+0%'")], Self.near(1e-9))
      // The example adds up the worst bucket rounded to nine decimals; what is not rounded agrees to the grid of the file.
      for figure in item.figures where figure.precision != "9 decimals" {
        let value = try #require(found[figure.of])
        #expect(Self.near(1e-12)(figure, value), "\(figure.of)")
      }
    }
  }

  /// A market whose contract gains what the example's does, another roll rate: the margin is another.
  @Test func deribitsFiguresDependOnTheModel() throws {
    let item = try #require(Published.of("deribit-portfolio").cases.first)
    func margin(_ changes: [(String, String)]) throws -> Rational {
      let file = try RiskBuilder.build([Self.market("deribit-portfolio")], Self.deribit(changes)).riskFile
      let found = try expect(item, "deribit-portfolio", file, book: item.book, words: [("'0%'", "'+0%'")]) { _, _ in true }
      return try #require(found["requirement"])
    }
    let published = try margin([])
    #expect(try margin([("rollRate: 0.01", "rollRate: 0.02")]) > published)
    #expect(try margin([("matrix: 1, extra: 1", "matrix: 0.9, extra: 1")]) < published)
  }

  /// MR1 to MR7 of both units, the units' margins, the borrow charge, both levels and equity: to 15 digits.
  @Test func okxsFiguresFollowFromItsMarkets() throws {
    let markets = try ["btc", "ltc"].map { try Self.market("okx-portfolio-\($0)") }
    let file = try RiskBuilder.build(markets, Self.okx()).riskFile
    let published = try Published.of("okx-portfolio")
    #expect(published.cases.map(\.figures.count) == [23, 5])
    // Ten contracts of 0.01 BTC and of 1 LTC; the debt in USDT at 0.99954 is the published equity.
    let book = ["BTC-USDT-SWAP": "-0.1", "LTC-USDT-SWAP": "10", "USDT": "-78589.37"]
    let words = [
      ("BTC +12% up", "BTC spot +12% vol +40%"), ("BTC +24%", "BTC spot +24% vol +0%"),
      ("LTC -18% up", "LTC spot -18% vol +40%"), ("LTC -36%", "LTC spot -36% vol +0%"),
    ]
    for item in published.cases { try expect(item, "okx-portfolio", file, book: book, words: words, Self.near(1e-14)) }
  }

  /// The charge on delta, to the dollar, from a market in which the call has the page's delta; in the rule that also takes coins as well.
  @Test(arguments: ["paradex-portfolio", "portfolio-scan"]) func paradexsChargeOnDeltaFollowsFromItsMarket(_ circuit: String) throws
  {
    let file = try RiskBuilder.build([Self.market("paradex-portfolio")], Self.paradex()).riskFile
    let published = try Published.of("paradex-portfolio")
    for item in published.cases {
      try expect(item, circuit, file, book: item.book) { figure, value in value == Rational(figure.published) }
    }
    let scan = try #require(file.sets["scan"])
    let scenarios = try #require(published.scenarios)
    #expect(scan.elements.count == 24)
    for (place, scenario) in scenarios.enumerated() {
      #expect(scan.attributes["spot"]?[place].flatMap { Rational($0) } == Rational(scenario.spot))
      #expect(scan.attributes["volatility"]?[place].flatMap { Rational($0) } == Rational(scenario.volatility))
      #expect(file.tables["weight"]?.value([place]) == Rational(scenario.weight))
    }
  }

  /// The 24 scenarios of both contracts are another program's, to the cent.
  @Test func paradexsScenariosFollowFromItsMarket() throws {
    let file = try RiskBuilder.build([Self.market("paradex-portfolio-flat")], Self.paradex()).riskFile
    let theirs = try RiskFile(bytes: Fixture.bytes("fixtures/exchanges/paradex-portfolio-risk.json"))
    for name in ["BTC-USD-PERP", "BTC-70000-C"] {
      let (ours, other) = try (
        #require(file.sets["instrument"]?.index(of: name)), #require(theirs.sets["instrument"]?.index(of: name))
      )
      #expect(file.tables["mark"]?.value([ours]) == theirs.tables["mark"]?.value([other]))
      for place in 0..<24 {
        #expect(file.tables["pnl"]?.value([ours, place]) == theirs.tables["pnl"]?.value([other, place]), "\(name) \(place)")
      }
    }
  }

  private static func paradex() throws -> RiskModel {
    try BuilderFiguresTests.model(
      "portfolio-scan",
      [
        ("  BTC: {haircut: 0.16, lot: 0.0001, limit: 100000}\n", ""),
        ("  ETH: {haircut: 0.16, lot: 0.001, limit: 1000000}\n", ""),
      ])
  }
}
