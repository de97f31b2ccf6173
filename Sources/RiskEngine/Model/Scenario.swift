/// One state of the market that a portfolio is revalued in.
public struct Scenario: Hashable, Sendable {
  /// The relative move of spot and of every forward, above -1.
  public let spot: BoundedDecimal
  /// The relative move of volatility at thirty days, before it is scaled by ``VolatilityShock``.
  public let volatility: BoundedDecimal
  /// The share of the loss that counts, 0 to 1.
  public let weight: BoundedDecimal
  /// What spot and forwards are multiplied by: 1 + ``spot``.
  public let factor: BoundedDecimal

  /// Nil unless spot is above -1 and at most 100, volatility between -1 and 100, weight between 0 and 1.
  init?(spot: BoundedDecimal, volatility: BoundedDecimal, weight: BoundedDecimal) {
    guard let factor = spot.plusOne, factor.double > 0, factor.double <= 101 else { return nil }
    guard (-1...100).contains(volatility.double), (0...1).contains(weight.double) else { return nil }
    self.spot = spot
    self.volatility = volatility
    self.weight = weight
    self.factor = factor
  }

  /// The scenario as an element of the risk file's `scan` set, `spot +16% vol -22%`.
  public var name: String { "spot \(Self.percent(spot)) vol \(Self.percent(volatility))" }

  static func percent(_ share: BoundedDecimal) -> String {
    let sign = share.significand < 0 ? "" : "+"
    guard let percent = BoundedDecimal(significand: share.significand, places: share.places - 2) else {
      return sign + share.description
    }
    return sign + percent.description + "%"
  }
}
