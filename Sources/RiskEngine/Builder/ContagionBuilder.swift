import MarginModel

extension ContagionModel {
  /// Sets and tables of `circuits/contagion-buffer.yaml`; beside them what they follow from: `baseShock`, `shock`, `concentration`, `spot`.
  func add(
    to tables: inout RiskTables, _ list: InstrumentList, _ inputs: RiskInputs, _ model: RiskModel
  ) throws(RiskBuildError) {
    let markets = try self.markets(list, inputs, model)
    var shocks: [[Rational]] = []
    for side in MarketDepth.Direction.allCases { shocks.append(try self.shocks(side, markets, inputs.previousFile)) }

    try tables.addScan(scenarios, list, model)
    tables.add(set: "side", MarketDepth.Direction.allCases.map(\.rawValue))
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

  /// The underlyings in the snapshots' order: each needs its terms, and its state in the market-depth file.
  private func markets(
    _ list: InstrumentList, _ inputs: RiskInputs, _ model: RiskModel
  ) throws(RiskBuildError) -> [ContagionMarket] {
    let names = list.underlyings.map(\.name)
    for terms in markets where !names.contains(terms.name) { throw .notASnapshot(name: terms.name) }
    var found: [ContagionMarket] = []
    for name in names {
      guard let terms = markets.first(where: { $0.name == name }) else { throw .notInModel(underlying: name) }
      found.append(try ContagionMarket(terms, inputs.depth(of: name, model), band: band))
    }
    return found
  }

  /// link_uv = link correlation v_u / v_v, 1 on the diagonal.
  private func links(_ markets: [ContagionMarket]) -> [[Rational]] {
    markets.map { moved in
      markets.map { sold in
        moved.terms.name == sold.terms.name
          ? 1 : link.rational * correlation.rational * moved.terms.volatility.rational / sold.terms.volatility.rational
      }
    }
  }

  /// The settled shocks of one side by underlying, after smoothing.
  private func shocks(
    _ side: MarketDepth.Direction, _ markets: [ContagionMarket], _ previous: RiskFile?
  ) throws(RiskBuildError) -> [Rational] {
    let inputs = markets.map { market in
      ContagionShock.Market(
        base: market.base, cap: market.terms.cap.rational, depth: market.depth(side), forced: market.state.liquidations(side))
    }
    guard
      let settled = ContagionShock(inputs, band: band.rational, evaporation: evaporation.rational, link: links(markets))
    else { throw .noFixedPoint(rounds: ContagionShock.roundLimit) }
    return zip(markets, settled.shocks).map { market, shock in
      ContagionShock.smoothed(
        shock, base: market.base, cap: market.terms.cap.rational,
        before: previous?.exact("shock", side.rawValue, market.terms.name), decay: decay.rational)
    }
  }

  /// `cascadeLoss`, by full revaluation at the base shock and at the settled one, and half a unit of its last decimal as `rounding`.
  private func addLosses(
    to tables: inout RiskTables, _ list: InstrumentList, _ markets: [ContagionMarket], _ shocks: [[Rational]], _ model: RiskModel
  ) throws(RiskBuildError) {
    let money = FixedPoint(places: model.moneyDecimals)
    var losses: [[String]] = []
    var rounding: [[String]] = []
    for (side, shocks) in zip(MarketDepth.Direction.allCases, shocks) {
      let sign: Rational = side == .down ? -1 : 1
      let moves = zip(markets, shocks).map { market, shock in
        (move(sign * market.base), move(sign * shock), isSettled: shock == market.base)
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
    to tables: inout RiskTables, _ list: InstrumentList, _ markets: [ContagionMarket], _ shocks: [[Rational]], _ model: RiskModel
  ) {
    let money = FixedPoint(places: model.moneyDecimals)
    let (shares, shockGrid) = (FixedPoint(places: 4), FixedPoint(places: 9))
    func rows(_ cell: (MarketDepth.Direction, Int) -> String) -> [[String]] {
      MarketDepth.Direction.allCases.map { side in markets.indices.map { cell(side, $0) } }
    }
    func shock(_ side: MarketDepth.Direction, _ place: Int) -> Rational { shocks[side == .down ? 0 : 1][place] }
    tables.add(
      "bookScale", ["side", "underlying"], unit: "USD", decimals: money.places,
      rows { side, place in
        let extra = shock(side, place) - markets[place].base
        return money.textDown(list.underlyings[place].spot * extra * markets[place].depth(side))
      })
    tables.add("crowding", ["side", "underlying"], decimals: shares.places, rows { shares.textUp(crowding($0, markets[$1])) })
    tables.add("baseShock", ["underlying"], decimals: shockGrid.places, markets.map { shockGrid.text($0.base) })
    tables.add("shock", ["side", "underlying"], decimals: shockGrid.places, rows { shockGrid.text(shock($0, $1)) })
    tables.add(
      "concentration", ["side", "underlying"], decimals: shares.places,
      rows { shares.textUp(markets[$1].state.concentration($0)) })
    tables.addSpots(list, model)
  }

  /// min(cap, 1 + a (concentration - from)+ + b (funding score against this side)+ + c (open interest / depth - from)+).
  private func crowding(_ side: MarketDepth.Direction, _ market: ContagionMarket) -> Rational {
    // Funding above its mean: longs are crowded, whom a fall hurts.
    let score = market.terms.funding.score(market.state)
    let raised =
      concentration.charge(market.state.concentration(side)) + funding.charge(side == .down ? score : -score)
      + interest.charge(market.state.openInterest.rational / market.depth(side))
    return min(crowdingCap.rational, 1 + raised)
  }
}

/// One underlying: what the model decides of it, and how its market is.
private struct ContagionMarket {
  let terms: ContagionModel.Terms
  let state: MarketDepth.Underlying
  private let depthDown, depthUp: Rational

  init(_ terms: ContagionModel.Terms, _ state: MarketDepth.Underlying, band: BoundedDecimal) throws(RiskBuildError) {
    self.terms = terms
    self.state = state
    depthDown = try state.coins(.down, within: band)
    depthUp = try state.coins(.up, within: band)
  }

  var base: Rational { terms.base.rational }

  /// Coins within the band, above 0.
  func depth(_ side: MarketDepth.Direction) -> Rational { side == .down ? depthDown : depthUp }
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
