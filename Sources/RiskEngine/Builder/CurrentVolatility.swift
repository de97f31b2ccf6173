import MarginModel

/// The annual volatility by underlying that shocks are sized by: `volatility` of the risk file, rounded up to six decimals.
struct CurrentVolatility {
  static let places = 6

  /// In the order of the underlyings.
  let values: [Double]
  let texts: [String]

  /// - Parameter horizon: in days; for the previous file's shock.
  init(
    _ model: VolatilityModel, horizon: Double, _ list: InstrumentList, _ inputs: RiskInputs
  ) throws(RiskBuildError) {
    let names = list.underlyings.map(\.name)
    let today: [Double]
    switch model.source {
    case .implied(let days):
      var found: [Double] = []
      for name in names { found.append(try Self.implied(name, days: days.double, list)) }
      today = found
    case .history(let rule):
      let history = try ReturnHistory(inputs.history, of: names)
      today = history.variances(rule).after.map { ($0 * 365).squareRoot() }
    }
    var values: [Double] = []
    var texts: [String] = []
    for (underlying, volatility) in zip(list.underlyings, today) {
      let volatility = model.limited(
        volatility, underlying.name, spot: underlying.spot.approximate, horizon: horizon, previous: inputs.previousFile)
      guard let text = FixedPoint(places: Self.places).textUp(volatility), let value = BoundedDecimal(jsonNumber: text) else {
        throw .outOfRange(instrument: underlying.name, table: "volatility")
      }
      guard value > .zero else { throw .noVolatility(underlying: underlying.name) }
      values.append(value.double)
      texts.append(text)
    }
    self.values = values
    self.texts = texts
  }

  /// The middle volatility of the option nearest the money, in the expiry nearest to so many days from now.
  private static func implied(_ underlying: String, days: Double, _ list: InstrumentList) throws(RiskBuildError) -> Double {
    var best: (days: Double, distance: Double, volatility: Double)?
    for instrument in list.instruments where instrument.underlying == underlying {
      guard case .option(let option) = instrument.pricing else { continue }
      let (forward, strike) = (option.base.forward, option.base.strike)
      let candidate = ((option.days - days).magnitude, max(forward / strike, strike / forward), option.base.volatility)
      if best.map({ (candidate.0, candidate.1) < ($0.days, $0.distance) }) ?? true { best = candidate }
    }
    guard let best else { throw .noVolatility(underlying: underlying) }
    return best.volatility
  }
}

extension VolatilityModel {
  var readsHistory: Bool {
    if case .history = source { true } else { false }
  }

  /// Today's volatility after floor, blend, buffer and the limits on its change.
  func limited(_ today: Double, _ underlying: String, spot: Double, horizon: Double, previous: RiskFile?) -> Double {
    let least = floor[underlying]?.double ?? 0
    var volatility = max(today, least)
    if let stress = stress[underlying]?.double {
      volatility = max(volatility, (1 - blend.double) * volatility + blend.double * stress)
    }
    volatility *= 1 + buffer.double
    guard let limits, let before = previous?.number("volatility", underlying),
      let spotBefore = previous?.number("spot", underlying),
      before > 0, spotBefore > 0
    else { return volatility }
    let shock = deviations.double * before * (horizon / 365).squareRoot()
    let jumped = (spot / spotBefore - 1).magnitude > limits.jump.double * shock
    if !jumped { volatility = min(volatility, (1 + limits.up.double) * before) }
    return max(volatility, (1 - limits.down.double) * before, least)
  }
}

extension RiskFile {
  /// A number of a table over one set, or over two; nil where there is none.
  func number(_ table: String, _ elements: String...) -> Double? {
    guard let table = tables[table], table.index.count == elements.count, !table.holdsSchedules else { return nil }
    var positions: [Int] = []
    for (set, element) in zip(table.index, elements) {
      guard let place = sets[set]?.index(of: element) else { return nil }
      positions.append(place)
    }
    return table.value(positions)?.approximate
  }
}
