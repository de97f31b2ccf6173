import MarginModel

/// One scenario of a ``JointModel``: the moves of every underlying and of its volatility.
struct JointMoves {
  /// By underlying, in the snapshots' order.
  let moves: [(spot: BoundedDecimal, volatility: BoundedDecimal)]
  let name: String

  init(_ moves: [(spot: BoundedDecimal, volatility: BoundedDecimal)], _ names: [String]) {
    self.moves = moves
    name = zip(names, moves).map { name, move in
      "\(name) \(Scenario.percent(move.spot)) vol \(Scenario.percent(move.volatility))"
    }.joined(separator: " ")
  }
}

extension JointModel {
  /// Moves are rounded away from no move to a basis point, so none is smaller than the exact one.
  static let places = 4

  /// exp(volatility sqrt(h / 365) x) - 1 and exp(size sqrt(h / 365) y) - 1 at every point, x and y an underlying's price and its volatility in
  /// deviations.
  func scenarios(
    _ list: InstrumentList, _ inputs: RiskInputs, _ current: CurrentVolatility
  ) throws(RiskBuildError) -> [JointMoves] {
    let names = list.underlyings.map(\.name)
    for name in underlyings where !names.contains(name) { throw .notASnapshot(name: name) }
    for name in names where !underlyings.contains(name) { throw .notInModel(underlying: name) }
    let root = (horizon.days / 365).squareRoot()
    let places = names.map { underlyings.firstIndex(of: $0) ?? 0 }
    var scenarios: [JointMoves] = []
    var known: Set<String> = []
    for point in try points(inputs) {
      var moves: [(spot: BoundedDecimal, volatility: BoundedDecimal)] = []
      for (underlying, place) in places.enumerated() {
        let name = names[underlying]
        let size = volatilityOfVolatility?[name]?.double ?? 0
        moves.append(
          (
            try Self.move(current.values[underlying] * root * point[place].price, name),
            try Self.move(size * root * point[place].volatility, name)
          ))
      }
      let scenario = JointMoves(moves, names)
      guard known.insert(scenario.name).inserted else { throw .sameScenario(scenario.name) }
      scenarios.append(scenario)
    }
    return scenarios
  }

  /// By point, then by underlying of the model.
  ///
  /// On the ellipsoid x = L z and y = c x + sqrt(1 - c^2) z', with L L^T the correlations, L lower triangular with a positive diagonal, (z, z')
  /// the direction at length `deviations`, and c the correlation of volatility with its own price. At a corner x is that of the corner and y 1
  /// or -1, times `deviations`.
  private func points(_ inputs: RiskInputs) throws(RiskBuildError) -> [[(price: Double, volatility: Double)]] {
    let reach = volatility.deviations.double
    switch region {
    case .polytope(let spread):
      let sides = volatilityOfVolatility == nil ? [0.0] : [1, -1]
      return corners(spread.rational).flatMap { corner in
        sides.map { side in corner.map { (price: reach * $0.approximate, volatility: reach * side) } }
      }
    case .ellipsoid(let correlations, let own, let resolution):
      let loading = try loading(correlations, inputs)
      let rest = (1 - own.double * own.double).squareRoot()
      return directions(resolution).map { direction in
        let length = direction.reduce(0.0) { $0 + Double($1 * $1) }.squareRoot()
        let point = direction.map { reach * Double($0) / length }
        let shared = volatilityOfVolatility == nil ? 0 : point[point.count - 1]
        return loading.map { row in
          let price = zip(row, point).reduce(0) { $0 + $1.0 * $1.1 }
          return (price, own.double * price + rest * shared)
        }
      }
    }
  }

  /// exp(x) - 1, away from 0.
  private static func move(_ logarithm: Double, _ name: String) throws(RiskBuildError) -> BoundedDecimal {
    let exact = DeterministicMath.exponential(logarithm) - 1
    // What is 0 but for the rounding of its sum stays so; else the sum's error of 1e-12 at most is on the far side.
    let size = logarithm.magnitude < 1e-12 ? 0 : exact.magnitude + 1e-12
    guard let text = FixedPoint(places: places).textUp(size), let move = BoundedDecimal(jsonNumber: exact < 0 ? "-" + text : text),
      move.double > -1, move.double <= 100
    else { throw .outOfRange(instrument: name, table: "move") }
    return move
  }

  /// The lower triangle L of the correlation matrix, by underlying of the model.
  private func loading(_ correlations: [BoundedDecimal]?, _ inputs: RiskInputs) throws(RiskBuildError) -> [[Double]] {
    let matrix = try correlationMatrix(correlations, inputs)
    var lower = matrix.map { $0.map { _ in 0.0 } }
    for row in matrix.indices {
      for column in 0...row {
        let rest = (0..<column).reduce(matrix[row][column]) { $0 - lower[row][$1] * lower[column][$1] }
        if row == column {
          guard rest > 0 else { throw .notCorrelations(underlying: underlyings[row]) }
          lower[row][row] = rest.squareRoot()
        } else {
          lower[row][column] = rest / lower[column][column]
        }
      }
    }
    return lower
  }

  private func correlationMatrix(
    _ correlations: [BoundedDecimal]?, _ inputs: RiskInputs
  ) throws(RiskBuildError) -> [[Double]] {
    let history = correlations == nil && underlyings.count > 1 ? try ReturnHistory(inputs.history, of: underlyings) : nil
    var matrix = underlyings.map { _ in underlyings.map { _ in 1.0 } }
    var pair = 0
    for row in underlyings.indices {
      for column in underlyings.indices where column > row {
        let value = history?.correlation(row, column) ?? correlations?[pair].double ?? 0
        (matrix[row][column], matrix[column][row]) = (value, value)
        pair += 1
      }
    }
    return matrix
  }
}
