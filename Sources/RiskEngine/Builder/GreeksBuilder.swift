import MarginModel

extension GreeksModel {
  /// Sets and tables of `circuits/greeks-margin.yaml`.
  ///
  /// Delta and gamma are for a relative move of spot of 1, theta for a day. The factor of the time to expiry and the volatility itself are in
  /// vega, vanna and volga, which are for a relative shock of 1. The residual is of the rounded Greeks.
  func add(to tables: inout RiskTables, _ list: InstrumentList, _ model: RiskModel) throws(RiskBuildError) {
    let (grid, money) = (FixedPoint(places: greekDecimals), FixedPoint(places: model.moneyDecimals))
    var rows: [[String]] = []
    var residuals: [String] = []
    for instrument in list.instruments {
      let folded = FoldedGreeks(instrument)
      var texts: [String] = []
      var rounded: [Double] = []
      for (name, value) in zip(FoldedGreeks.names, folded.values) {
        guard let text = grid.text(value), let number = BoundedDecimal(jsonNumber: text) else {
          throw .outOfRange(instrument: instrument.name, table: name)
        }
        texts.append(text)
        rounded.append(number.double)
      }
      let residual = FoldedGreeks(values: rounded).largestError(of: instrument, on: nodes)
      guard let text = money.textUp(residual) else { throw .outOfRange(instrument: instrument.name, table: "residual") }
      rows.append(texts)
      residuals.append(text)
    }
    for (place, name) in FoldedGreeks.names.enumerated() {
      tables.add(name, ["instrument"], unit: "USD", decimals: grid.places, rows.map { $0[place] })
    }
    tables.add("residual", ["instrument"], unit: "USD", decimals: money.places, residuals)
    tables.add(set: "node", nodes.map(\.name))
    tables.add(exact: "move", ["node"], nodes.map(\.move))
    tables.add(exact: "volatility", ["node"], nodes.map(\.volatility))
    tables.add(exact: "days", ["node"], nodes.map(\.days))
    tables.addUnderlyingFees(list, model)
  }
}

/// The Greeks of one unit in the units that the rule multiplies moves with.
private struct FoldedGreeks {
  static let names = ["delta", "gamma", "vega", "theta", "vanna", "volga"]

  let values: [Double]

  init(values: [Double]) { self.values = values }

  init(_ instrument: Instrument) {
    switch instrument.pricing {
    case .cash: values = [0, 0, 0, 0, 0, 0]
    case .linear(let price): values = [price.approximate, 0, 0, 0, 0, 0]
    case .option(let option):
      let (greeks, forward) = (option.base.greeks(option.type), option.base.forward)
      // What a relative shock of 1 adds to the volatility.
      let shock = option.base.volatility * option.scale
      values = [
        greeks.delta * forward, greeks.gamma * forward * forward, greeks.vega * shock, greeks.theta / 365,
        greeks.vanna * forward * shock, greeks.volga * shock * shock,
      ]
    }
  }

  /// At least abs(full revaluation - the sum by Greeks) of one unit on every node.
  func largestError(of instrument: Instrument, on nodes: [GreeksModel.Node]) -> Double {
    var largest = 0.0
    for node in nodes {
      let (move, volatility, days) = (node.move.double, node.volatility.double, node.days.double)
      let sum =
        move * values[0] + 0.5 * move * move * values[1] + volatility * values[2] + days * values[3] + move * volatility * values[4]
        + 0.5 * volatility * volatility * values[5]
      let full: Double
      switch instrument.pricing {
      case .cash: full = 0
      case .linear(let price): full = (price * node.move.rational).approximate
      case .option(let option):
        full = option.profit(factor: node.move.plusOne?.double ?? 1 + move, volatility: volatility, days: days)
      }
      // Beyond what the additions of this sum may have lost.
      let size = values.reduce(0) { max($0, $1.magnitude) } + full.magnitude
      let error = (full - sum).magnitude
      if error > 0 { largest = max(largest, error + 0x1p-40 * size) }
    }
    return largest
  }
}
