import RiskEngine
import Testing

@Suite struct RiskModelTests {
  private static let path = "circuits/risk-models/portfolio-scan.yaml"

  static func named(_ name: String) throws -> RiskModel {
    try RiskModel(bytes: Fixture.bytes("circuits/risk-models/\(name).yaml"), file: name + ".yaml")
  }

  /// The models of circuits/risk-models that `risk build` reads: all but the oracle's.
  static let shipped: [String] =
    (try? Fixture.yaml("circuits/risk-models").filter {
      !String(decoding: try Fixture.bytes("circuits/risk-models/\($0).yaml"), as: UTF8.self).contains("\nbuilder: oracle\n")
    }) ?? []

  static func portfolioScan() throws -> RiskModel { try named("portfolio-scan") }

  /// The fields of a `scan` or `grid`.
  static func scan(_ model: RiskModel) throws -> ScanModel {
    guard case .scan(let scan) = model.builder else { throw WrongBuilder() }
    return scan
  }

  struct WrongBuilder: Error {}

  @Test func portfolioScanHoldsThePublishedScenarios() throws {
    let model = try Self.portfolioScan()
    let scan = try Self.scan(model)
    #expect(model.name == "portfolio-scan" && model.version == 1)
    #expect(scan.scenarios.count == 24)
    #expect(scan.scenarios.filter { $0.weight.description == "1" }.count == 16)
    #expect(scan.scenarios[2].name == "spot +12% vol -22%")
    #expect(scan.scenarios[7].name == "spot +0% vol +40%")
    #expect(scan.scenarios[21].weight.description == "0.0533")
    #expect(scan.scenarios[16].factor.description == "0.34")
    #expect(scan.netRate.description == "0.02" && scan.hedgedRate.description == "0.01")
    #expect(scan.levels.map(\.share.description) == ["1", "0.5"])
    #expect(model.cash.map(\.asset) == ["BTC", "ETH", "USDC", "USD"])
  }

  /// The haircut of a coin stands for its price risk: it covers the largest weighted fall of the scan.
  @Test func haircutsOfCoinsCoverTheScan() throws {
    let model = try Self.portfolioScan()
    let fall = try Self.scan(model).scenarios.map { -$0.spot.double * $0.weight.double }.max() ?? 0
    #expect(fall == 0.16)
    for terms in model.cash where terms.price == nil { #expect(terms.haircut.double >= fall) }
  }

  @Test func volatilityShockFollowsTheTimeToExpiry() throws {
    let rule = try Self.scan(Self.portfolioScan()).volatilityShock
    // (30 / days)^power: published rule, by hand.
    #expect(rule.scale(days: 30) == 1)
    #expect(abs(rule.scale(days: 15) - 1.231_144_413_344_916_2) < 1e-14)
    #expect(abs(rule.scale(days: 60) - 0.913_831_450_229_400_5) < 1e-14)
    #expect(rule.scale(days: 0.25) == rule.scale(days: 1))
    #expect(VolatilityShock.apply(-0.9, scale: 2, to: 0.5) == 0)
    #expect(VolatilityShock.apply(0.4, scale: 1, to: 0.5) == 0.7)
    // A rise is a share of at least the least; a fall is not.
    #expect(VolatilityShock.apply(0.5, scale: 2, to: 0.25, leastForRise: 0.5) == 0.75)
    #expect(VolatilityShock.apply(-0.25, scale: 2, to: 0.25, leastForRise: 0.5) == 0.125)
    #expect(VolatilityShock.apply(0.5, scale: 1, to: 0.5, leastForRise: 0.5) == 0.75)
  }

  @Test(arguments: [
    ("model: portfolio-scan", "model: Portfolio Scan", "allowed is up to 64 small letters"),
    ("version: 1", "version: 0", "allowed is a whole number from 1"),
    ("version: 1", "version: 01", "allowed is a whole number from 1"),
    ("builder: scan", "builder: monte-carlo", "allowed is scan, grid, joint, historical"),
    ("builder: scan\n", "", "the key builder is missing"),
    ("version: 1", "version: 1\nseed: 7", "unknown key seed"), ("spot: 0.16", "spot: -1", "allowed is above -1"),
    ("spot: 0.16", "spot: 101", "out of range"), ("spot: 0.16", "spot: 1.6e-1", "is not a decimal number"),
    ("spot: 0.16", "spot: .nan", "is not a decimal number"), ("spot: 0.16", "spot: 0.160", "is not a decimal number"),
    ("spot: 0.16", "move: 0.16", "the key spot is missing"), ("weight: 1}", "weight: 1.1}", "out of range"),
    ("weight: 1}", "weight: -0.1}", "out of range"), ("weight: 1}", "weight: 1, name: x}", "unknown key name"),
    ("{spot: 0.16, volatility: 0.4, weight: 1}", "{spot: 0.12, volatility: 0.4, weight: 0.5}", "spot +12% vol +40% is there twice"),
    ("pivotDays: 30", "pivotDays: 0", "out of range"), ("powerBelowPivot: 0.3", "powerBelowPivot: -0.3", "out of range"),
    ("rates: {net: 0.02", "rates: {net: 2", "out of range"), ("rates: {net: 0.02", "rates: {gross: 0.02", "the key net is missing"),
    ("maintenance: 0.5", "maintenance: 1.5", "out of range"), ("option: {lot: 0.1", "option: {lot: 0", "out of range"),
    ("option: {lot: 0.1,", "option: {", "the key lot is missing"), ("perpetual: {", "swap: {", "the key perpetual is missing"),
    ("haircut: 0.16", "haircut: 1.16", "out of range"), ("price: 1,", "price: 0,", "out of range"),
    ("USD: {", "US'D: {", "without quotes"), ("money: 2", "money: 13", "out of range"), ("money: 2", "money: two", "out of range"),
    ("validity: 3600", "validity: 0", "out of range"), ("simultaneity: 600", "simultaneity: -1", "out of range"),
    ("levels: {initial: 1, maintenance: 0.5}", "levels: [1]", "a map, `key: value` should be here"),
    ("levels: {initial: 1, maintenance: 0.5}", "levels: {}", "initial"), ("scenarios:", "scenarios: 24\nlist:", "a list, `- item`"),
    ("net: 0.02", "net: 0.02, net: 0.02", "twice"), ("net: 0.02", "net: &a 0.02", "anchor"),
    ("net: 0.02", "net: [0.02]", "a value should be here"),
  ])
  func oneWrongLineIsRefusedByItsPlace(_ part: String, _ other: String, _ words: String) throws {
    let text = String(decoding: try Fixture.bytes(Self.path), as: UTF8.self)
    let bytes = try #require(SmallMarket.replacing(part, by: other, in: text))
    do {
      _ = try RiskModel(bytes: bytes, file: "model.yaml")
      Issue.record("accepted")
    } catch {
      #expect(error.description.hasPrefix("model.yaml"))
      #expect(error.description.contains(words), "\(error)")
    }
  }
}
