import MarginModel

extension ContagionModel {
  /// Sets and tables of `circuits/contagion-buffer.yaml`; beside them what they follow from: `baseShock`, `shock`, `depth`, `concentration`.
  func add(
    to tables: inout RiskTables, _ list: InstrumentList, _ inputs: RiskInputs, _ model: RiskModel
  ) throws(RiskBuildError) {
    let names = list.underlyings.map(\.name)
    var markets: [Market] = []
    for name in names {
      guard let market = self.markets.first(where: { $0.name == name }) else { throw .notInModel(underlying: name) }
      markets.append(market)
    }
    for market in self.markets where !names.contains(market.name) { throw .notASnapshot(name: market.name) }
    var shocks: [[Rational]] = []
    for side in Side.allCases { shocks.append(try self.shocks(side, markets, inputs.previousFile)) }

    try tables.addScan(scenarios, list, model)
    tables.add(set: "side", Side.allCases.map(\.rawValue))
    try addLosses(to: &tables, list, markets, shocks, model)
    addScales(to: &tables, list, markets, shocks, model)
    guard let chords = ContagionChords(knots: knots, places: chordDecimals) else {
      throw .outOfRange(instrument: "the last knot", table: "chordSlope")
    }
    tables.add(set: "chord", knots.dropFirst().map { "to \($0)" })
    tables.add("chordSlope", ["chord"], decimals: chordDecimals, chords.slopes)
    tables.add("chordIntercept", ["chord"], decimals: chordDecimals, chords.intercepts)
    tables.add(parameter: "lastKnot", knots[knots.count - 1])
    tables.add(parameter: "bufferShare", share)
  }

  /// link_uv = link correlation v_u / v_v, 1 on the diagonal.
  package func links(_ markets: [Market]) -> [[Rational]] {
    markets.map { moved in
      markets.map { sold in
        moved.name == sold.name ? 1 : link.rational * correlation.rational * moved.volatility.rational / sold.volatility.rational
      }
    }
  }

  /// The settled shocks of one side by underlying, after smoothing.
  private func shocks(_ side: Side, _ markets: [Market], _ previous: RiskFile?) throws(RiskBuildError) -> [Rational] {
    let inputs = markets.map { market in
      let book = market.book(side)
      return ContagionShock.Market(
        base: market.base.rational, cap: market.cap.rational, depth: book.depth.rational,
        forced: book.forced.map { ($0.move.rational, $0.coins.rational) })
    }
    guard
      let settled = ContagionShock(inputs, band: band.rational, evaporation: evaporation.rational, link: links(markets))
    else { throw .noFixedPoint(rounds: ContagionShock.roundLimit) }
    return zip(markets, settled.shocks).map { market, shock in
      ContagionShock.smoothed(
        shock, base: market.base.rational, cap: market.cap.rational, before: previous?.exact("shock", side.rawValue, market.name),
        decay: decay.rational)
    }
  }

  /// `cascadeLoss`, by full revaluation at the base shock and at the settled one, and half a unit of its last decimal as `rounding`.
  private func addLosses(
    to tables: inout RiskTables, _ list: InstrumentList, _ markets: [Market], _ shocks: [[Rational]], _ model: RiskModel
  ) throws(RiskBuildError) {
    let money = FixedPoint(places: model.moneyDecimals)
    var losses: [[String]] = []
    var rounding: [[String]] = []
    for (side, shocks) in zip(Side.allCases, shocks) {
      let sign: Rational = side == .down ? -1 : 1
      let moves = zip(markets, shocks).map { market, shock in
        (move(sign * market.base.rational), move(sign * shock), isSettled: shock == market.base.rational)
      }
      losses.append(
        try list.column("cascadeLoss", money) { instrument in
          guard let place = list.place(of: instrument.underlying ?? ""), !moves[place].isSettled else { return .exact(.zero) }
          switch (instrument.profit(moves[place].0), instrument.profit(moves[place].1)) {
          case (.binary(let base), .binary(let settled)): return .binary(base - settled)
          case (.exact(let base), .exact(let settled)): return .exact(base - settled)
          default: return .exact(.zero)
          }
        })
      let half = FixedPoint(places: money.places + 1)
      let unit = (0..<money.places).reduce(Rational.one) { unit, _ in unit / 10 }
      rounding.append(moves.map { half.text($0.isSettled ? .zero : unit / 2) })
    }
    tables.add("cascadeLoss", ["side", "instrument"], unit: "USD", decimals: money.places, losses)
    tables.add("rounding", ["side", "underlying"], unit: "USD", decimals: money.places + 1, rounding)
  }

  private func move(_ spot: Rational) -> ScenarioMove {
    ScenarioMove(spot: spot, factor: (1 + spot).approximate, volatility: pairedVolatility.double)
  }

  /// `bookScale` rounded down, `crowding` rounded up, and the figures that they and the losses follow from.
  private func addScales(
    to tables: inout RiskTables, _ list: InstrumentList, _ markets: [Market], _ shocks: [[Rational]], _ model: RiskModel
  ) {
    let money = FixedPoint(places: model.moneyDecimals)
    let (shares, shockGrid) = (FixedPoint(places: 4), FixedPoint(places: 9))
    func rows(_ cell: (Side, Int) -> String) -> [[String]] {
      Side.allCases.map { side in markets.indices.map { cell(side, $0) } }
    }
    func shock(_ side: Side, _ place: Int) -> Rational { shocks[side == .down ? 0 : 1][place] }
    tables.add(
      "bookScale", ["side", "underlying"], unit: "USD", decimals: money.places,
      rows { side, place in
        let extra = shock(side, place) - markets[place].base.rational
        return money.textDown(list.underlyings[place].spot * extra * markets[place].book(side).depth.rational)
      })
    tables.add("crowding", ["side", "underlying"], decimals: shares.places, rows { shares.textUp(crowding($0, markets[$1])) })
    tables.add("baseShock", ["underlying"], decimals: shockGrid.places, markets.map { shockGrid.text($0.base.rational) })
    tables.add("shock", ["side", "underlying"], decimals: shockGrid.places, rows { shockGrid.text(shock($0, $1)) })
    tables.add(
      "concentration", ["side", "underlying"], decimals: shares.places, rows { shares.textUp(markets[$1].book($0).concentration) })
    tables.addSpots(list, model)
  }

  /// min(cap, 1 + a (concentration - from)+ + b (funding score against this side)+ + c (open interest / depth - from)+).
  package func crowding(_ side: Side, _ market: Market) -> Rational {
    let book = market.book(side)
    // Funding above 0: longs are crowded, whom a fall hurts.
    let score = side == .down ? market.fundingScore.rational : -market.fundingScore.rational
    let raised =
      concentration.charge(book.concentration) + funding.charge(score)
      + interest.charge(market.openInterest.rational / book.depth.rational)
    return min(crowdingCap.rational, 1 + raised)
  }
}

extension ContagionModel.Term {
  fileprivate func charge(_ x: Rational) -> Rational { weight.rational * max(0, x - from.rational) }
}

extension RiskFile {
  /// A number of a table over two sets, exactly; nil where there is none.
  func exact(_ table: String, _ first: String, _ second: String) -> Rational? {
    guard let table = tables[table], table.index.count == 2, !table.holdsSchedules,
      let row = sets[table.index[0]]?.index(of: first), let column = sets[table.index[1]]?.index(of: second)
    else { return nil }
    return table.value([row, column])
  }
}
