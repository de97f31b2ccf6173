extension RiskModel.Builder {
  /// How a shock to volatility depends on the time to expiry; nil for builders that shock none.
  var volatilityShock: VolatilityShock? {
    switch self {
    case .scan(let scan): scan.volatilityShock
    case .historical(let historical): historical.volatilityShock
    case .greeks(let greeks): greeks.volatilityShock
    case .stress(let stress): stress.volatilityShock
    case .contagion(let contagion): contagion.volatilityShock
    case .chains(let chains): chains.volatilityShock
    case .twoPrice(let prices): prices.volatilityShock
    case .deribitPortfolio(let deribit): deribit.volatilityShock
    case .okxPortfolio(let okx): okx.volatilityShock
    case .delta, .covariance, .tiers, .openInterest: nil
    }
  }

  /// Whether the file has every contract with `mark` and `haircut`; one about collateral or perpetuals alone has not.
  var readsInstruments: Bool {
    switch self {
    case .tiers, .openInterest: false
    default: true
    }
  }

  /// Whether a contract has one mark in dollars; else the builder says what it has.
  var readsMarks: Bool {
    switch self {
    case .twoPrice, .deribitPortfolio, .okxPortfolio: false
    default: true
    }
  }

  /// What the circuit calls an underlying: the set of them, and the attribute of contracts.
  var grouping: String {
    switch self {
    case .deribitPortfolio: "currency"
    case .okxPortfolio: "unit"
    default: "underlying"
    }
  }

  /// Whether it is one of the file's inputs.
  public func reads(_ companion: RiskInputs.Companion) -> Bool {
    switch companion {
    case .history: readsHistory
    case .oracle: readsOracle
    case .depth: readsDepth
    }
  }

  /// Whether the market's depth is one of the file's inputs.
  public var readsDepth: Bool {
    switch self {
    case .contagion, .openInterest: true
    case .tiers(let tiers): tiers.readsDepth
    case .scan, .historical, .greeks, .stress, .delta, .covariance, .chains, .twoPrice, .deribitPortfolio, .okxPortfolio: false
    }
  }

  /// Whether the oracle's prices are one of the file's inputs.
  public var readsOracle: Bool {
    if case .twoPrice = self { true } else { false }
  }

  /// Whether the price history is one of the file's inputs.
  public var readsHistory: Bool {
    switch self {
    case .historical: true
    case .scan(let scan): scan.joint?.readsHistory ?? false
    case .delta(let delta): delta.volatility.readsHistory
    case .covariance(let covariance): covariance.correlation == nil || covariance.volatility.readsHistory
    case .chains(let chains): chains.volatility.readsHistory
    case .stress(let stress): stress.readsHistory
    case .greeks, .contagion, .tiers, .twoPrice, .openInterest, .deribitPortfolio, .okxPortfolio: false
    }
  }

  /// The builder's own sets and tables.
  func add(to tables: inout RiskTables, _ list: InstrumentList, _ inputs: RiskInputs, _ model: RiskModel) throws(RiskBuildError) {
    switch self {
    case .scan(let scan): try scan.add(to: &tables, list, inputs, model)
    case .historical(let historical): try historical.add(to: &tables, list, inputs, model)
    case .greeks(let greeks): try greeks.add(to: &tables, list, model)
    case .stress(let stress): try stress.add(to: &tables, list, inputs, model)
    case .contagion(let contagion): try contagion.add(to: &tables, list, inputs, model)
    case .delta(let delta): try delta.add(to: &tables, list, inputs, model)
    case .covariance(let covariance): try covariance.add(to: &tables, list, inputs, model)
    case .tiers(let tiers): try tiers.add(to: &tables, inputs, model)
    case .chains(let chains): try chains.add(to: &tables, list, inputs, model)
    case .twoPrice(let prices): try prices.add(to: &tables, list, inputs, model)
    case .openInterest(let interest): try interest.add(to: &tables, list, inputs, model)
    case .deribitPortfolio(let deribit): try deribit.add(to: &tables, list, model)
    case .okxPortfolio(let okx): try okx.add(to: &tables, list, model)
    }
  }
}
