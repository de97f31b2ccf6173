import MarginModel

/// Moves of spot, each with every move of volatility: the matrix that scans, risk matrices and units' shocks are.
public struct PriceGrid: Sendable {
  /// The moves of spot, in an order of their own, and those of volatility, in the file's.
  public let spots, volatilities: [BoundedDecimal]
  /// The size of move that a loss counts in full up to.
  let range: BoundedDecimal
  /// Every move of spot with every move of volatility; each loss counts in full.
  public let nodes: [Scenario]

  private init(
    spots: [BoundedDecimal], range: BoundedDecimal, volatilities: [BoundedDecimal], in fields: ModelFields
  ) throws(RiskModelError) {
    let (count, overflow) = spots.count.multipliedReportingOverflow(by: volatilities.count)
    guard !overflow, count <= ScenarioList.most else {
      throw fields.error(.outOfRange("a grid of \(count) nodes", allowed: "up to \(ScenarioList.most)"))
    }
    var builder = ScenarioListBuilder()
    for spot in spots {
      for volatility in volatilities { try builder.add(spot: spot, volatility: volatility, weight: .one, in: fields) }
    }
    self.spots = spots
    self.range = range
    self.volatilities = volatilities
    nodes = builder.scenarios
  }

  /// `spot`, so many equal steps on either side of no move, up to a range, and `volatility`; from the largest rise to the largest fall.
  init(_ grid: inout ModelFields) throws(RiskModelError) {
    var spot = try grid.fields("spot")
    let range = try spot.decimal("range", 1e-6...0.999999)
    let steps = try spot.integer("steps", 0...ScenarioList.most)
    try spot.finish()
    var moves: [BoundedDecimal] = []
    for step in (-steps...steps).reversed() {
      let move = range.rational * Rational(step) / Rational(max(1, steps))
      // A step that is no decimal is cut to six places, away from no move.
      guard let move = BoundedDecimal(move, places: 6) else { throw grid.error(.outOfRange("\(move)", allowed: "six decimals")) }
      moves.append(move)
    }
    let volatilities = try grid.decimals("volatility", -1...100, count: 1...ScenarioList.most)
    try self.init(spots: moves, range: range, volatilities: volatilities, in: grid)
  }

  /// Sizes that rise, each gone either way: from the largest rise to the largest fall.
  init(sizes: [BoundedDecimal], volatilities: [BoundedDecimal], in fields: ModelFields) throws(RiskModelError) {
    guard zip(sizes, sizes.dropFirst()).allSatisfy({ $0 < $1 }) else {
      throw fields.error(.outOfRange("moves", allowed: "sizes that rise, each gone either way"))
    }
    let falls = sizes.filter { $0 > .zero }.compactMap { BoundedDecimal(significand: -$0.significand, places: $0.places) }
    try self.init(spots: sizes.reversed() + falls, range: sizes.last ?? .zero, volatilities: volatilities, in: fields)
  }
}
