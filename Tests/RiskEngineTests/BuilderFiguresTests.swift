import Foundation
import MarginModel
import RiskEngine
import Testing

/// Tables of the built files against another program's figures: `fixtures/builders/figures.json`.
@Suite struct BuilderFiguresTests {
  struct Figures: Decodable {
    struct Cell: Decodable {
      let table: String
      let keys: [String]
      let figure: Double

      init(from decoder: any Decoder) throws {
        var list = try decoder.unkeyedContainer()
        table = try list.decode(String.self)
        var keys: [String] = []
        while list.currentIndex < (list.count ?? 0) - 1 { keys.append(try list.decode(String.self)) }
        self.keys = keys
        figure = try list.decode(Double.self)
      }
    }

    struct Book: Decodable {
      let name: String
      let book: [String: Double]
      let shortfall: Double
    }

    /// One underlying alone, long or short: the shortfall of the days listed, and the least that it has to be charged.
    struct Reference: Decodable {
      let coin: String
      let side: Double
      let listed, whole, window, extremes, floor: Double
    }

    let references: [Reference]?
    let cells: [Cell]
    let days: Int?
    let books: [Book]?

    static func of(_ name: String) throws -> Figures {
      let all = try JSONDecoder().decode([String: Figures].self, from: Data(Fixture.bytes("fixtures/builders/figures.json")))
      return try #require(all[name])
    }
  }

  static func history() throws -> PriceHistory {
    try PriceHistory(csv: Fixture.bytes("fixtures/markets/daily-closes.csv"), file: "daily-closes.csv")
  }

  /// The example inputs, of those that a model reads.
  static func inputs(_ model: RiskModel, previous: RiskFile? = nil) throws -> RiskInputs {
    RiskInputs(
      try RiskBuilderTests.markets(), history: model.builder.reads(.history) ? try history() : nil,
      oracle: model.builder.reads(.oracle) ? try OracleFixture.prices() : nil,
      depth: model.builder.reads(.depth) ? try OracleFixture.depth() : nil, previousFile: previous)
  }

  static func build(_ model: RiskModel, previous: RiskFile? = nil) throws -> RiskFile {
    try RiskBuilder.build(inputs(model, previous: previous), model).riskFile
  }

  /// The model with one part of its text replaced.
  static func model(_ name: String, _ changes: [(String, String)]) throws -> RiskModel {
    var text = String(decoding: try Fixture.bytes("circuits/risk-models/\(name).yaml"), as: UTF8.self)
    for (part, other) in changes {
      text = String(decoding: try #require(SmallMarket.replacing(part, by: other, in: text), "\(part)"), as: UTF8.self)
    }
    return try RiskModel(bytes: Array(text.utf8), file: name + ".yaml")
  }

  static func value(_ file: RiskFile, _ table: String, _ names: [String]) throws -> Rational {
    let table = try #require(file.tables[table])
    let positions = try zip(table.index, names).map { set, name in try #require(file.sets[set]?.index(of: name), "\(name)") }
    return try #require(table.value(positions))
  }

  private static let up: Set<String> = [
    "scale", "sampling", "extremes", "stress", "volatility", "fall", "rise", "crowding", "concentration", "bridgeHaircut", "shock",
    "roll", "minimum",
  ]

  /// Every cell is its figure rounded once in the table's direction; `noise` is what the other program's figure may be off.
  private func expectCells(_ name: String, _ file: RiskFile, noise: (Figures.Cell) -> Double = { 1e-9 * (1 + abs($0.figure)) })
    throws
  {
    let figures = try Figures.of(name)
    #expect(!figures.cells.isEmpty)
    for cell in figures.cells {
      let value = try Self.value(file, cell.table, cell.keys).approximate
      let decimals = try #require(file.tables[cell.table]?.decimals)
      let unit = (0..<decimals).reduce(1.0) { unit, _ in unit / 10 }
      let (least, most) =
        Self.up.contains(cell.table) ? (0, unit) : cell.table == "bookScale" ? (-unit, 0) : (-0.5 * unit, 0.5 * unit)
      let error = value - cell.figure
      #expect(least - noise(cell) <= error && error <= most + noise(cell), "\(cell.table) \(cell.keys): \(value) \(cell.figure)")
    }
  }

  @Test(arguments: [
    "expected-shortfall", "stress-library", "delta-margin", "covariance", "chain-collateral", "deribit-portfolio",
    "okx-portfolio", "joint-scan",
  ])
  func cellsAreThoseOfAnotherProgram(_ name: String) throws {
    try expectCells(name, Self.build(RiskModelTests.named(name)))
  }

  @Test func contagionIsThatOfAnotherProgram() throws {
    // Its fixed point has no grid, so its shock is smaller by some 1e-9, and money by that share of depth and notional.
    try expectCells("contagion-buffer", Self.build(RiskModelTests.named("contagion-buffer"))) { cell in
      switch cell.table {
      case "shock": 1e-8
      case "bookScale": 2
      case "cascadeLoss": 1e-3
      default: 1e-9
      }
    }
  }

  /// An account kept in BTC on the chain of BTC: inverse contracts, and options valued at their own forwards before and after.
  @Test func coinsAreThoseOfAnotherProgram() throws {
    let model = try Self.model(
      "deribit-portfolio",
      [("money: USD", "money: BTC"), ("{money: 2", "{money: 9"), ("  ETH: {haircut: 0.07, lot: 0.001, limit: 1000000}\n", "")])
    let file = try RiskBuilder.build([RiskBuilderTests.markets()[0]], model).riskFile
    #expect(file.tables["standard"]?.unit.description == "money" && file.tables["standard"]?.decimals == 9)
    // 25,000 dollars at 77,596.75, down.
    #expect(try Self.value(file, "dampener", []) == Rational("0.322178441"))
    try expectCells("deribit-portfolio BTC", file)
  }

  /// Differences in place of derivatives leave the other program's figures with fewer digits.
  @Test func greeksAreThoseOfAnotherProgram() throws {
    try expectCells("greeks-margin", Self.build(RiskModelTests.named("greeks-margin"))) { 1e-2 + 1e-4 * abs($0.figure) }
  }

  private static let plain: [(String, String)] = [
    ("history: {method: filtered, decay: 0.94, settle: 60, days: 60}", "history: {method: plain}")
  ]

  /// The whole history without a filter, 786 daily returns of 788 closes: moves, profits, factors.
  @Test func plainHistoryIsThatOfAnotherProgram() throws {
    let text = String(decoding: try Fixture.bytes("circuits/risk-models/expected-shortfall.yaml"), as: UTF8.self)
    let start = try #require(text.firstRange(of: "volatility:\n")).lowerBound
    let end = try #require(text[start...].firstRange(of: "\n\n")).lowerBound
    let file = try Self.build(Self.model("expected-shortfall", Self.plain + [(String(text[start..<end]), "")]))
    #expect(file.sets["day"]?.elements.count == 786 && file.tables["volatility"] == nil)
    try expectCells("expected-shortfall plain", file)
    try expectShortfalls("expected-shortfall plain", file)
  }

  @Test func filteredHistoryIsThatOfAnotherProgram() throws {
    let file = try Self.build(RiskModelTests.named("expected-shortfall"))
    #expect(file.sets["day"]?.elements.count == 60)
    try expectShortfalls("expected-shortfall", file)
  }

  /// A variance by alpha .08 and beta .9 about the history's own mean, for the days and for today.
  @Test func garchIsThatOfAnotherProgram() throws {
    let file = try Self.build(
      Self.model(
        "expected-shortfall",
        [
          ("method: filtered, decay: 0.94", "method: garch, alpha: 0.08, beta: 0.9"),
          ("  source: implied\n  days: 30\n", "  source: garch\n  alpha: 0.08\n  beta: 0.9\n"),
        ]))
    try expectCells("expected-shortfall garch", file)
    try expectShortfalls("expected-shortfall garch", file)
    let other = try Self.build(RiskModelTests.named("expected-shortfall"))
    #expect(other.sets["day"]?.elements == file.sets["day"]?.elements && other.digest != file.digest)
  }

  /// Volatilities that go along with the forward: a call sold gets dearer by the smile as spot moves.
  @Test func stickyDeltaIsThatOfAnotherProgram() throws {
    let rule = ("powerFromPivot: 0.13}", "powerFromPivot: 0.13, skew: sticky-delta}")
    let file = try Self.build(Self.model("portfolio-scan", [rule]))
    try expectCells("portfolio-scan sticky-delta", file)
    let strike = try Self.build(Self.model("portfolio-scan", [(rule.0, "powerFromPivot: 0.13, skew: sticky-strike}")]))
    let cell = ["BTC-26JUN26-94000-C", "spot +16% vol +40%"]
    #expect(try Self.value(file, "pnl", cell) != Self.value(strike, "pnl", cell))
    // The default, but for the model's digest.
    let scan = try RiskBuilderTests.realFile()
    #expect(strike.tables.keys == scan.tables.keys && strike.model != scan.model)
    for place in try #require(scan.sets["instrument"]).elements.indices {
      for scenario in 0..<24 {
        #expect(strike.tables["pnl"]?.value([place, scenario]) == scan.tables["pnl"]?.value([place, scenario]))
      }
    }
  }

  /// The scale lifts the listed days of every underlying, long and short, to the larger of all days and the stressed window with the Pareto
  /// tail on top, and none of them twice: on the book that sets it, by no more than what the factors' own maxima differ by.
  @Test(arguments: ["expected-shortfall", "expected-shortfall plain", "expected-shortfall garch"])
  func scaleIsAFloorAndNoMore(_ name: String) throws {
    let figures = try Figures.of(name)
    let scale = try #require(figures.cells.first { $0.table == "scale" }).figure
    let references = try #require(figures.references)
    #expect(references.count == 4)
    let excesses = references.map { scale * $0.listed / $0.floor }
    #expect(excesses.allSatisfy { $0 >= 1 - 1e-12 }, "\(excesses)")
    #expect((excesses.min() ?? 9) < 1.02, "\(excesses)")
    // Without the window's part the floor is missed.
    let stress = try #require(figures.cells.first { $0.table == "stress" }).figure
    #expect(excesses.contains { $0 / stress < 0.99 } && stress > 1)
  }

  /// The circuit's own figure of each book, scale apart, is the other program's.
  private func expectShortfalls(_ name: String, _ file: RiskFile) throws {
    let circuit = try Circuit(bytes: Fixture.bytes("circuits/expected-shortfall.yaml"), file: "expected-shortfall.yaml")
    let bound = try BoundCircuit(circuit, risk: file)
    let scale = try Self.value(file, "scale", []).approximate
    let figures = try Figures.of(name)
    let books = try #require(figures.books)
    #expect(books.count == 6 && figures.days == file.sets["day"]?.elements.count)
    for book in books {
      let lots = bound.coordinates.map { coordinate in
        Int64(((book.book[coordinate.id] ?? 0) / coordinate.lot.approximate).rounded())
      }
      let report = try bound.evaluate(lots: lots)
      let value = try #require(report.definitions.first { $0.name == "shortfallLoss" }).value.approximate / scale
      // Half a cent a unit and instrument.
      let rounding = 0.005 * book.book.values.reduce(0) { $0 + abs($1) } + 1e-6
      #expect(abs(value - book.shortfall) <= rounding, "\(book.name): \(value) \(book.shortfall)")
    }
  }
}
