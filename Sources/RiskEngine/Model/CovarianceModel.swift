/// Two correlated factors: what `circuits/covariance.yaml` reads.
public struct CovarianceModel: Sendable {
  /// Sizes of the factors; its `deviations` are the circuit's z.
  public let volatility: VolatilityModel
  public let horizon: HorizonModel
  /// The two underlyings, the first of which is the first factor.
  public let first, second: String
  /// Their correlation; nil for that of the whole price history.
  public let correlation: BoundedDecimal?
  /// How many corners the polygon around the circle has: 4, 8, 16, 32 or 64.
  public let corners: Int
  /// The charge on an option sold, a share of spot.
  public let minimum: BoundedDecimal

  init(_ fields: inout ModelFields) throws(RiskModelError) {
    volatility = try VolatilityModel(fields.fields("volatility"))
    horizon = try HorizonModel(fields.fields("horizon"))
    var factors = try fields.fields("factors")
    first = try factors.element(factors.text("first").string)
    second = try factors.element(factors.text("second").string)
    correlation = try factors.optionalDecimal("correlation", -0.9999...0.9999)
    try factors.finish()
    guard first != second else { throw factors.error(.duplicate("the factor \(first)")) }
    corners = try fields.integer("corners", 4...64)
    guard corners.nonzeroBitCount == 1 else { throw fields.error(.outOfRange("\(corners)", allowed: "4, 8, 16, 32, 64")) }
    minimum = try fields.decimal("minimum", 0...1)
  }
}
