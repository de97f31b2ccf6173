/// How an option's value moves with what it depends on, per unit of the underlying.
///
/// | name | derivative of the value by |
/// |---|---|
/// | ``delta`` | the forward F |
/// | ``gamma`` | the forward, twice |
/// | ``vega`` | the volatility v, per 1.00 of it |
/// | ``theta`` | time as it passes, per year of 365 days |
/// | ``vanna`` | the forward and the volatility |
/// | ``volga`` | the volatility, twice |
public struct Greeks: Hashable, Sendable {
  public let delta, gamma, vega, theta, vanna, volga: Double

  /// The derivatives of value / forward: those of an inverse option in coins, which pays its dollar value at the settlement price.
  ///
  /// - Parameters:
  ///   - value: the option's value in dollars, whose derivatives these are.
  ///   - forward: the forward price, positive.
  public func inCoins(value: Double, forward: Double) -> Greeks {
    let slope = (delta - value / forward) / forward
    return Greeks(
      delta: slope, gamma: (gamma - 2 * slope) / forward, vega: vega / forward, theta: theta / forward,
      vanna: (vanna - vega / forward) / forward, volga: volga / forward)
  }
}
