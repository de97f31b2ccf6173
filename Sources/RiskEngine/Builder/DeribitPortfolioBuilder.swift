import MarginModel

extension DeribitPortfolioModel {
  /// Sets and tables of `circuits/deribit-portfolio.yaml`, all in the account's money.
  ///
  /// Profits and marks are rounded to the nearest, the roll charge up, what is taken off a loss down.
  func add(to tables: inout RiskTables, _ list: InstrumentList, _ model: RiskModel) throws(RiskBuildError) {
    let money = try money(list)
    let places = FixedPoint(places: model.moneyDecimals)
    func add(_ name: String, _ cell: (Instrument) throws(RiskBuildError) -> String) throws(RiskBuildError) {
      var cells: [String] = []
      for instrument in list.instruments { cells.append(try cell(instrument)) }
      tables.add(name, ["instrument"], unit: "money", decimals: places.places, cells)
    }
    func profits(_ name: String, _ set: String, _ scenarios: [Scenario]) throws(RiskBuildError) {
      let moves = scenarios.map { ScenarioMove($0) }
      try tables.addProfits(name, ["instrument", set], unit: "money", list, model, columns: moves.count) {
        $0.profit(moves[$1], in: money)
      }
    }
    tables.add(set: "bucket", grid.spots.map(Scenario.percent))
    tables.add(set: "shock", grid.nodes.map(\.name), of: "bucket", grid.nodes.map { Scenario.percent($0.spot) })
    tables.add(set: "move", tails.map(\.name))
    try add("mark") { instrument throws(RiskBuildError) in try places.text(instrument.mark(in: money), of: instrument, "mark") }
    try profits("standard", "shock", grid.nodes)
    try profits("extended", "move", tails)
    tables.add(exact: "fraction", ["move"], tails.map(\.weight))
    for (name, dollars) in [("dampener", dampener), ("offsettable", offsettable)] {
      tables.add(parameter: name, unit: "money", decimals: places.places, places.textDown(money.of(dollars: dollars.rational)))
    }
    try add("roll") { instrument throws(RiskBuildError) in
      try places.textUp(instrument.deltaValue(in: money).magnitude * rollRate, of: instrument, "roll")
    }
    tables.add(levels: levels, ["matrixShare", "extraShare"])
  }

  /// Dollars, or the coin, of which the file's one snapshot is.
  private func money(_ list: InstrumentList) throws(RiskBuildError) -> AccountMoney {
    guard let coin else { return .dollars }
    for underlying in list.underlyings where underlying.name != coin { throw .notInModel(underlying: underlying.name) }
    guard let place = list.place(of: coin) else { throw .notASnapshot(name: coin) }
    return .coins(spot: list.underlyings[place].spot)
  }
}
