import MarginModel

extension TiersModel {
  /// Sets and tables of `circuits/tiered-collateral.yaml`.
  ///
  /// Up to a bound B a dollar counts by 1 - haircut - band B / (depth (1 - evaporation)), never below 0: as the last dollar of the tier
  /// would sell. Beyond the last bound nothing counts where depth is stated. Rounded down to four decimals.
  func add(to tables: inout RiskTables, _ inputs: RiskInputs, _ model: RiskModel) throws(RiskBuildError) {
    let prices = try InstrumentList.cashPrices(inputs.snapshots, model)
    var terms: [RiskModel.CashTerms] = []
    var texts: [String] = []
    let money = FixedPoint(places: model.moneyDecimals)
    for asset in assets {
      guard let cash = model.cash.first(where: { $0.asset == asset.name }) else { throw .notCash(asset: asset.name) }
      guard let price = prices[asset.name] else { throw .noPrice(asset: asset.name) }
      terms.append(cash)
      texts.append(money.textDown(price.rational))
    }
    tables.add(
      set: "asset",
      json: [
        "elements": .array(terms.map { .string($0.asset) }), "lot": .array(terms.map { .string($0.lot.description) }),
        "limit": .array(terms.map { .string($0.limit.description) }),
      ])
    tables.add("price", ["asset"], unit: "USD", decimals: money.places, texts)
    let places = 4
    tables.add(tiers: "ratio", ["asset"], decimals: places, assets.map { ladder($0, places) })
    tables.add(exact: "markup", ["asset"], assets.map(\.markup))
  }

  private func ladder(_ asset: Asset, _ places: Int) -> (upTo: [String], rate: [String]) {
    let grid = FixedPoint(places: places)
    let rates = asset.haircuts.enumerated().map { place, haircut in
      guard let depth = asset.depth?.rational else { return grid.textDown(1 - haircut.rational) }
      guard place < asset.bounds.count else { return grid.text(Rational.zero) }
      let impact = band.rational * asset.bounds[place].rational / (depth * (1 - evaporation.rational))
      return grid.textDown(max(0, 1 - haircut.rational - impact))
    }
    return (asset.bounds.map(\.description), rates)
  }
}
