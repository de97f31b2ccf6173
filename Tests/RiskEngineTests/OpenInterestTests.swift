import MarginModel
import RiskEngine
import Testing

/// The builder of `circuits/dydx-cross.yaml`: shares that grow with open interest.
@Suite struct OpenInterestTests {
  private static func build(_ interests: (String, String), _ changes: [(String, String)] = []) throws -> RiskFile {
    let market = "base: 0.02, lower: 1000000000, upper: 20000000000"
    let rule = (market, "base: 0.05, lower: 25000000, upper: 50000000")
    let model = try BuilderFiguresTests.model("dydx-cross", [rule, rule] + changes)
    let markets = [try ContagionTests.market("BTC", 1000), try ContagionTests.market("ETH", 500)]
    return try RiskBuilder.build(RiskInputs(markets, depth: ContagionTests.depth(interests: interests)), model).riskFile
  }

  private static func shares(_ file: RiskFile, level: String) throws -> [Rational] {
    let bound = try BuiltFileTests.bound("dydx-cross", file, ["level": level])
    return try bound.evaluate(lots: bound.coordinates.map { _ in 0 }).definitions.filter { $0.name.hasPrefix("share") }.map(\.value)
  }

  /// dYdX's rule at 5 %, 25 million and 50 million: 30 million ask for 24 %, 60 million for everything.
  @Test func sharesAreThoseOfThePublishedRule() throws {
    let file = try Self.build(("30000", "120000"))
    #expect(try Self.shares(file, level: "initial") == [Rational(24) / 100, 1])
    #expect(try Self.shares(file, level: "maintenance") == [Rational(3) / 100, Rational(3) / 100])
    #expect(try Self.shares(Self.build(("25000", "100000")), level: "initial") == [Rational(5) / 100, 1])
    #expect(file.sets["instrument"]?.elements == ["BTC-PERP", "ETH-PERP", "USDC"])
  }

  /// Cells and shares of the model that ships against another program's.
  @Test func figuresAreThoseOfAnotherProgram() throws {
    let file = try BuilderFiguresTests.build(RiskModelTests.named("dydx-cross"))
    let shares = try Self.shares(file, level: "initial")
    let names = try #require(file.sets["instrument"])
    var compared = 0
    for cell in try BuilderFiguresTests.Figures.of("dydx-cross").cells {
      let place = try #require(names.index(of: cell.keys[0]))
      let value = try cell.table == "share" ? shares[place] : BuilderFiguresTests.value(file, cell.table, cell.keys)
      // Open interest is rounded up to the cent, prices to the nearest.
      let unit = cell.table == "share" ? 1e-9 : 0.01
      #expect(abs(value.approximate - cell.figure) <= unit + 1e-9, "\(cell.table) \(cell.keys): \(value) \(cell.figure)")
      compared += 1
    }
    #expect(compared == 6)
  }

  @Test func openInterestIsRoundedUpAndPricesAreInTheCurrency() throws {
    let value = BuilderFiguresTests.value
    let file = try Self.build(("30000.000001", "120000"))
    #expect(try value(file, "openInterest", ["BTC-PERP"]) == Rational(3_000_000_001) / 100)
    let dear = try Self.build(("30000", "120000"), [("USDC: {price: 1,", "USDC: {price: 1.25,")])
    #expect(try value(dear, "price", ["BTC-PERP"]) == 800 && value(dear, "price", ["USDC"]) == 1)
    #expect(try value(dear, "openInterest", ["BTC-PERP"]) == 24_000_000)
  }

  @Test(arguments: [
    ("upper: 50000000", "upper: 25000000", "allowed is above lower"), ("currency: USDC", "currency: DAI", "counts in DAI alone"),
    ("  USDC: {price", "  USD: {price: 1, haircut: 0, lot: 0.01, limit: 1}\n  USDC: {price", "the model has USD under cash"),
    ("  ETH: {base", "  SOL: {base", "the model names SOL and no snapshot is of it"),
    ("  ETH: {base: 0.05, lower: 25000000, upper: 50000000, maintenance: 0.6}\n", "", "the model has no market ETH"),
    ("maintenance: 0.6", "maintenance: 1.6", "out of range"),
  ])
  func oneWrongLineIsRefused(_ part: String, _ other: String, _ words: String) throws {
    let error = #expect(throws: (any Error).self) { try Self.build(("30000", "120000"), [(part, other)]) }
    #expect(error.map { "\($0)" }?.contains(words) == true, "\(error.map { "\($0)" } ?? "")")
  }

  @Test func aMarketWithoutAPerpetualIsRefused() throws {
    let text = """
      {"kind": "market", "version": 1, "venue": "V", "underlying": "ETH", "asOf": "2026-05-21T10:04:10Z", "source": "made up",
       "licence": "none", "spot": "500", "futures": [], "options": [], "cash": []}
      """
    let markets = [try ContagionTests.market("BTC", 1000), try MarketSnapshot(bytes: Array(text.utf8))]
    let error = #expect(throws: RiskBuildError.self) {
      try RiskBuilder.build(RiskInputs(markets, depth: ContagionTests.depth()), RiskModelTests.named("dydx-cross"))
    }
    #expect(error?.description.contains("the snapshot of ETH has no perpetual") == true)
  }
}
