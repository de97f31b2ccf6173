import MarginModel

extension JointModel {
  var readsHistory: Bool {
    if case .ellipsoid(nil, _, _) = region, underlyings.count > 1 { return true }
    return volatility.readsHistory
  }

  /// `scan` with `pnl`, and the volatilities that the moves are sized by; returns how many scenarios there are.
  ///
  /// The moves of each underlying stand beside a scenario's name, as attributes named after it.
  func addScan(
    to tables: inout RiskTables, _ list: InstrumentList, _ inputs: RiskInputs, _ model: RiskModel
  ) throws(RiskBuildError) -> Int {
    let names = list.underlyings.map(\.name)
    let current = try CurrentVolatility(volatility, horizon: horizon.days, list, inputs)
    let scenarios = try scenarios(list, inputs, current)
    tables.add(
      set: "scan", scenarios.map(\.name),
      attributes: names.enumerated().flatMap { place, name in
        [
          (name, scenarios.map { $0.moves[place].spot.description }),
          (name + "_volatility", scenarios.map { $0.moves[place].volatility.description }),
        ]
      })
    let moves = scenarios.map { scenario in
      scenario.moves.map { ScenarioMove(spot: $0.spot, volatility: $0.volatility.double) }
    }
    let places = Dictionary(uniqueKeysWithValues: names.enumerated().map { ($1, $0) })
    try tables.addProfits("pnl", ["instrument", "scan"], list, model, columns: scenarios.count) { instrument, scenario in
      guard let underlying = instrument.underlying, let place = places[underlying] else { return .exact(.zero) }
      return instrument.profit(moves[scenario][place])
    }
    tables.add("volatility", ["underlying"], decimals: CurrentVolatility.places, current.texts)
    return scenarios.count
  }
}
