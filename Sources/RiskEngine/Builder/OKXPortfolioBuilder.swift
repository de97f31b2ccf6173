import MarginModel

extension OKXPortfolioModel {
  /// Sets and tables of `circuits/okx-portfolio.yaml`.
  ///
  /// A shock moves every price on an underlying by as many dollars as its spot: the basis stays. Profits are rounded to the nearest, the
  /// minimum charge up. A contract has profits in its own unit's rows alone.
  func add(to tables: inout RiskTables, _ list: InstrumentList, _ model: RiskModel) throws(RiskBuildError) {
    let units = try units(list)
    let money = FixedPoint(places: model.moneyDecimals)
    func profits(_ table: String, _ set: String, _ grid: (Unit) -> PriceGrid) throws(RiskBuildError) {
      let rows = units.flatMap { unit in grid(unit).nodes.map { (unit: unit.name, scenario: $0) } }
      tables.add(set: set, rows.map { "\($0.unit) \($0.scenario.name)" }, of: "unit", rows.map(\.unit))
      try tables.addProfits(table, ["instrument", set], list, model, columns: rows.count) {
        $0.underlying == rows[$1].unit ? $0.profitBesideSpot(rows[$1].scenario) : .exact(.zero)
      }
    }
    try profits("pnl", "shock", \.shocks)
    try profits("far", "extreme", \.extremes)
    tables.add("price", ["instrument"], unit: "USD", decimals: money.places, try list.column("price", money, \.mark))
    let shares = FixedPoint(places: list.instruments.map(\.haircut.places).max() ?? 0)
    tables.add(
      "discount", ["instrument"], decimals: shares.places, list.instruments.map { shares.text(1 - $0.haircut.rational) })
    func options(_ table: String, _ profit: (OptionPricing) -> Double) throws(RiskBuildError) -> [String] {
      try list.column(table, money) { if case .option(let option) = $0.pricing { .binary(profit(option)) } else { .exact(.zero) } }
    }
    tables.add(
      "decay", ["instrument"], unit: "USD", decimals: money.places,
      try options("decay") { $0.profit(factor: 1, volatility: 0, days: decayDays.double) })
    let signs = [1.0, -1]
    tables.add(set: "tilt", ["near up", "near down"])
    try tables.addProfits("term", ["instrument", "tilt"], list, model, columns: signs.count) { instrument, side in
      guard case .option(let option) = instrument.pricing else { return .exact(.zero) }
      let shock = signs[side] * (option.days < tiltDays.double ? tiltSize.double : -tiltSize.double)
      return .binary(option.profit(factor: 1, volatility: shock))
    }
    tables.add(set: "turn", ["up", "down"])
    try tables.addProfits("rates", ["instrument", "turn"], list, model, columns: signs.count) { instrument, side in
      instrument.profit(ofRates: signs[side] * rateMove.double, list)
    }
    tables.add(
      "delta", ["instrument"], unit: "USD", decimals: money.places,
      try list.column("delta", money) { $0.deltaValue(in: .dollars) })
    tables.add("minimum", ["instrument"], unit: "USD", decimals: money.places, try minimums(list, units, money))
    tables.add(exact: "basisRate", ["unit"], units.map(\.basisRate))
    tables.add(parameter: "extremeShare", extremeShare)
    tables.add(levels: levels, ["factor", "borrowRate"])
  }

  /// The model's units in the order of the snapshots, one of each.
  private func units(_ list: InstrumentList) throws(RiskBuildError) -> [Unit] {
    var found: [Unit] = []
    for underlying in list.underlyings {
      guard let unit = units.first(where: { $0.name == underlying.name }) else { throw .notInModel(underlying: underlying.name) }
      found.append(unit)
    }
    for unit in units where list.place(of: unit.name) == nil { throw .notASnapshot(name: unit.name) }
    return found
  }

  /// The unit's rate of delta, of an option at least the share of spot.
  private func minimums(_ list: InstrumentList, _ units: [Unit], _ money: FixedPoint) throws(RiskBuildError) -> [String] {
    var cells: [String] = []
    for instrument in list.instruments {
      guard let place = list.place(of: instrument.underlying ?? "") else {
        cells.append(money.text(Rational.zero))
        continue
      }
      let share = instrument.deltaValue(in: .dollars).magnitude * units[place].minimumRate
      let text = try money.textUp(share, of: instrument, "minimum")
      let least = instrument.kind == .option ? money.up(instrument.spot * optionMinimum.rational) : .zero
      cells.append(Rational(text).map { max($0, least) }.map(money.text) ?? text)
    }
    return cells
  }
}

extension Instrument {
  /// The profit of one unit when its price moves by as many dollars as spot does; cash has none.
  fileprivate func profitBesideSpot(_ scenario: Scenario) -> Amount {
    let dollars = spot * scenario.spot.rational
    switch pricing {
    case .option(let option):
      // A forward stays above 0.
      let factor = max(0x1p-40, 1 + dollars.approximate / option.base.forward)
      return .binary(option.profit(factor: factor, volatility: scenario.volatility.double))
    case .linear: return .exact(dollars)
    case .cash: return .exact(.zero)
    }
  }

  /// The profit of one unit when interest rates move: a dated price moves by that share for each year to its expiry.
  fileprivate func profit(ofRates change: Double, _ list: InstrumentList) -> Amount {
    guard let expiry, let place = list.place(of: underlying ?? "") else { return .exact(.zero) }
    let move = change * list.snapshots[place].asOf.years(until: expiry)
    switch pricing {
    case .option(let option): return .binary(option.profit(factor: max(0x1p-40, 1 + move), volatility: 0))
    case .linear(let price): return .binary(price.approximate * move)
    case .cash: return .exact(.zero)
    }
  }
}
