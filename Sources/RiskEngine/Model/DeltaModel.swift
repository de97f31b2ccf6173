/// Shocks to net delta sized by volatility and horizon: what `circuits/delta-margin.yaml` reads.
///
///     fall = 1 - exp(-z v sqrt h)        rise = exp(z v sqrt h) - 1        h in years
public struct DeltaModel: Sendable {
  public let volatility: VolatilityModel
  public let horizon: HorizonModel
  /// The charges on net and on hedged delta, shares of the spot price.
  public let netRate, hedgedRate: BoundedDecimal
  /// The decimal places of the shocks, which are rounded up.
  public let shockDecimals: Int

  init(_ fields: inout ModelFields) throws(RiskModelError) {
    volatility = try VolatilityModel(fields.fields("volatility"))
    horizon = try HorizonModel(fields.fields("horizon"))
    var rates = try fields.fields("rates")
    netRate = try rates.decimal("net", 0...1)
    hedgedRate = try rates.decimal("hedged", 0...1)
    try rates.finish()
    shockDecimals = try fields.integer("shockDecimals", 1...8)
  }
}
