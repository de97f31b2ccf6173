import MarginModel

/// Reads the scenarios of a scan: listed one by one, or generated from a grid.
enum ScenarioList {
  static let most = 10_000

  /// `grid` where the file has that key, else `scenarios`; every loss counts in full.
  static func unweighted(_ fields: inout ModelFields) throws(RiskModelError) -> [Scenario] {
    fields.names.contains("grid") ? try grid(&fields, weighted: false) : try listed(&fields, weighted: false)
  }

  /// `scenarios`: a list of moves; `weight` is there where a loss may count in part.
  static func listed(_ fields: inout ModelFields, weighted: Bool) throws(RiskModelError) -> [Scenario] {
    let nodes = try fields.list("scenarios")
    guard (1...most).contains(nodes.count) else {
      throw fields.error(.outOfRange("\(nodes.count) scenarios", allowed: "1 to \(most)"))
    }
    var builder = ScenarioListBuilder()
    for node in nodes { try builder.add(node, in: fields, weighted: weighted) }
    return builder.scenarios
  }

  /// `grid`: every node of a ``PriceGrid``, then `tails`, far moves whose loss counts in part.
  static func grid(_ fields: inout ModelFields, weighted: Bool) throws(RiskModelError) -> [Scenario] {
    let (grid, tails) = try gridAndTails(&fields, weighted: weighted)
    return grid.nodes + tails
  }

  /// The same apart.
  ///
  /// A tail that states no weight counts by range / abs(spot), rounded up to four decimals: its loss counts like that of the grid's last node
  /// on a linear book. `dampener` is a move that is taken off a tail's, in the weight (abs(spot) - dampener) / abs(spot): the stated or
  /// derived weight times that, rounded up.
  static func gridAndTails(
    _ fields: inout ModelFields, weighted: Bool
  ) throws(RiskModelError) -> (grid: PriceGrid, tails: [Scenario]) {
    var block = try fields.fields("grid")
    let grid = try PriceGrid(&block)
    let tails = block.optionalNode("tails") == nil ? [] : try block.list("tails")
    let dampener = weighted ? try block.decimalOrZero("dampener", 0...1) : .zero
    try block.finish()
    guard grid.nodes.count + tails.count <= most else {
      throw block.error(.outOfRange("a grid of \(grid.nodes.count) nodes and \(tails.count) tails", allowed: "up to \(most)"))
    }
    var builder = ScenarioListBuilder(grid.nodes)
    for node in tails {
      try builder.addTail(node, range: grid.range, dampener: dampener, in: block, weighted: weighted)
    }
    return (grid, Array(builder.scenarios.dropFirst(grid.nodes.count)))
  }
}

/// Collects scenarios and refuses two of one name.
struct ScenarioListBuilder {
  private(set) var scenarios: [Scenario]
  private var names: Set<String>

  /// After scenarios whose names all differ.
  init(_ scenarios: [Scenario] = []) {
    self.scenarios = scenarios
    names = Set(scenarios.map(\.name))
  }

  mutating func add(_ node: CircuitNode, in fields: ModelFields, weighted: Bool) throws(RiskModelError) {
    var entry = try ModelFields(node, file: fields.file)
    let spot = try entry.decimal("spot", -1...100)
    let volatility = try entry.decimal("volatility", -1...100)
    let weight = weighted ? try entry.decimal("weight", 0...1) : .one
    try entry.finish()
    try add(spot: spot, volatility: volatility, weight: weight, in: entry)
  }

  mutating func addTail(
    _ node: CircuitNode, range: BoundedDecimal, dampener: BoundedDecimal, in fields: ModelFields, weighted: Bool
  ) throws(RiskModelError) {
    var entry = try ModelFields(node, file: fields.file)
    let spot = try entry.decimal("spot", -1...100)
    let volatility = try entry.decimal("volatility", -1...100)
    let stated = weighted ? try entry.optionalDecimal("weight", 0...1) : .one
    try entry.finish()
    let size = spot.rational.magnitude
    guard size > dampener.rational else { throw entry.error(.outOfRange("spot \(spot)", allowed: "a move beyond the dampener")) }
    let weight = (stated?.rational ?? min(1, range.rational / size)) * (size - dampener.rational) / size
    guard let weight = BoundedDecimal(weight, places: 4) else { throw entry.error(.outOfRange("\(weight)", allowed: "0 to 1")) }
    try add(spot: spot, volatility: volatility, weight: weight, in: entry)
  }

  mutating func add(
    spot: BoundedDecimal, volatility: BoundedDecimal, weight: BoundedDecimal, in fields: ModelFields
  ) throws(RiskModelError) {
    guard let scenario = Scenario(spot: spot, volatility: volatility, weight: weight) else {
      throw fields.error(.outOfRange("spot \(spot)", allowed: "above -1"))
    }
    guard names.insert(scenario.name).inserted else { throw fields.error(.duplicate("the scenario \(scenario.name)")) }
    scenarios.append(scenario)
  }
}
