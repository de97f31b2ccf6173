import MarginModel
import RiskEngine
import Testing

/// The volatility that shocks are sized by, read off the delta builder's files.
@Suite struct CurrentVolatilityTests {
  private static let value = BuilderFiguresTests.value

  private static func delta(_ changes: [(String, String)], previous: RiskFile? = nil) throws -> RiskFile {
    try BuilderFiguresTests.build(BuilderFiguresTests.model("delta-margin", changes), previous: previous)
  }

  private static let noBlend = ("  blend: 0.25\n", "")

  private func volatility(_ file: RiskFile) throws -> Double { try Self.value(file, "volatility", ["BTC"]).approximate }

  @Test func floorAndBlendAndBufferRaiseIt() throws {
    let plain = try volatility(Self.delta([Self.noBlend]))
    let blended = try volatility(Self.delta([]))
    #expect(abs(blended - (0.75 * plain + 0.25 * 1.1)) < 2e-6)
    #expect(try volatility(Self.delta([Self.noBlend, ("floor: {BTC: 0.3,", "floor: {BTC: 0.9,")])) == 0.9)
    #expect(
      abs(try volatility(Self.delta([Self.noBlend, ("  deviations: 3\n", "  deviations: 3\n  buffer: 0.25\n")])) - 1.25 * plain)
        < 2e-6)
    // A stress below today's figure leaves it.
    #expect(try volatility(Self.delta([("stress: {BTC: 1.1,", "stress: {BTC: 0.1,")])) == plain)
  }

  @Test func historyWeighsTheLastDaysMost() throws {
    let source = ("  source: implied\n  days: 30\n", "  source: history\n  decay: 0.94\n")
    let file = try Self.delta([source, Self.noBlend, ("  floor: {BTC: 0.3, ETH: 0.4}\n", "")])
    let history = try BuilderFiguresTests.history()
    var variance = 0.0
    var count = 0.0
    let closes = history.closes.map { $0[0].double }
    for row in 1..<closes.count where history.days[row].seconds(since: history.days[row - 1]) == 86_400 {
      let change = DeterministicMath.logarithm(closes[row] / closes[row - 1])
      variance += max(0.06, 1 / (count + 1)) * (change * change - variance)
      count += 1
    }
    #expect(count == 786 && file.inputs.count == 3)
    #expect(abs(try volatility(file) - (variance * 365).squareRoot()) < 1.1e-6)
  }

  /// The file of a calm day after a wild one, and the other way round.
  @Test func changesFromFileToFileAreLimited() throws {
    let low = try Self.delta([Self.noBlend])
    let high = try Self.delta([("stress: {BTC: 1.1,", "stress: {BTC: 9,")])
    let (before, wild) = (try volatility(low), try volatility(high))
    #expect(wild > 1.25 * before)
    #expect(abs(try volatility(Self.delta([("stress: {BTC: 1.1,", "stress: {BTC: 9,")], previous: low)) - 1.25 * before) < 2e-6)
    #expect(abs(try volatility(Self.delta([Self.noBlend], previous: high)) - 0.95 * wild) < 2e-6)
    // A jump of spot lifts the limit on the way up: the spot of the last file was another one.
    let changed = String(decoding: low.json.canonicalBytes, as: UTF8.self)
    let jumped = try RiskFile(
      bytes: #require(
        SmallMarket.replacing("\"values\":[\"77596.75\",\"2125.73\"]", by: "\"values\":[\"97596.75\",\"2125.73\"]", in: changed)))
    #expect(try volatility(Self.delta([("stress: {BTC: 1.1,", "stress: {BTC: 9,")], previous: jumped)) == wild)
    // The first file has nothing before it.
    #expect(try volatility(Self.delta([])) == volatility(Self.delta([("  limits: {up: 0.25, down: 0.05, jump: 0.8}\n", "")])))
  }

  /// Oracle age, proof interval and settlement lengthen the horizon, and shocks with it.
  @Test func horizonAddsItsParts() throws {
    let file = try Self.delta([])
    let longer = try Self.delta([("oracleAge: 60", "oracleAge: 86400")])
    for (table, name) in [("fall", "BTC"), ("rise", "ETH")] {
      #expect(try Self.value(longer, table, [name]) > Self.value(file, table, [name]))
    }
    guard case .delta(let model) = try RiskModelTests.named("delta-margin").builder else { throw RiskModelTests.WrongBuilder() }
    #expect(abs(model.horizon.days - (2 + 4560.0 / 86_400)) < 1e-15)
  }

  /// Every side of the polygon is at least 1 away from the middle and its corners not much further than they need be.
  @Test(arguments: [4, 8, 16, 32, 64]) func polygonHoldsTheCircle(_ corners: Int) throws {
    let polygon = CirclePolygon(corners: corners)
    let points = try zip(polygon.east, polygon.north).map { (try #require(Rational($0)), try #require(Rational($1))) }
    #expect(points.count == corners && Set(polygon.east).count <= corners)
    for (place, (x, y)) in points.enumerated() {
      let (farX, farY) = points[(place + 1) % corners]
      let cross = x * farY - farX * y
      let side = (farX - x) * (farX - x) + (farY - y) * (farY - y)
      #expect(cross.signum > 0 && cross * cross >= side, "\(place)")
    }
    let (x, y) = points[0]
    #expect(x * x + y * y < (corners == 4 ? 3 : 2))
  }
}
