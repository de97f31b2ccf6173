import MarginModel

extension OpenInterestModel {
  /// Sets and tables of `circuits/dydx-cross.yaml`: the perpetuals and the currency, at prices in it.
  ///
  /// Open interest is that of the market-depth file at the perpetual's price, rounded up. Of other contracts the rule does not speak.
  func add(
    to tables: inout RiskTables, _ list: InstrumentList, _ inputs: RiskInputs, _ model: RiskModel
  ) throws(RiskBuildError) {
    let names = list.underlyings.map(\.name)
    for market in markets where !names.contains(market.name) { throw .notASnapshot(name: market.name) }
    for cash in model.cash where cash.asset != currency { throw .otherCash(asset: cash.asset, than: currency) }
    guard let cash = list.instruments.first(where: { $0.kind == .cash }) else { throw .notCash(asset: currency) }
    let money = FixedPoint(places: model.moneyDecimals)
    var perpetuals: [Instrument] = []
    var terms: [Market] = []
    var prices: [String] = []
    var interests: [String] = []
    for name in names {
      guard let market = markets.first(where: { $0.name == name }) else { throw .notInModel(underlying: name) }
      guard let perpetual = list.instruments.first(where: { $0.kind == .perpetual && $0.underlying == name }) else {
        throw .noPerpetual(underlying: name)
      }
      let price = perpetual.notional / cash.spot
      perpetuals.append(perpetual)
      terms.append(market)
      prices.append(money.text(price))
      interests.append(money.textUp(try inputs.depth(of: name, model).openInterest.rational * price))
    }
    tables.addSets(perpetuals + [cash], list)
    tables.add(set: "level", ["initial", "maintenance"])
    tables.add("price", ["instrument"], unit: currency, decimals: money.places, prices + [money.text(Rational.one)])
    tables.add(exact: "base", ["instrument"], terms.map(\.base) + [.zero])
    tables.add(
      "openInterest", ["instrument"], unit: currency, decimals: money.places, interests + [money.text(Rational.zero)])
    // The currency's own bounds are read by no rule; they only must not be equal.
    tables.add(exact: "lower", ["instrument"], unit: currency, terms.map(\.lower) + [.zero])
    tables.add(exact: "upper", ["instrument"], unit: currency, terms.map(\.upper) + [.one])
    tables.add("scaled", ["level"], decimals: 0, ["1", "0"])
    let shares = FixedPoint(places: terms.map(\.maintenance.places).max() ?? 0)
    let maintenance = terms.map(\.maintenance.rational) + [.zero]
    tables.add(
      "maintenance", ["level", "instrument"], decimals: shares.places,
      [terms.map { _ in Rational.one } + [.zero], maintenance].map { $0.map { shares.text($0) } })
  }
}
