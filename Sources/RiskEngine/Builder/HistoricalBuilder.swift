import CanonicalJSON
import MarginModel

extension HistoricalModel {
  /// Sets and tables of `circuits/expected-shortfall.yaml`; `volatility`, where returns are filtered, and the parts of `scale` beside them.
  ///
  /// The moves of a day are rounded to nine decimals first, and stand in the file: everybody can revalue from them.
  func add(
    to tables: inout RiskTables, _ list: InstrumentList, _ inputs: RiskInputs, _ model: RiskModel
  ) throws(RiskBuildError) {
    let names = list.underlyings.map(\.name)
    let history = try ReturnHistory(inputs.history, of: names)
    let days = try simulated(history, list, inputs, &tables)
    let kept = try keptPlaces(of: days.count).map { days[$0] }
    let factors = try TailFactors(self, all: days, kept: kept, stressed: stressedDays(history))

    tables.add(
      set: "day", kept.map(\.day),
      attributes: names.enumerated().map { place, name in (name, kept.map { $0.moves[place].description }) })
    let moves = kept.map { day in
      day.moves.map { ScenarioMove(spot: $0, volatility: volatilityPerMove.double * $0.double.magnitude) }
    }
    let places = list.instruments.map { list.place(of: $0.underlying ?? $0.name) }
    let placeByName = Dictionary(uniqueKeysWithValues: zip(list.instruments.map(\.name), places))
    try tables.addProfits("pnl", ["instrument", "day"], list, model, columns: kept.count) { instrument, day in
      guard let place = placeByName[instrument.name] ?? nil else { return .exact(.zero) }
      let move = moves[day][place]
      // A coin held as cash gains what its underlying gains.
      if case .cash(let price) = instrument.pricing { return .exact(price * move.spot) }
      return instrument.profit(move)
    }
    tables.add(parameter: "tail", tail)
    let grid = FixedPoint(places: 4)
    for (name, factor) in factors.parts {
      guard let text = grid.textUp(factor) else { throw .outOfRange(instrument: "the reference book", table: name) }
      tables.add(parameter: name, decimals: grid.places, text)
    }
    tables.addSpots(list, model)
    tables.addFees(list, model)
  }

  /// One day's simulated moves, by underlying.
  struct Day {
    let day: String
    let moves: [BoundedDecimal]
  }

  /// Every day of the history, as the method has it, over the horizon.
  private func simulated(
    _ history: ReturnHistory, _ list: InstrumentList, _ inputs: RiskInputs, _ tables: inout RiskTables
  ) throws(RiskBuildError) -> [Day] {
    let root = horizon.days.squareRoot()
    var days: [Day] = []
    switch method {
    case .plain:
      for (day, row) in zip(history.days, history.returns) { days.append(try Day(day, row.map { $0 * root }, history)) }
    case .filtered(let rule, let settle, let model):
      let today = try CurrentVolatility(model, horizon: horizon.days, list, inputs)
      tables.add("volatility", ["underlying"], decimals: CurrentVolatility.places, today.texts)
      let scales = today.values.map { $0 / 365.0.squareRoot() * root }
      let variances = history.variances(rule).before
      guard history.days.count > settle else { throw .historyTooShort(days: history.days.count, needed: settle + 1) }
      for place in settle..<history.days.count {
        var row: [Double] = []
        for (underlying, scale) in scales.enumerated() {
          let variance = variances[place][underlying]
          guard variance > 0 else { throw .noVolatility(underlying: history.underlyings[underlying]) }
          row.append(history.returns[place][underlying] / variance.squareRoot() * scale)
        }
        days.append(try Day(history.days[place], row, history))
      }
    }
    return days
  }

  /// The window's days as they were, over the horizon; none where the model names no window.
  private func stressedDays(_ history: ReturnHistory) throws(RiskBuildError) -> [Day] {
    guard let stressWindow else { return [] }
    var days: [Day] = []
    for (day, row) in zip(history.days, history.returns) where stressWindow.from <= day && day <= stressWindow.to {
      days.append(try Day(day, row.map { $0 * horizon.days.squareRoot() }, history))
    }
    guard !days.isEmpty else { throw .noDays(from: stressWindow.from, to: stressWindow.to) }
    return days
  }

  /// Evenly back from the latest.
  private func keptPlaces(of count: Int) throws(RiskBuildError) -> [Int] {
    guard let keptDays else { return Array(0..<count) }
    guard keptDays <= count else { throw .historyTooShort(days: count, needed: keptDays) }
    let step = count / keptDays
    return (0..<keptDays).map { count - 1 - $0 * step }.reversed()
  }
}

extension HistoricalModel.Day {
  /// exp(return) - 1, rounded to nine decimals.
  init(_ day: String, _ returns: [Double], _ history: ReturnHistory) throws(RiskBuildError) {
    var moves: [BoundedDecimal] = []
    for (name, change) in zip(history.underlyings, returns) {
      guard let move = BoundedDecimal(DeterministicMath.exponential(change) - 1, places: 9), move.double > -1, move.double <= 100
      else { throw .outOfRange(instrument: name, table: "day \(day)") }
      moves.append(move)
    }
    self.init(day: day, moves: moves)
  }
}
