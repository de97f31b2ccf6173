import MarginModel

/// Margin that holds at every end of an oracle's band: what `circuits/two-price.yaml` reads.
public struct TwoPriceModel: Sendable {
  /// From every end, in the order listed or generated, names unique.
  public let scenarios: [Scenario]
  public let volatilityShock: VolatilityShock

  init(_ fields: inout ModelFields) throws(RiskModelError) {
    scenarios = try ScenarioList.unweighted(&fields)
    volatilityShock = try VolatilityShock(fields.fields("volatilityShock"))
  }
}
