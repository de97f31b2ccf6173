import MarginModel
import RiskEngine
import Testing
import TestSupport

/// Scenarios on the boundary of the confidence ellipsoid: `circuits/risk-models/joint-scan.yaml`.
@Suite struct JointTests {
  private static func file(_ changes: [(String, String)] = []) throws -> RiskFile {
    try BuilderFiguresTests.build(BuilderFiguresTests.model("joint-scan", changes))
  }

  private static func joint(_ changes: [(String, String)] = []) throws -> JointModel {
    try #require(RiskModelTests.scan(BuilderFiguresTests.model("joint-scan", changes)).joint)
  }

  private static func moves(_ file: RiskFile, _ attribute: String) throws -> [Double] {
    try #require(file.sets["scan"]?.attributes[attribute]).map { try #require($0.flatMap { Rational($0) }).approximate }
  }

  private static let stated = ("underlyings: [BTC, ETH]", "underlyings: [BTC, ETH]\n  correlations: [0.8]")
  private static let noVolatility = ("  volatilityOfVolatility: {BTC: 1, ETH: 0.9}\n  volatilityCorrelation: -0.3\n", "")

  /// All whole vectors but those along another one; each with its opposite.
  @Test func directionsAreAllWholeVectorsOnce() throws {
    let directions = try Self.joint().directions(2)
    #expect(directions.count == 98 && Set(directions).count == 98)
    #expect(directions.first == [2, 2, 1] && directions.last == [-2, -2, -1])
    #expect(directions.allSatisfy { $0.contains { abs($0) == 1 } && $0.allSatisfy { abs($0) <= 2 } })
    #expect(Set(directions) == Set(directions.map { $0.map { -$0 } }))
    #expect(try Self.joint().directions(1).count == 26)
    #expect(try Self.joint([Self.noVolatility]).directions(2).count == 16)
  }

  /// Every scenario lies on the ellipsoid, up to the rounding of its moves.
  @Test func everyScenarioIsOnTheBoundary() throws {
    let file = try Self.file([Self.stated])
    let (btc, eth) = (try Self.moves(file, "BTC"), try Self.moves(file, "ETH"))
    let (shocks, other) = (try Self.moves(file, "BTC_volatility"), try Self.moves(file, "ETH_volatility"))
    let sigma = try ["BTC", "ETH"].map { try BuilderFiguresTests.value(file, "volatility", [$0]).approximate }
    let root = ((2 + 4560.0 / 86_400) / 365).squareRoot()
    #expect(btc.count == 98 && file.sets["scan"]?.elements.count == 98)
    for place in btc.indices {
      func factor(_ move: Double, _ size: Double) -> Double { DeterministicMath.logarithm(1 + move) / (size * root) }
      let (x, y) = (factor(btc[place], sigma[0]), factor(eth[place], sigma[1]))
      let w = (factor(shocks[place], 1) + 0.3 * x) / (1 - 0.09).squareRoot()
      let distance = ((x * x - 1.6 * x * y + y * y) / (1 - 0.64) + w * w).squareRoot()
      // A basis point is 0.0024 of a deviation of price here, and a move apart of correlated prices takes it twice over.
      #expect(abs(distance - 2.8) < 0.02, "\(place): \(distance)")
      let u = (factor(other[place], 0.9) + 0.3 * y) / (1 - 0.09).squareRoot()
      #expect(abs(u - w) < 0.03, "\(place): one factor for both volatilities")
    }
    // Away from no move: what the model asks for is never larger than what the file has.
    let exact = DeterministicMath.exponential(sigma[0] * root * 2.8 * 2 / 3) - 1
    let first = try #require(file.sets["scan"]).attributes["BTC"]?.first.flatMap { $0.flatMap { Rational($0) } }
    #expect(try #require(first).approximate >= exact && #require(first).approximate < exact + 1.001e-4)
  }

  /// The name shows the moves, and underlyings move together and apart.
  @Test func namesAndAttributesSayTheMoves() throws {
    let file = try Self.file([Self.stated, Self.noVolatility])
    let scan = try #require(file.sets["scan"])
    #expect(scan.elements.count == 16 && scan.attributes["BTC_volatility"]?.allSatisfy { $0 == "0" } == true)
    for place in scan.elements.indices {
      let (btc, eth) = (try #require(scan.attributes["BTC"]?[place]), try #require(scan.attributes["ETH"]?[place]))
      let percents = try [btc, eth].map { try #require(Rational($0)) * 100 }.map { ($0.signum < 0 ? "" : "+") + $0.description }
      #expect(scan.elements[place] == "BTC \(percents[0])% vol +0% ETH \(percents[1])% vol +0%")
    }
    let (btc, eth) = (try Self.moves(file, "BTC"), try Self.moves(file, "ETH"))
    #expect(zip(btc, eth).contains { $0 > 0 && $1 < 0 } && zip(btc, eth).contains { $0 == 0 && $1 > 0 })
    // In the direction (1, 0) the other follows by the correlation.
    let along = try #require(btc.indices.max { btc[$0] < btc[$1] })
    let sigma = try ["BTC", "ETH"].map { try BuilderFiguresTests.value(file, "volatility", [$0]).approximate }
    let slope = DeterministicMath.logarithm(1 + eth[along]) / DeterministicMath.logarithm(1 + btc[along])
    #expect(abs(slope - 0.8 * sigma[1] / sigma[0]) < 0.003)
    #expect(file.tables["weight"]?.value([3]) == 1)
  }

  static let spread = ("  volatilityCorrelation: -0.3\n  resolution: 2\n", "  spread: 0.4\n")

  /// Corners of two coins charge a linear book like a credit on the smaller of two opposite legs: |a| + |b| - 2 o min(|a|, |b|), with
  /// k = 2 (1 - o).
  @Test func cornersAreThoseOfTheCorrelationOffset() throws {
    let joint = try Self.joint([Self.spread])
    let spread = Rational(2) / 5
    let corners = joint.corners(spread)
    #expect(corners.count == 6 && Set(corners).count == 6)
    #expect(corners.allSatisfy { abs($0[0]) <= 1 && abs($0[1]) <= 1 && abs($0[0] - $0[1]) <= spread })
    var random = SeededGenerator.fromEnvironment()
    let seed = random.seed
    for _ in 0..<200 {
      let (a, b) = (Rational(Int.random(in: -50...50, using: &random)), Rational(Int.random(in: -50...50, using: &random)))
      let worst = corners.map { -(a * $0[0] + b * $0[1]) }.max()
      let credit = (a * b).signum < 0 ? 2 * (1 - spread / 2) * min(abs(a), abs(b)) : 0
      #expect(worst == abs(a) + abs(b) - credit, "SEED=\(seed)")
    }
  }

  @Test func cornersAreRevaluedWithVolatilityUpAndDown() throws {
    let file = try Self.file([Self.spread])
    let (btc, eth) = (try Self.moves(file, "BTC"), try Self.moves(file, "ETH"))
    let shocks = try Self.moves(file, "BTC_volatility")
    #expect(btc.count == 12 && file.inputs.count == 2)
    let sigma = try ["BTC", "ETH"].map { try BuilderFiguresTests.value(file, "volatility", [$0]).approximate }
    let reach = 2.8 * ((2 + 4560.0 / 86_400) / 365).squareRoot()
    let prices = [[1, 1], [1, 0.6], [0.6, 1], [-1, -1], [-1, -0.6], [-0.6, -1]]
    for (place, move) in btc.enumerated() {
      func exact(_ x: Double) -> Double { DeterministicMath.exponential(reach * x) - 1 }
      let corner = prices[place / 2]
      for (found, wanted) in [
        (move, exact(sigma[0] * corner[0])), (eth[place], exact(sigma[1] * corner[1])),
        (shocks[place], exact(place % 2 == 0 ? 1 : -1)),
      ] {
        #expect(found.sign == wanted.sign && abs(found) >= abs(wanted) && abs(found) < abs(wanted) + 1.001e-4, "\(place)")
      }
    }
  }

  /// A stated correlation needs no closes, and one underlying none at all.
  @Test func closesAreReadWhereACorrelationIsMissing() throws {
    let model = try BuilderFiguresTests.model("joint-scan", [Self.stated])
    #expect(!model.builder.readsHistory)
    #expect(try RiskModelTests.named("joint-scan").builder.readsHistory)
    let file = try RiskBuilder.build(RiskInputs(RiskBuilderTests.markets()), model).riskFile
    #expect(file.inputs.count == 2)
    let alone = try BuilderFiguresTests.model(
      "joint-scan",
      [
        ("underlyings: [BTC, ETH]", "underlyings: [BTC]"), ("{BTC: 1, ETH: 0.9}", "{BTC: 1}"),
        ("  ETH: {haircut: 0.2, lot: 0.001, limit: 1000000}\n", ""),
      ])
    let single = try RiskBuilder.build(RiskInputs([RiskBuilderTests.markets()[0]]), alone).riskFile
    #expect(single.sets["scan"]?.elements.count == 16)
    let error = #expect(throws: RiskBuildError.self) { try RiskBuilder.build(RiskInputs(RiskBuilderTests.markets()), alone) }
    #expect(error?.description.contains("ETH") == true)
  }
}
