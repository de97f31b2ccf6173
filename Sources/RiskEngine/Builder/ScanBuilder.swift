extension ScanModel {
  /// Sets and tables of `circuits/portfolio-scan.yaml`.
  func add(to tables: inout RiskTables, _ list: InstrumentList, _ model: RiskModel) throws(RiskBuildError) {
    let money = FixedPoint(places: model.moneyDecimals)
    try tables.addScan(scenarios, list, model)
    try tables.addDeltas(list, model)
    tables.addSpots(list, model)
    tables.add("fee", ["instrument"], unit: "USD", decimals: money.places, list.instruments.map { money.text($0.closingFee) })
    tables.add(
      "funding", ["instrument"], unit: "USD", decimals: money.places, list.instruments.map { money.text($0.expectedFunding) })
    tables.add(exact: "weight", ["scan"], scenarios.map(\.weight))
    tables.add(set: "level", levels.map(\.name))
    tables.add(exact: "share", ["level"], levels.map(\.share))
    tables.add(parameter: "netRate", netRate)
    tables.add(parameter: "hedgedRate", hedgedRate)
  }
}
