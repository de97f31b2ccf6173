/// The volatility at which Black-76 gives an option's quoted price.
///
/// Found by halving an interval a fixed number of times over ``DeterministicMath``, so the same bits on every machine, and rounded to six
/// decimals: where the true volatility lies within about 1e-12 of a rounding edge, either neighbour.
struct ImpliedVolatility {
  let forward, strike: Double
  let type: OptionType
  let years: Double

  /// Volatilities of a snapshot go up to 20.
  private static let highest = 20.0
  private static let places = 6

  /// For a price in coins; nil where no volatility from 0 to 20 gives it: at or below the intrinsic value, or too high.
  func ofCoins(_ price: BoundedDecimal) -> BoundedDecimal? {
    let value = price.double * forward
    var (low, high) = (0.0, Self.highest)
    guard value > self.value(low), value <= self.value(high) else { return nil }
    // 20 / 2^60 is below the last bit of any volatility that is rounded here.
    for _ in 0..<60 {
      let middle = 0.5 * (low + high)
      if self.value(middle) < value { low = middle } else { high = middle }
    }
    return BoundedDecimal(significand: Int64((high * 1e6).rounded(.toNearestOrAwayFromZero)), places: Self.places)
  }

  private func value(_ volatility: Double) -> Double {
    Black76(forward: forward, strike: strike, volatility: volatility, years: years).value(type)
  }
}
