import MarginModel

extension TwoPriceModel {
  /// More would make more ends than a rule can carry.
  private static let mostUnderlyings = 6

  /// Sets and tables of `circuits/two-price.yaml`.
  ///
  /// An end has every underlying at the low or at the high of its band; forwards move in proportion. A contract's mark at an end is its value
  /// there, of one settled daily the gain from the snapshot's price, and its profit in a scenario is counted from there. A coin counts at the
  /// oracle's held and owed prices; cash that is no snapshot's underlying may have one price.
  func add(
    to tables: inout RiskTables, _ list: InstrumentList, _ inputs: RiskInputs, _ model: RiskModel
  ) throws(RiskBuildError) {
    let prices = try prices(list, inputs, model)
    let money = FixedPoint(places: model.moneyDecimals)
    func cash(_ price: (OraclePrices.Price) -> BoundedDecimal, _ rounded: (Rational) -> String) -> [String] {
      list.instruments.map { instrument in
        guard case .cash(let stated) = instrument.pricing else { return money.text(Rational.zero) }
        return rounded(prices[instrument.name].map { price($0).rational } ?? stated)
      }
    }
    tables.add("heldPrice", ["instrument"], unit: "USD", decimals: money.places, cash(\.held, money.textDown))
    tables.add("owedPrice", ["instrument"], unit: "USD", decimals: money.places, cash(\.owed, money.textUp))
    let ends = Self.ends(list, prices)
    tables.add(set: "end", ends.map(\.name))
    tables.add(
      set: "scan", scenarios.map(\.name),
      attributes: [("spot", scenarios.map(\.spot.description)), ("volatility", scenarios.map(\.volatility.description))])
    let moves = scenarios.map { ScenarioMove($0) }
    var marks: [[String]] = []
    var profits: [[[String]]] = []
    for instrument in list.instruments {
      let place = list.place(of: instrument.underlying ?? "")
      var mark: [String] = []
      var profit: [[String]] = []
      for end in ends {
        let factor = place.map { end.factors[$0] } ?? 1
        mark.append(try money.text(instrument.mark(at: factor), of: instrument, "mark"))
        var row: [String] = []
        for move in moves { row.append(try money.text(instrument.profit(move, from: factor), of: instrument, "pnl")) }
        profit.append(row)
      }
      marks.append(mark)
      profits.append(profit)
    }
    tables.add("mark", ["instrument", "end"], unit: "USD", decimals: money.places, marks)
    tables.add("pnl", ["instrument", "end", "scan"], unit: "USD", decimals: money.places, profits)
  }

  /// The oracle's prices by asset: one of every underlying, made when the snapshots were.
  private func prices(
    _ list: InstrumentList, _ inputs: RiskInputs, _ model: RiskModel
  ) throws(RiskBuildError) -> [String: OraclePrices.Price] {
    guard let oracle = inputs.oracle else { throw .noOraclePrices }
    try inputs.requireNear(.oracle, oracle.asOf, model)
    guard list.underlyings.count <= Self.mostUnderlyings else {
      throw .tooManyUnderlyings(count: list.underlyings.count, allowed: Self.mostUnderlyings)
    }
    for underlying in list.underlyings where oracle[underlying.name] == nil { throw .noOraclePrice(underlying: underlying.name) }
    return Dictionary(uniqueKeysWithValues: oracle.prices.map { ($0.asset, $0) })
  }

  /// Every combination of the underlyings' ends, the first underlying's changing last: its name and what each spot is multiplied by.
  private static func ends(
    _ list: InstrumentList, _ prices: [String: OraclePrices.Price]
  ) -> [(name: String, factors: [Rational])] {
    var ends: [(name: String, factors: [Rational])] = [("", [])]
    for underlying in list.underlyings {
      guard let price = prices[underlying.name] else { continue }
      ends = ends.flatMap { end in
        [("low", price.low), ("high", price.high)].map { side, price in
          (
            (end.name.isEmpty ? "" : end.name + " ") + "\(underlying.name) \(side)",
            end.factors + [price.rational / underlying.spot]
          )
        }
      }
    }
    return ends
  }
}

extension Instrument {
  /// The value of one unit with spot multiplied; of one settled daily the gain, of cash 0: its prices are tables of their own.
  fileprivate func mark(at factor: Rational) -> Amount {
    switch pricing {
    case .option(let option): .binary(option.mark + option.profit(factor: factor.approximate, volatility: 0))
    case .linear(let price): .exact(price * (factor - 1))
    case .cash: .exact(.zero)
    }
  }

  /// The profit of one unit in a scenario that begins with spot multiplied.
  fileprivate func profit(_ move: ScenarioMove, from factor: Rational) -> Amount {
    switch pricing {
    case .option(let option):
      .binary(
        option.profit(factor: factor.approximate * move.factor, volatility: move.volatility)
          - option.profit(factor: factor.approximate, volatility: 0))
    case .linear(let price): .exact(price * factor * move.spot)
    case .cash: .exact(.zero)
    }
  }
}
