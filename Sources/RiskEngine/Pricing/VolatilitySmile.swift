import MarginModel

/// The quoted volatilities of one expiry and one type of option by log-moneyness, log(strike / forward): linear between quotes, flat beyond.
struct VolatilitySmile {
  /// What a smile is of. Calls and puts have their own: where an option still has value above its pay-off, the quotes that a move carries it
  /// to are those of its own side.
  struct Key: Hashable {
    let expiry: Timestamp
    let type: OptionType

    init(_ option: MarketSnapshot.Option) { (expiry, type) = (option.expiry, option.type) }
  }

  private let points: [(moneyness: Double, volatility: Double)]

  /// Takes at least one point, in any order.
  init(_ points: [(moneyness: Double, volatility: Double)]) {
    precondition(!points.isEmpty, "a smile has a quote")
    self.points = points.sorted { ($0.moneyness, $0.volatility) < ($1.moneyness, $1.volatility) }
  }

  static func all(of options: [MarketSnapshot.Option]) -> [Key: VolatilitySmile] {
    var points: [Key: [(moneyness: Double, volatility: Double)]] = [:]
    for option in options {
      guard let volatility = option.middleVolatility else { continue }
      let base = Black76(option, volatility: volatility, years: 1)
      points[Key(option), default: []].append((base.moneyness, volatility))
    }
    return points.mapValues(VolatilitySmile.init)
  }

  func volatility(at moneyness: Double) -> Double {
    guard let place = points.firstIndex(where: { $0.moneyness > moneyness }) else { return points[points.count - 1].volatility }
    guard place > 0 else { return points[0].volatility }
    let (left, right) = (points[place - 1], points[place])
    let share = (moneyness - left.moneyness) / (right.moneyness - left.moneyness)
    return left.volatility + share * (right.volatility - left.volatility)
  }
}
