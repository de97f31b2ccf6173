/// A European option on a forward price, undiscounted (Black 1976).
///
///     call = F N(d1) - K N(d2)        d1 = log(F/K) / (v sqrt t) + v sqrt t / 2
///     put  = K N(-d2) - F N(-d1)      d2 = d1 - v sqrt t
///
/// Prices are in the unit of forward and strike, per unit of the underlying; years are ACT/365. A coin-settled option pays the same amount
/// in coins at the settlement price, so this is its value in money too. Evaluated with ``DeterministicMath`` in a fixed order: the same bits
/// everywhere. The side out of the money is evaluated and the other follows by parity, so no value is ever below the intrinsic one by more
/// than the rounding of one addition; absolute error under 1e-14 times the larger of forward and strike.
public struct Black76: Hashable, Sendable {
  /// The forward price F and the strike K, both positive.
  public let forward, strike: Double
  /// v sqrt t, the standard deviation of the logarithm of the price at expiry: 0 when no time or no volatility is left.
  public let deviation: Double
  /// Annual volatility and years to expiry, as given.
  let volatility, years: Double
  let d1, d2: Double

  /// Takes positive finite forward and strike, and volatility and years that are finite; where either of these is not positive the option
  /// is worth its intrinsic value.
  public init(forward: Double, strike: Double, volatility: Double, years: Double) {
    precondition(
      forward > 0 && forward < .infinity && strike > 0 && strike < .infinity, "forward and strike are positive and finite")
    precondition(volatility.isFinite && years.isFinite, "volatility and years are finite")
    self.forward = forward
    self.strike = strike
    self.volatility = volatility
    self.years = years
    deviation = volatility > 0 && years > 0 ? volatility * years.squareRoot() : 0
    if deviation > 0 {
      d1 = DeterministicMath.logarithm(forward / strike) / deviation + 0.5 * deviation
      d2 = d1 - deviation
    } else {
      // The limit: certain exercise, certain lapse, or an even chance exactly at the strike.
      d1 = forward > strike ? .infinity : forward < strike ? -.infinity : 0
      d2 = d1
    }
  }

  /// log(strike / forward).
  var moneyness: Double { DeterministicMath.logarithm(strike / forward) }

  /// The option's value, never below 0.
  public func value(_ type: OptionType) -> Double {
    if forward <= strike {
      let call = max(0, forward * DeterministicMath.normalCumulative(d1) - strike * DeterministicMath.normalCumulative(d2))
      return type == .call ? call : call + (strike - forward)
    }
    let put = max(0, strike * DeterministicMath.normalCumulative(-d2) - forward * DeterministicMath.normalCumulative(-d1))
    return type == .put ? put : put + (forward - strike)
  }

  /// The derivative of ``value(_:)`` by the forward: N(d1) for a call, N(d1) - 1 for a put; in 0 ... 1 or -1 ... 0.
  public func delta(_ type: OptionType) -> Double {
    type == .call ? DeterministicMath.normalCumulative(d1) : -DeterministicMath.normalCumulative(-d1)
  }
}
