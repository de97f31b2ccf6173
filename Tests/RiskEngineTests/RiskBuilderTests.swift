import CanonicalJSON
import MarginModel
import RiskEngine
import Testing

@Suite struct RiskBuilderTests {
  static func markets() throws -> [MarketSnapshot] {
    try ["btc", "eth"].map { try MarketSnapshot(bytes: Fixture.bytes("fixtures/markets/\($0)-20260521.json")) }
  }

  static func realFile() throws -> RiskFile { try RiskBuilder.build(markets(), RiskModelTests.portfolioScan()).riskFile }

  /// The real file, with numbers by name.
  private struct Figures {
    let file: RiskFile

    func value(_ table: String, _ names: String...) throws -> Rational {
      let table = try #require(file.tables[table])
      let positions = try zip(table.index, names).map { set, name in try #require(file.sets[set]?.index(of: name)) }
      return try #require(table.value(positions))
    }
  }

  /// Byte for byte what was built before, in this build mode and on this machine.
  @Test func bytesAreThoseOfTheFixture() throws {
    let file = try Self.realFile()
    let digest = String(decoding: try Fixture.bytes("fixtures/risk/portfolio-scan-20260521.digest"), as: UTF8.self)
    #expect(file.digest.description + "\n" == digest)
    #expect(try RiskFile(json: JSONValue(canonical: file.json.canonicalBytes)).digest == file.digest)
  }

  @Test func setsAndTablesAreComplete() throws {
    let file = try Self.realFile()
    let instruments = try #require(file.sets["instrument"])
    #expect(instruments.elements.count == 679 + 24 + 2 + 4)
    let kinds = try #require(instruments.attributes["kind"])
    #expect(["option", "future", "perpetual", "cash"].map { kind in kinds.filter { $0 == kind }.count } == [679, 24, 2, 4])
    #expect(instruments.targets == ["underlying": "underlying"])
    #expect(file.sets["scan"]?.elements.count == 24 && file.sets["underlying"]?.elements == ["BTC", "ETH"])
    #expect(file.sets["level"]?.elements == ["initial", "maintenance"])
    #expect(
      Set(file.tables.keys) == [
        "mark", "pnl", "weight", "delta", "spot", "netRate", "hedgedRate", "fee", "funding", "share", "haircut",
      ])
    #expect(file.tables["pnl"]?.index == ["instrument", "scan"])
    for (name, decimals) in [
      ("mark", 2), ("pnl", 2), ("fee", 2), ("funding", 2), ("spot", 2), ("delta", 4), ("weight", 4), ("share", 1),
    ] {
      #expect(file.tables[name]?.decimals == decimals, "\(name)")
    }
    #expect(file.asOf?.description == "2026-05-21T10:04:10Z" && file.validUntil?.description == "2026-05-21T11:04:10Z")
    #expect(file.inputs == (try Self.markets()).map(\.digest))
    #expect(file.model == "portfolio-scan \(try RiskModelTests.portfolioScan().digest)")
  }

  /// Marks, deltas and all 24 scenarios of a sample of options, rounded from values of 40 digits by another program.
  @Test func optionFiguresAgreeWithIndependentOnes() throws {
    let figures = Figures(file: try Self.realFile())
    let scenarios = try RiskModelTests.scan(RiskModelTests.portfolioScan()).scenarios.map(\.name)
    let rows = try Fixture.rows("fixtures/pricing/scenarios.csv")
    #expect(rows.count == 28)
    for row in rows {
      #expect(try figures.value("mark", row[0]) == (try #require(Rational(row[1]))), "\(row[0])")
      #expect(try figures.value("delta", row[0]) == (try #require(Rational(row[2]))), "\(row[0])")
      for (scenario, text) in zip(scenarios, row.dropFirst(3)) {
        #expect(try figures.value("pnl", row[0], scenario) == (try #require(Rational(text))), "\(row[0]) \(scenario)")
      }
    }
  }

  @Test func linearContractsAndCashAreExact() throws {
    let figures = Figures(file: try Self.realFile())
    #expect(try figures.value("mark", "BTC-PERPETUAL") == 0)
    #expect(try figures.value("delta", "BTC-PERPETUAL") == 1)
    // 77,596.75 x 0.16 = 12,415.48; fee 0.05 %; funding 0.01 %.
    #expect(try figures.value("pnl", "BTC-PERPETUAL", "spot +16% vol +40%") == (try #require(Rational("12415.48"))))
    #expect(try figures.value("pnl", "BTC-PERPETUAL", "spot -66% vol +40%") == (try #require(Rational("-51213.86"))))
    #expect(try figures.value("fee", "BTC-PERPETUAL") == (try #require(Rational("38.8"))))
    #expect(try figures.value("funding", "BTC-PERPETUAL") == (try #require(Rational("7.76"))))
    // The future of March 2027 at 79,551.25: delta 79,551.25 / 77,596.75 = 1.02519.
    #expect(try figures.value("delta", "BTC-26MAR27") == (try #require(Rational("1.0252"))))
    #expect(try figures.value("pnl", "BTC-26MAR27", "spot +500% vol +40%") == (try #require(Rational("397756.25"))))
    #expect(try figures.value("funding", "BTC-26MAR27") == 0)
    // 2,125.725 to the cent, halves away from zero.
    #expect(try figures.value("spot", "ETH") == (try #require(Rational("2125.73"))))
    #expect(try figures.value("mark", "ETH") == (try #require(Rational("2125.73"))))
    #expect(try figures.value("mark", "USDC") == 1)
    #expect(try figures.value("haircut", "BTC") == (try #require(Rational("0.16"))))
    #expect(try figures.value("haircut", "BTC-PERPETUAL") == 0)
    #expect(try figures.value("pnl", "BTC", "spot -66% vol +40%") == 0)
    #expect(try figures.value("share", "maintenance") == (try #require(Rational("1/2"))))
    #expect(try figures.value("netRate") == (try #require(Rational("0.02"))))
    #expect(try figures.value("hedgedRate") == (try #require(Rational("0.01"))))
  }

  @Test func orderOfSnapshotsDoesNotMatter() throws {
    let model = try RiskModelTests.portfolioScan()
    let markets = try Self.markets()
    #expect(try RiskBuilder.build(markets.reversed(), model).riskFile.digest == RiskBuilder.build(markets, model).riskFile.digest)
  }

  @Test func previousFileIsNamed() throws {
    let model = try RiskModelTests.portfolioScan()
    let first = try RiskBuilder.build(Self.markets(), model).riskFile
    let second = try RiskBuilder.build(Self.markets(), model, previous: first.digest).riskFile
    #expect(first.previous == nil && second.previous == first.digest && second.digest != first.digest)
  }

  @Test func unusableOptionIsNotInTheFileButInTheReport() throws {
    let bytes = try #require(
      SmallMarket.replacing("\"bidVolatility\": \"0.36\"", by: "\"bidVolatility\": \"0.39\"", in: SmallMarket.snapshot))
    let build = try RiskBuilder.build([MarketSnapshot(bytes: bytes)], modelWithoutETH())
    #expect(build.reports.flatMap(\.findings).map(\.instrument) == ["BTC-26JUN26-76000-P"])
    let elements = try #require(build.riskFile.sets["instrument"]).elements
    #expect(elements == ["BTC-PERPETUAL", "BTC-26JUN26", "BTC-26JUN26-80000-C", "BTC", "USDC", "USD"])
  }

  @Test func inputsThatDoNotFitAreRefused() throws {
    let model = try RiskModelTests.portfolioScan()
    let markets = try Self.markets()
    #expect(try refusal([], model)?.contains("no market snapshot") == true)
    #expect(try refusal([markets[0], markets[0]], model)?.contains("two snapshots are of BTC") == true)
    #expect(try refusal([markets[0]], model)?.contains("cash asset ETH") == true)
    let late = try changed(markets[1], "\"asOf\":\"2026-05-21T10:08", "\"asOf\":\"2026-05-21T10:15")
    #expect(try refusal([markets[0], late], model)?.contains("692 seconds apart") == true)
    let clash = try changed(markets[1], "\"ETH-PERPETUAL\"", "\"BTC-PERPETUAL\"")
    #expect(try refusal([markets[0], clash], model)?.contains("two instruments are named BTC-PERPETUAL") == true)
    let dollar = try changed(markets[1], "\"asset\":\"ETH\"", "\"asset\":\"USDC\"")
    #expect(try refusal([markets[0], dollar], model)?.contains("two prices for the cash asset USDC") == true)
  }

  /// Only whole units of the last place are ever written.
  @Test func whatCannotBeRoundedIsRefused() {
    let money = FixedPoint(places: 2)
    #expect(money.text(.nan) == nil && money.text(.infinity) == nil && money.text(-Double.infinity) == nil)
    #expect(money.text(1e14) == nil && money.text(-1e300) == nil)
    #expect(money.text(0.125) == "0.13" && money.text(-0.125) == "-0.13" && money.text(-0.001) == "0.00")
    #expect(
      money.text(12.0) == "12.00" && FixedPoint(places: 0).text(2.5) == "3" && FixedPoint(places: 4).text(-0.0183) == "-0.0183")
    #expect(money.text(Rational(1) / 8) == "0.13" && money.text(-Rational(1) / 8) == "-0.13")
  }

  private func modelWithoutETH() throws -> RiskModel {
    let text = String(decoding: try Fixture.bytes("circuits/risk-models/portfolio-scan.yaml"), as: UTF8.self)
    return try RiskModel(
      bytes: try #require(SmallMarket.replacing("  ETH: {haircut: 0.16, lot: 0.001, limit: 1000000}\n", by: "", in: text)),
      file: "model.yaml")
  }

  private func refusal(_ markets: [MarketSnapshot], _ model: RiskModel) throws -> String? {
    do {
      _ = try RiskBuilder.build(markets, model)
      return nil
    } catch { return error.description }
  }

  private func changed(_ market: MarketSnapshot, _ part: String, _ other: String) throws -> MarketSnapshot {
    let text = String(decoding: market.canonicalBytes, as: UTF8.self)
    return try MarketSnapshot(bytes: try #require(SmallMarket.replacing(part, by: other, in: text)))
  }
}
