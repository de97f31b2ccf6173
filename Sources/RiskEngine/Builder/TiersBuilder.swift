import MarginModel

extension TiersModel {
  var readsDepth: Bool { assets.contains { if case .market = $0.depth { true } else { false } } }

  /// Sets and tables of `circuits/tiered-collateral.yaml`.
  ///
  /// Up to a bound B a dollar counts by 1 - haircut - band B / (depth (1 - evaporation)), never below 0: as the last dollar of the tier
  /// would sell. Beyond the last bound nothing counts where there is a depth. Rounded down to four decimals.
  func add(to tables: inout RiskTables, _ inputs: RiskInputs, _ model: RiskModel) throws(RiskBuildError) {
    let prices = try InstrumentList.cashPrices(inputs.snapshots, model)
    var terms: [RiskModel.CashTerms] = []
    var texts: [String] = []
    var ladders: [(upTo: [String], rate: [String])] = []
    let money = FixedPoint(places: model.moneyDecimals)
    let rates = FixedPoint(places: 4)
    for asset in assets {
      guard let cash = model.cash.first(where: { $0.asset == asset.name }) else { throw .notCash(asset: asset.name) }
      guard let price = prices[asset.name]?.rational else { throw .noPrice(asset: asset.name) }
      terms.append(cash)
      texts.append(money.textDown(price))
      ladders.append(ladder(asset, depth: try dollars(asset, price, inputs, model), rates))
    }
    tables.add(
      set: "asset",
      json: [
        "elements": .array(terms.map { .string($0.asset) }), "lot": .array(terms.map { .string($0.lot.description) }),
        "limit": .array(terms.map { .string($0.limit.description) }),
      ])
    tables.add("price", ["asset"], unit: "USD", decimals: money.places, texts)
    tables.add(tiers: "ratio", ["asset"], decimals: rates.places, ladders)
    tables.add(exact: "markup", ["asset"], assets.map(\.markup))
  }

  /// The asset's depth in dollars; nil where selling moves no price.
  private func dollars(
    _ asset: Asset, _ price: Rational, _ inputs: RiskInputs, _ model: RiskModel
  ) throws(RiskBuildError) -> Rational? {
    switch asset.depth {
    case .market: return try inputs.depth(of: asset.name, model).coins(.down, within: band) * price
    case .stated(let dollars):
      guard inputs.depth?[asset.name] == nil else { throw .twoDepths(asset: asset.name) }
      return dollars.rational
    case nil: return nil
    }
  }

  private func ladder(_ asset: Asset, depth: Rational?, _ grid: FixedPoint) -> (upTo: [String], rate: [String]) {
    let rates = asset.haircuts.enumerated().map { place, haircut in
      guard let depth else { return grid.textDown(1 - haircut.rational) }
      guard place < asset.bounds.count else { return grid.text(Rational.zero) }
      let impact = band.rational * asset.bounds[place].rational / (depth * (1 - evaporation.rational))
      return grid.textDown(max(0, 1 - haircut.rational - impact))
    }
    return (asset.bounds.map(\.description), rates)
  }
}
