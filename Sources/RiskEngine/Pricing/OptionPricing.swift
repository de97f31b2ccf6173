import MarginModel

/// An option as quoted at one moment, revalued at its own forward and volatility.
///
/// One unit is one coin of the underlying and values are in US dollars. An inverse option pays its dollar value in coins, so its dollar value
/// is the Black-76 value.
struct OptionPricing {
  let type: OptionType
  /// At the middle of the quoted volatilities.
  let base: Black76
  let days: Double
  /// What a relative shock to volatility is multiplied by, for this time to expiry.
  let scale: Double
  /// Rises of volatility are shares of at least this.
  let leastForRise: Double
  /// The quoted volatilities that a move of the forward carries the option along; nil where its strike keeps its own.
  let smile: VolatilitySmile?
  /// The value now.
  let mark: Double

  init(
    _ option: MarketSnapshot.Option, volatility: Double, asOf: MarketInstant, rule: VolatilityShock?, smile: VolatilitySmile? = nil
  ) {
    self.smile = smile
    type = option.type
    base = Black76(option, volatility: volatility, years: asOf.years(until: option.expiry))
    days = Double(asOf.microseconds(until: option.expiry)) / 86_400e6
    scale = rule?.scale(days: days) ?? 1
    leastForRise = rule?.leastForRise.double ?? 0
    mark = base.value(option.type)
  }

  /// The profit when the forward is multiplied by `factor`, volatility takes a relative shock, and days have passed.
  func profit(factor: Double, volatility shock: Double, days passed: Double = 0) -> Double {
    moved(factor, shock, days: passed).value(type) - mark
  }

  /// The same in coins, each value at its own forward price.
  func profitInCoins(factor: Double, volatility shock: Double) -> Double {
    moved(factor, shock, days: 0).valueInCoins(type) - base.valueInCoins(type)
  }

  private func moved(_ factor: Double, _ shock: Double, days passed: Double) -> Black76 {
    let volatility = smile?.volatility(at: base.moneyness - DeterministicMath.logarithm(factor)) ?? base.volatility
    return Black76(
      forward: base.forward * factor, strike: base.strike,
      volatility: VolatilityShock.apply(shock, scale: scale, to: volatility, leastForRise: leastForRise),
      years: passed == 0 ? base.years : base.years - passed / 365)
  }
}
