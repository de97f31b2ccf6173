extension Black76 {
  /// The derivatives of ``value(_:)``, in closed form.
  ///
  ///     gamma = n(d1) / (F v sqrt t)      vega  = F n(d1) sqrt t           theta = -F n(d1) v / (2 sqrt t)
  ///     vanna = -n(d1) d2 / v             volga = vega d1 d2 / v
  ///
  /// Where no time or no volatility is left, or the strike is so far away that the density is 0, all but delta are 0. Relative error under
  /// 1e-12 of vega and gamma; of vanna and volga that much of the same with d1 and d2 taken positive, since they cross 0 where d2 or d1 does.
  public func greeks(_ type: OptionType) -> Greeks {
    let delta = delta(type)
    let density = deviation > 0 ? DeterministicMath.normalDensity(d1) : 0
    guard density > 0 else { return Greeks(delta: delta, gamma: 0, vega: 0, theta: 0, vanna: 0, volga: 0) }
    let root = years.squareRoot()
    let vega = forward * density * root
    return Greeks(
      delta: delta, gamma: density / (forward * deviation), vega: vega, theta: -0.5 * forward * density * volatility / root,
      vanna: -density * d2 / volatility, volga: vega * d1 * d2 / volatility)
  }

  /// The value in coins of an inverse option, value / forward: what its dollar value buys at the forward price.
  public func valueInCoins(_ type: OptionType) -> Double { value(type) / forward }
}
