/// Collateral by size: what `circuits/tiered-collateral.yaml` reads.
public struct TiersModel: Sendable {
  /// One asset. The tiers' haircuts rise; between `bounds` there is one haircut more than bounds.
  public struct Asset: Sendable {
    public let name: String
    /// In dollars of the asset.
    public let bounds: [BoundedDecimal]
    public let haircuts: [BoundedDecimal]
    /// Put on top of a balance owed.
    public let markup: BoundedDecimal
    /// Nil where selling moves no price.
    public let depth: Depth?
  }

  /// What buy orders within the band take.
  public enum Depth: Sendable {
    /// The coins in the books of the market-depth file, at the asset's price.
    case market
    /// Dollars, for an asset that is in no such file.
    case stated(BoundedDecimal)
  }

  /// In the file's order; each is a cash asset of the model.
  public let assets: [Asset]
  /// The width that depth is counted in, and the share of it that is gone in stress.
  public let band, evaporation: BoundedDecimal

  init(_ fields: inout ModelFields) throws(RiskModelError) {
    var liquidity = try fields.fields("liquidity")
    band = try liquidity.decimal("band", 1e-6...1)
    evaporation = try liquidity.decimal("evaporation", 0...0.999999)
    try liquidity.finish()
    assets = try fields.assets("tiers", Asset.init(name:_:))
  }
}

extension TiersModel.Asset {
  fileprivate init(name: String, _ fields: consuming ModelFields) throws(RiskModelError) {
    self.name = name
    bounds = try fields.decimals("bounds", 0.01...1e14, count: 1...100)
    haircuts = try fields.decimals("haircuts", 0...1, count: bounds.count + 1...bounds.count + 1)
    guard zip(bounds, bounds.dropFirst()).allSatisfy({ $0 < $1 }), zip(haircuts, haircuts.dropFirst()).allSatisfy({ $0 <= $1 })
    else {
      throw fields.error(.outOfRange("tiers of \(name)", allowed: "bounds that rise and haircuts that do not fall"))
    }
    markup = try fields.decimal("markup", 0...100)
    depth = try fields.optionalNode("depth").map { node throws(RiskModelError) in
      try fields.text(node).string == "market" ? .market : .stated(fields.decimal(node, 0.01...1e14))
    }
    try fields.finish()
  }
}
