import MarginModel

/// A risk matrix by bucket of price, far moves and a roll charge: what `circuits/deribit-portfolio.yaml` reads.
public struct DeribitPortfolioModel: Sendable {
  /// The coin that the account is kept in, of the file's one underlying; nil for dollars and any underlyings.
  public let coin: String?
  /// The buckets with each move of volatility.
  public let grid: PriceGrid
  /// The far moves, with the share of their loss that counts.
  public let tails: [Scenario]
  public let volatilityShock: VolatilityShock
  /// In dollars: what is taken off a far loss, and what one currency's profit may pay of another's loss.
  public let dampener, offsettable: BoundedDecimal
  /// The share of delta that is charged for rolling.
  public let rollRate: BoundedDecimal
  /// The shares of matrix and of other charges that each level asks for.
  public let levels: [RiskModel.Level]

  init(_ fields: inout ModelFields) throws(RiskModelError) {
    let money = try fields.element(fields.text("money").string)
    coin = money == "USD" ? nil : money
    (grid, tails) = try ScenarioList.gridAndTails(&fields, weighted: true)
    guard !tails.isEmpty else { throw fields.error(.missingKey("tails")) }
    volatilityShock = try VolatilityShock(fields.fields("volatilityShock"))
    dampener = try fields.decimal("dampener", 0...1e12)
    offsettable = try fields.decimal("offsettable", 0...1e12)
    rollRate = try fields.decimal("rollRate", 0...1)
    levels = try fields.levels([("matrix", 0...1), ("extra", 0...1)])
  }
}
