import MarginModel

extension DeltaModel {
  /// Sets and tables of `circuits/delta-margin.yaml`, and the volatilities that the shocks are sized by.
  func add(
    to tables: inout RiskTables, _ list: InstrumentList, _ inputs: RiskInputs, _ model: RiskModel
  ) throws(RiskBuildError) {
    let current = try CurrentVolatility(volatility, horizon: horizon.days, list, inputs)
    let grid = FixedPoint(places: shockDecimals)
    var falls: [String] = []
    var rises: [String] = []
    for (underlying, value) in zip(list.underlyings, current.values) {
      let size = volatility.deviations.double * value * (horizon.days / 365).squareRoot()
      guard let fall = grid.textUp(1 - DeterministicMath.exponential(-size)),
        let rise = grid.textUp(DeterministicMath.exponential(size) - 1)
      else { throw .outOfRange(instrument: underlying.name, table: "rise") }
      falls.append(fall)
      rises.append(rise)
    }
    try tables.addDeltas(list, model)
    tables.addSpots(list, model)
    tables.add("fall", ["underlying"], decimals: grid.places, falls)
    tables.add("rise", ["underlying"], decimals: grid.places, rises)
    tables.add("volatility", ["underlying"], decimals: CurrentVolatility.places, current.texts)
    tables.add(parameter: "netRate", netRate)
    tables.add(parameter: "hedgedRate", hedgedRate)
    tables.addUnderlyingFees(list, model)
  }
}
