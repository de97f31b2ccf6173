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

  /// x = exp(volatility sqrt(h / 365) L z) - 1 and y = exp(size sqrt(h / 365) (c L z + sqrt(1 - c^2) z')) - 1, in every direction.
  ///
  /// L L^T is the correlation matrix, L lower triangular with a positive diagonal; (z, z') is the direction at length `deviations`; c the
  /// correlation of volatility with its own price.
  func scenarios(_ list: InstrumentList, _ inputs: RiskInputs, _ current: CurrentVolatility) throws(RiskBuildError) -> [JointMoves]
  {
    let names = list.underlyings.map(\.name)
    let root = (horizon.days / 365).squareRoot()
    let loading = try loading(inputs, names)
    let places = names.map { underlyings.firstIndex(of: $0) ?? 0 }
    var scenarios: [JointMoves] = []
    var known: Set<String> = []
    for direction in directions {
      let length = direction.reduce(0.0) { $0 + Double($1 * $1) }.squareRoot()
      let point = direction.map { volatility.deviations.double * Double($0) / length }
      var moves: [(spot: BoundedDecimal, volatility: BoundedDecimal)] = []
      for (underlying, place) in places.enumerated() {
        let price = zip(loading[place], point).reduce(0) { $0 + $1.0 * $1.1 }
        var shock = 0.0
        if let factor = volatilityFactor, let size = factor.size[names[underlying]]?.double, let last = point.last {
          let own = factor.correlation.double
          shock = size * root * (own * price + (1 - own * own).squareRoot() * last)
        }
        moves.append(
          (try Self.move(current.values[underlying] * root * price, names[underlying]), try Self.move(shock, names[underlying])))
      }
      let scenario = JointMoves(moves, names)
      guard known.insert(scenario.name).inserted else { throw .sameScenario(scenario.name) }
      scenarios.append(scenario)
    }
    return scenarios
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
  private func loading(_ inputs: RiskInputs, _ names: [String]) throws(RiskBuildError) -> [[Double]] {
    for name in underlyings where !names.contains(name) { throw .notASnapshot(name: name) }
    for name in names where !underlyings.contains(name) { throw .notInModel(underlying: name) }
    let matrix = try correlationMatrix(inputs)
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

  private func correlationMatrix(_ inputs: RiskInputs) throws(RiskBuildError) -> [[Double]] {
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
