import MarginModel

/// Every usable instrument of the snapshots, then the model's cash: the elements of the risk file in their order.
struct InstrumentList {
  /// Sorted by underlying.
  let snapshots: [MarketSnapshot]
  let instruments: [Instrument]
  let underlyings: [(name: String, spot: Rational)]

  /// - Parameter rule: how a shock to volatility depends on the time to expiry; nil where the model shocks none.
  init(
    _ snapshots: [MarketSnapshot], _ reports: [MarketReport], _ model: RiskModel, rule: VolatilityShock?
  ) throws(RiskBuildError) {
    self.snapshots = snapshots
    underlyings = snapshots.map { ($0.underlying, $0.spot.rational) }
    var instruments: [Instrument] = []
    for (snapshot, report) in zip(snapshots, reports) { instruments += Self.contracts(snapshot, report, model, rule) }
    instruments += try Self.cash(snapshots, model)
    var names: Set<String> = []
    for instrument in instruments {
      guard names.insert(instrument.name).inserted else { throw .duplicateInstrument(instrument.name) }
    }
    self.instruments = instruments
  }

  /// Perpetual, futures and options of one underlying, in the snapshot's order.
  private static func contracts(
    _ snapshot: MarketSnapshot, _ report: MarketReport, _ model: RiskModel, _ rule: VolatilityShock?
  ) -> [Instrument] {
    func contract(
      _ name: String, _ kind: Instrument.Kind, _ terms: RiskModel.ContractTerms, expiry: Timestamp? = nil,
      strike: BoundedDecimal? = nil, _ pricing: Instrument.Pricing
    ) -> Instrument {
      Instrument(
        name: name, kind: kind, underlying: snapshot.underlying, spot: snapshot.spot.rational, expiry: expiry, strike: strike,
        lot: terms.lot, limit: terms.limit, fee: terms.fee.rational, funding: terms.funding.rational, haircut: .zero,
        pricing: pricing
      )
    }
    var instruments: [Instrument] = []
    if let perpetual = snapshot.perpetual, report.isUsable(perpetual.instrument) {
      let price = (perpetual.bid.rational + perpetual.ask.rational) / 2
      instruments.append(contract(perpetual.instrument, .perpetual, model.perpetualTerms, .linear(price)))
    }
    for future in snapshot.futures where report.isUsable(future.instrument) {
      let price = future.price.rational
      instruments.append(contract(future.instrument, .future, model.futureTerms, expiry: future.expiry, .linear(price)))
    }
    let options = snapshot.options.filter { report.isUsable($0.instrument) }
    let smiles = rule?.skew == .stickyDelta ? VolatilitySmile.all(of: options) : [:]
    for option in options {
      guard let volatility = option.middleVolatility else { continue }
      let pricing = OptionPricing(
        option, volatility: volatility, asOf: snapshot.asOf, rule: rule, smile: smiles[VolatilitySmile.Key(option)])
      instruments.append(
        contract(option.instrument, .option, model.optionTerms, expiry: option.expiry, strike: option.strike, .option(pricing)))
    }
    return instruments
  }

  /// The model's collateral assets, at the price that a snapshot or the model states.
  ///
  /// A coin's own price risk is not in the scenarios: its gains and losses there are 0, and its haircut stands for them. That is prudent only
  /// where the haircut is at least the scan's largest weighted fall, and it gives a short hedge of coin collateral no credit.
  private static func cash(_ snapshots: [MarketSnapshot], _ model: RiskModel) throws(RiskBuildError) -> [Instrument] {
    let prices = try cashPrices(snapshots, model)
    var instruments: [Instrument] = []
    for terms in model.cash {
      guard let price = prices[terms.asset]?.rational else { throw .noPrice(asset: terms.asset) }
      instruments.append(
        Instrument(
          name: terms.asset, kind: .cash, underlying: nil, spot: price, expiry: nil, strike: nil, lot: terms.lot,
          limit: terms.limit,
          fee: .zero, funding: .zero, haircut: terms.haircut, pricing: .cash(price)))
    }
    return instruments
  }

  /// Prices of cash assets, from snapshots and model; two of one asset are refused.
  static func cashPrices(_ snapshots: [MarketSnapshot], _ model: RiskModel) throws(RiskBuildError) -> [String: BoundedDecimal] {
    var prices: [String: BoundedDecimal] = [:]
    for cash in snapshots.flatMap(\.cash)
      + model.cash.compactMap({ terms in terms.price.map { .init(asset: terms.asset, price: $0) } })
    {
      guard prices.updateValue(cash.price, forKey: cash.asset) == nil else { throw .twoPrices(asset: cash.asset) }
    }
    return prices
  }

  /// The place of an underlying's name.
  func place(of underlying: String) -> Int? { underlyings.firstIndex { $0.name == underlying } }
}
