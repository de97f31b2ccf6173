/// A scan by full revaluation with charges on delta: what `circuits/portfolio-scan.yaml` reads.
public struct ScanModel: Sendable {
  /// In the order listed or generated, names unique; none where they are joint.
  public let scenarios: [Scenario]
  /// Where scenarios move each underlying by its own amount.
  public let joint: JointModel?
  public let volatilityShock: VolatilityShock
  /// The charges on net and on hedged delta, shares of the spot price.
  public let netRate, hedgedRate: BoundedDecimal
  /// Levels of margin and the share of the risk that each asks for.
  public let levels: [Level]

  public struct Level: Hashable, Sendable {
    public let name: String
    public let share: BoundedDecimal
  }

  init(_ fields: inout ModelFields, scenarios: [Scenario] = [], joint: JointModel? = nil) throws(RiskModelError) {
    self.scenarios = scenarios
    self.joint = joint
    volatilityShock = try VolatilityShock(fields.fields("volatilityShock"))
    var rates = try fields.fields("rates")
    netRate = try rates.decimal("net", 0...1)
    hedgedRate = try rates.decimal("hedged", 0...1)
    try rates.finish()
    var shares = try fields.fields("levels")
    var levels: [Level] = []
    for name in shares.names { levels.append(Level(name: try shares.element(name), share: try shares.decimal(name, 0...1))) }
    guard !levels.isEmpty else { throw shares.error(.missingKey("initial")) }
    self.levels = levels
  }
}
