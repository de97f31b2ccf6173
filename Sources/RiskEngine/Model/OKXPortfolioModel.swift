import MarginModel

/// Shocks by risk unit with extreme moves, basis and minimum charges: what `circuits/okx-portfolio.yaml` reads.
public struct OKXPortfolioModel: Sendable {
  /// One underlying with everything on it.
  public struct Unit: Sendable {
    public let name: String
    /// The shocks, and the extreme moves, at which volatility stands.
    public let shocks, extremes: PriceGrid
    /// Shares of delta: for a basis that moves, and at least.
    public let basisRate, minimumRate: BoundedDecimal
  }

  /// In the file's order.
  public let units: [Unit]
  public let volatilityShock: VolatilityShock
  /// The share of an extreme loss that counts.
  public let extremeShare: BoundedDecimal
  /// How many days pass in the charge for decay.
  public let decayDays: BoundedDecimal
  /// Options with less than so many days to go move in volatility by `tiltSize`, the others by as much the other way.
  public let tiltDays, tiltSize: BoundedDecimal
  /// The move of interest rates, either way.
  public let rateMove: BoundedDecimal
  /// The least charge for an option, a share of spot.
  public let optionMinimum: BoundedDecimal
  /// The factor of the units' charges and the rate on what is borrowed, by level.
  public let levels: [RiskModel.Level]

  init(_ fields: inout ModelFields) throws(RiskModelError) {
    let volatilities = try fields.decimals("volatility", -1...100, count: 1...1000)
    units = try fields.assets("units") { name, fields throws(RiskModelError) in try Unit(name: name, volatilities, fields) }
    volatilityShock = try VolatilityShock(fields.fields("volatilityShock"))
    extremeShare = try fields.decimal("extremeShare", 0...1)
    decayDays = try fields.decimal("decayDays", 0...365)
    var tilt = try fields.fields("tilt")
    tiltDays = try tilt.decimal("days", 0...10_000)
    tiltSize = try tilt.decimal("size", 0...1)
    try tilt.finish()
    rateMove = try fields.decimal("rateMove", 0...1)
    optionMinimum = try fields.decimal("optionMinimum", 0...1)
    levels = try fields.levels([("factor", 0...100), ("borrow", 0...1)])
  }
}

extension OKXPortfolioModel.Unit {
  fileprivate init(name: String, _ volatilities: [BoundedDecimal], _ fields: ModelFields) throws(RiskModelError) {
    var fields = fields
    self.name = name
    let sizes = try fields.decimals("moves", 0...0.999999, count: 1...1000)
    shocks = try PriceGrid(sizes: sizes, volatilities: volatilities, in: fields)
    let extreme = try fields.decimal("extreme", 1e-6...0.999999)
    extremes = try PriceGrid(sizes: [extreme], volatilities: [.zero], in: fields)
    basisRate = try fields.decimal("basisRate", 0...1)
    minimumRate = try fields.decimal("minimumRate", 0...1)
    try fields.finish()
  }
}
