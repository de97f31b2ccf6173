/// Collateral locked on several chains beside a scan: what `circuits/chain-collateral.yaml` reads.
///
///     bridgeHaircut = min(1, loss + z v sqrt(delay))
public struct ChainsModel: Sendable {
  public struct Chain: Sendable {
    public let name: String
    /// The expected share lost with the bridge.
    public let loss: BoundedDecimal
    /// Seconds until finality, for the message, and until a lock can be taken: together the delay.
    public let finality, message, unlock: Int
    /// The most, in dollars, that the chain's locks count for.
    public let cap: BoundedDecimal
    /// The assets that are accepted there.
    public let assets: Set<String>

    /// In years of 365 days.
    public var delay: Double { Double(finality + message + unlock) / (365 * 86_400) }
  }

  public let scenarios: [Scenario]
  public let volatilityShock: VolatilityShock
  public let chains: [Chain]
  /// The assets that can be locked, in the file's order, with their haircuts at the venue.
  public let assets: [(name: String, haircut: BoundedDecimal)]
  /// Sizes of the move while a lock is on its way, for underlyings.
  public let volatility: VolatilityModel
  /// Annual volatilities of assets that are no underlying.
  public let assetVolatility: [String: BoundedDecimal]

  init(_ fields: inout ModelFields) throws(RiskModelError) {
    scenarios = try ScenarioList.unweighted(&fields)
    volatilityShock = try VolatilityShock(fields.fields("volatilityShock"))
    volatility = try VolatilityModel(fields.fields("volatility"))
    assetVolatility = try fields.optionalDecimalsByName("assetVolatility", 0...20)
    var haircuts = try fields.fields("assets")
    var assets: [(name: String, haircut: BoundedDecimal)] = []
    for name in haircuts.names { assets.append((try haircuts.element(name), try haircuts.decimal(name, 0...1))) }
    guard !assets.isEmpty else { throw haircuts.error(.missingKey("BTC")) }
    self.assets = assets
    var names = try fields.fields("chains")
    var chains: [Chain] = []
    for name in names.names {
      chains.append(try Chain(name: names.element(name), names.fields(name), known: assets.map(\.name)))
    }
    guard !chains.isEmpty else { throw names.error(.missingKey("ethereum")) }
    self.chains = chains
  }
}

extension ChainsModel.Chain {
  fileprivate init(name: String, _ fields: consuming ModelFields, known: [String]) throws(RiskModelError) {
    self.name = name
    loss = try fields.decimal("loss", 0...1)
    finality = try fields.integer("finality", 0...86_400 * 366)
    message = try fields.integer("message", 0...86_400 * 366)
    unlock = try fields.integer("unlock", 0...86_400 * 366)
    cap = try fields.decimal("cap", 0...1e14)
    var assets: Set<String> = []
    for node in try fields.list("assets") {
      let text = try fields.text(node)
      guard known.contains(text.string) else {
        throw fields.error(.outOfRange(text.string, allowed: known.joined(separator: ", ")), at: text.place)
      }
      assets.insert(text.string)
    }
    self.assets = assets
    try fields.finish()
  }
}
