import MarginModel

extension ChainsModel {
  /// Sets and tables of `circuits/chain-collateral.yaml`.
  ///
  /// Prices of locks are rounded down, a bridge's haircut up to three decimals; an asset that is not accepted on a chain has a haircut of 1.
  func add(
    to tables: inout RiskTables, _ list: InstrumentList, _ inputs: RiskInputs, _ model: RiskModel
  ) throws(RiskBuildError) {
    let longest = chains.map(\.delay).max() ?? 0
    let current = try CurrentVolatility(volatility, horizon: longest * 365, list, inputs)
    let money = FixedPoint(places: model.moneyDecimals)
    var locks: [Instrument] = []
    for asset in assets {
      guard let cash = list.instruments.first(where: { $0.kind == .cash && $0.name == asset.name }) else {
        throw .notCash(asset: asset.name)
      }
      locks.append(cash)
    }
    try tables.addScan(scenarios, list, model)
    tables.add(
      set: "asset",
      json: [
        "elements": .array(locks.map { .string($0.name) }), "lot": .array(locks.map { .string($0.lot.description) }),
        "limit": .array(locks.map { .string($0.limit.description) }),
      ])
    tables.add(set: "chain", chains.map(\.name))
    tables.add("price", ["asset"], unit: "USD", decimals: money.places, locks.map { money.textDown($0.spot) })
    tables.add(exact: "assetHaircut", ["asset"], assets.map(\.haircut))
    let grid = FixedPoint(places: 3)
    var rows: [[String]] = []
    for chain in chains {
      var row: [String] = []
      for asset in assets {
        guard chain.assets.contains(asset.name) else {
          row.append(grid.text(Rational.one))
          continue
        }
        guard let annual = list.place(of: asset.name).map({ current.values[$0] }) ?? assetVolatility[asset.name]?.double else {
          throw .noVolatility(underlying: asset.name)
        }
        let haircut = min(1, chain.loss.double + volatility.deviations.double * annual * chain.delay.squareRoot())
        guard let text = grid.textUp(haircut) else { throw .outOfRange(instrument: asset.name, table: "bridgeHaircut") }
        row.append(text)
      }
      rows.append(row)
    }
    tables.add("bridgeHaircut", ["chain", "asset"], decimals: grid.places, rows)
    tables.add(exact: "cap", ["chain"], unit: "USD", chains.map(\.cap))
    tables.add("volatility", ["underlying"], decimals: CurrentVolatility.places, current.texts)
    tables.addSpots(list, model)
  }
}
