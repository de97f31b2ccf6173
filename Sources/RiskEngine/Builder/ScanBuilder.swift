extension ScanModel {
  /// Sets and tables of `circuits/portfolio-scan.yaml`.
  func add(
    to tables: inout RiskTables, _ list: InstrumentList, _ inputs: RiskInputs, _ model: RiskModel
  ) throws(RiskBuildError) {
    let money = FixedPoint(places: model.moneyDecimals)
    if let joint {
      let count = try joint.addScan(to: &tables, list, inputs, model)
      tables.add(exact: "weight", ["scan"], Array(repeating: .one, count: count))
    } else {
      try tables.addScan(scenarios, list, model)
      tables.add(exact: "weight", ["scan"], scenarios.map(\.weight))
    }
    try tables.addDeltas(list, model)
    tables.addSpots(list, model)
    tables.add("fee", ["instrument"], unit: "USD", decimals: money.places, list.instruments.map { money.text($0.closingFee) })
    tables.add(
      "funding", ["instrument"], unit: "USD", decimals: money.places, list.instruments.map { money.text($0.expectedFunding) })
    tables.add(set: "level", levels.map(\.name))
    tables.add(exact: "share", ["level"], levels.map(\.share))
    tables.add(parameter: "netRate", netRate)
    tables.add(parameter: "hedgedRate", hedgedRate)
  }
}
