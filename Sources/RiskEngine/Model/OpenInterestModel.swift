/// Shares of the notional that grow with a market's open interest: what `circuits/dydx-cross.yaml` reads.
///
///     share = min(1, base + (1 - base) (open interest - lower)+ / (upper - lower))
public struct OpenInterestModel: Sendable {
  /// One underlying's perpetual.
  public struct Market: Sendable {
    public let name: String
    /// The initial share while open interest is low.
    public let base: BoundedDecimal
    /// The open interest that the share grows from, and the one at which it is the whole notional.
    public let lower, upper: BoundedDecimal
    /// The share of the base that is asked for maintenance.
    public let maintenance: BoundedDecimal
  }

  /// The asset that everything is counted in.
  public let currency: String
  /// In the file's order.
  public let markets: [Market]

  init(_ fields: inout ModelFields) throws(RiskModelError) {
    currency = try fields.element(fields.text("currency").string)
    markets = try fields.assets("markets", Market.init(name:_:))
  }
}

extension OpenInterestModel.Market {
  fileprivate init(name: String, _ fields: consuming ModelFields) throws(RiskModelError) {
    self.name = name
    base = try fields.decimal("base", 0...1)
    lower = try fields.decimal("lower", 0...1e14)
    upper = try fields.decimal("upper", 0.01...1e14)
    guard lower < upper else { throw fields.error(.outOfRange("upper \(upper)", allowed: "above lower, \(lower)")) }
    maintenance = try fields.decimal("maintenance", 0...1)
    try fields.finish()
  }
}
