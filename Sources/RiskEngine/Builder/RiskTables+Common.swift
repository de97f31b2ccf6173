import CanonicalJSON
import MarginModel

extension RiskTables {
  /// The sets `instrument` and `underlying` and the tables that nearly every rule reads: `mark` and `haircut`.
  mutating func addInstruments(_ list: InstrumentList, _ model: RiskModel) throws(RiskBuildError) {
    addSets(list.instruments, list, grouping: model.builder.grouping)
    let money = FixedPoint(places: model.moneyDecimals)
    if model.builder.readsMarks {
      add("mark", ["instrument"], unit: "USD", decimals: money.places, try list.column("mark", money, \.mark))
    }
    add(exact: "haircut", ["instrument"], list.instruments.map(\.haircut))
  }

  /// The sets `instrument`, of these, and `underlying`, as the circuit calls it.
  mutating func addSets(_ instruments: [Instrument], _ list: InstrumentList, grouping group: String = "underlying") {
    func labels(_ label: (Instrument) -> String?) -> JSONValue {
      .array(instruments.map { label($0).map { .string($0) } ?? .null })
    }
    let attributes: [(String, JSONValue)] = [
      ("kind", labels(\.kind.rawValue)), (group, labels(\.underlying)), ("expiry", labels(\.expiry?.description)),
      ("strike", labels(\.strike?.description)), ("type", labels(\.type?.rawValue)),
    ]
    add(
      set: "instrument",
      json: [
        "elements": labels(\.name), "attributes": .object(JSONObject(attributes)),
        "to": .object(JSONObject([(group, .string(group))])), "lot": labels(\.lot.description),
        "limit": labels(\.limit.description),
      ])
    add(set: group, list.underlyings.map(\.name))
  }

  /// `spot` by underlying.
  mutating func addSpots(_ list: InstrumentList, _ model: RiskModel) {
    let money = FixedPoint(places: model.moneyDecimals)
    add("spot", ["underlying"], unit: "USD", decimals: money.places, list.underlyings.map { money.text($0.spot) })
  }

  /// `delta` by instrument, in coins of the underlying.
  mutating func addDeltas(_ list: InstrumentList, _ model: RiskModel) throws(RiskBuildError) {
    let grid = FixedPoint(places: model.deltaDecimals)
    add("delta", ["instrument"], decimals: grid.places, try list.column("delta", grid, \.delta))
  }

  /// `fee` by instrument, rounded up.
  mutating func addFees(_ list: InstrumentList, _ model: RiskModel) {
    let money = FixedPoint(places: model.moneyDecimals)
    add("fee", ["instrument"], unit: "USD", decimals: money.places, list.instruments.map { money.textUp($0.closingFee) })
  }

  /// `fee` by underlying, rounded up: that of its dearest contract.
  mutating func addUnderlyingFees(_ list: InstrumentList, _ model: RiskModel) {
    let money = FixedPoint(places: model.moneyDecimals)
    let fees = list.underlyings.map { underlying in
      list.instruments.filter { $0.underlying == underlying.name }.map(\.closingFee).max() ?? .zero
    }
    add("fee", ["underlying"], unit: "USD", decimals: money.places, fees.map(money.textUp))
  }

  /// `scan` and `pnl`: the profit of one unit of every instrument in every scenario.
  mutating func addScan(_ scenarios: [Scenario], _ list: InstrumentList, _ model: RiskModel) throws(RiskBuildError) {
    add(
      set: "scan", scenarios.map(\.name),
      attributes: [("spot", scenarios.map(\.spot.description)), ("volatility", scenarios.map(\.volatility.description))])
    let moves = scenarios.map { ScenarioMove($0) }
    try addProfits("pnl", ["instrument", "scan"], list, model, columns: moves.count) { $0.profit(moves[$1]) }
  }

  /// A table of profits by instrument and one more set, each rounded once to the nearest unit of money's last decimal.
  mutating func addProfits(
    _ name: String, _ index: [String], unit: String = "USD", _ list: InstrumentList, _ model: RiskModel, columns: Int,
    _ profit: (Instrument, Int) -> Instrument.Amount
  ) throws(RiskBuildError) {
    let money = FixedPoint(places: model.moneyDecimals)
    var rows: [[String]] = []
    rows.reserveCapacity(list.instruments.count)
    for instrument in list.instruments {
      var row: [String] = []
      row.reserveCapacity(columns)
      for column in 0..<columns { row.append(try money.text(profit(instrument, column), of: instrument, name)) }
      rows.append(row)
    }
    add(name, index, unit: unit, decimals: money.places, rows)
  }
}

extension InstrumentList {
  /// One number of every instrument, rounded.
  func column(_ table: String, _ grid: FixedPoint, _ amount: (Instrument) -> Instrument.Amount) throws(RiskBuildError) -> [String] {
    var cells: [String] = []
    for instrument in instruments { cells.append(try grid.text(amount(instrument), of: instrument, table)) }
    return cells
  }
}

extension FixedPoint {
  /// The amount rounded to the nearest unit, halves away from zero.
  ///
  /// - Throws: ``RiskBuildError`` where it is not finite or too large to be rounded exactly.
  func text(_ amount: Instrument.Amount, of instrument: Instrument, _ table: String) throws(RiskBuildError) -> String {
    switch amount {
    case .exact(let value): return text(value)
    case .binary(let value):
      guard let text = text(value) else { throw .outOfRange(instrument: instrument.name, table: table) }
      return text
    }
  }

  /// The amount rounded up.
  ///
  /// - Throws: ``RiskBuildError`` where it is not finite or too large to be rounded exactly.
  func textUp(_ amount: Instrument.Amount, of instrument: Instrument, _ table: String) throws(RiskBuildError) -> String {
    switch amount {
    case .exact(let value): return textUp(value)
    case .binary(let value):
      guard let text = textUp(value) else { throw .outOfRange(instrument: instrument.name, table: table) }
      return text
    }
  }
}
