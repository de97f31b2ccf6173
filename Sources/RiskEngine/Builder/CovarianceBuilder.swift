import MarginModel

extension CovarianceModel {
  /// Sets and tables of `circuits/covariance.yaml`, and volatilities and correlation beside them.
  ///
  /// With S = L L' and L lower triangular, the loading of one unit with exposure e to underlying k is e v_k sqrt(h) L_k: the first underlying
  /// moves by the first factor alone, the second by c of it and sqrt(1 - c^2) of the second factor, c the correlation.
  func add(
    to tables: inout RiskTables, _ list: InstrumentList, _ inputs: RiskInputs, _ model: RiskModel
  ) throws(RiskBuildError) {
    let names = list.underlyings.map(\.name)
    for name in [first, second] where !names.contains(name) { throw .notASnapshot(name: name) }
    for name in names where name != first && name != second { throw .notInModel(underlying: name) }
    let current = try CurrentVolatility(volatility, horizon: horizon.days, list, inputs)
    let correlation = try correlation(inputs)
    let root = (horizon.days / 365).squareRoot()
    let rest = (1 - correlation * correlation).squareRoot()
    let money = FixedPoint(places: model.moneyDecimals)

    func loading(_ instrument: Instrument, _ factor: Int) -> Double {
      guard let place = list.place(of: instrument.underlying ?? instrument.name) else { return 0 }
      let exposure: Double
      switch instrument.pricing {
      case .option(let option): exposure = option.base.delta(option.type) * option.base.forward
      case .linear(let price), .cash(let price): exposure = price.approximate
      }
      let share = names[place] == first ? (factor == 0 ? 1 : 0) : (factor == 0 ? correlation : rest)
      return exposure * current.values[place] * root * share
    }
    for (name, factor) in [("first", 0), ("second", 1)] {
      tables.add(
        name, ["instrument"], unit: "USD", decimals: money.places, try list.column(name, money) { .binary(loading($0, factor)) })
    }
    let polygon = CirclePolygon(corners: corners)
    tables.add(set: "corner", (1...corners).map { "corner \($0)" })
    tables.add("east", ["corner"], decimals: CirclePolygon.places, polygon.east)
    tables.add("north", ["corner"], decimals: CirclePolygon.places, polygon.north)
    tables.add(parameter: "z", volatility.deviations)
    let sold = list.instruments.map { $0.kind == .option ? $0.spot * minimum.rational : .zero }
    tables.add("minimum", ["instrument"], unit: "USD", decimals: money.places, sold.map(money.textUp))
    tables.add("volatility", ["underlying"], decimals: CurrentVolatility.places, current.texts)
    tables.addSpots(list, model)
  }

  /// The model's, or that of the price history.
  private func correlation(_ inputs: RiskInputs) throws(RiskBuildError) -> Double {
    if let correlation { return correlation.double }
    return try ReturnHistory(inputs.history, of: [first, second]).correlation(0, 1)
  }
}

/// Corners of a polygon whose sides all are at least 1 away from the middle: it holds the unit circle.
package struct CirclePolygon {
  package static let places = 3

  package let east, north: [String]

  /// - Parameter corners: a power of two from 4.
  package init(corners: Int) {
    // Halving angles needs square roots alone: the direction between two unit vectors is that of their sum.
    var points: [(x: Double, y: Double)] = [(1, 0), (0, 1), (-1, 0), (0, -1)]
    var cosine = 0.5.squareRoot()
    while points.count < corners {
      points = points.indices.flatMap { place in
        let (a, b) = (points[place], points[(place + 1) % points.count])
        let sum = (x: a.x + b.x, y: a.y + b.y)
        let length = (sum.x * sum.x + sum.y * sum.y).squareRoot()
        return [a, (sum.x / length, sum.y / length)]
      }
      cosine = (0.5 * (1 + cosine)).squareRoot()
    }
    // cosine is that of half the angle between corners: stretched by its inverse the sides touch the circle, rounding moves them outwards.
    let grid = FixedPoint(places: Self.places)
    func outwards(_ value: Double) -> String {
      let size = value.magnitude / cosine
      // What is 0 or 1 but for the rounding of the sums stays so.
      let text = grid.textUp(size < 1e-12 ? 0 : size - 1e-12) ?? "2"
      return value < 0 && size >= 1e-12 ? "-" + text : text
    }
    east = points.map { outwards($0.x) }
    north = points.map { outwards($0.y) }
  }
}
