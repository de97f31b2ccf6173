/// A grid of moves on which books are charged by their Greeks: what `circuits/greeks-margin.yaml` reads.
public struct GreeksModel: Sendable {
  /// One node of the grid.
  public struct Node: Hashable, Sendable {
    public let move, volatility, days: BoundedDecimal
  }

  /// Every move with every shock of volatility and every number of days, in this order.
  public let nodes: [Node]
  public let volatilityShock: VolatilityShock
  /// How the Greeks are rounded, in decimal places.
  public let greekDecimals: Int

  init(_ fields: inout ModelFields) throws(RiskModelError) {
    var grid = try fields.fields("grid")
    let moves = try grid.decimals("moves", -0.999999...100, count: 1...200)
    let volatilities = try grid.decimals("volatilities", -1...100, count: 1...50)
    let days = try grid.decimals("days", 0...365, count: 1...20)
    try grid.finish()
    var nodes: [Node] = []
    for move in moves {
      for volatility in volatilities {
        for day in days {
          let node = Node(move: move, volatility: volatility, days: day)
          guard !nodes.contains(node) else { throw grid.error(.duplicate("the node \(node.name)")) }
          nodes.append(node)
        }
      }
    }
    self.nodes = nodes
    volatilityShock = try VolatilityShock(fields.fields("volatilityShock"))
    greekDecimals = try fields.integer("greekDecimals", 0...8)
  }
}

extension GreeksModel.Node {
  /// The node as an element of the risk file's `node` set, `spot +8% vol -25% day 1`.
  public var name: String { "spot \(Scenario.percent(move)) vol \(Scenario.percent(volatility)) day \(days)" }
}
