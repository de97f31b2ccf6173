/// How a shock to volatility depends on the time to expiry.
///
///     v' = v (1 + shock (pivot / max(minimum, days))^power)
///
/// A rise may be taken of a least volatility, v' = v + max(v, least) shock (..)^power: what is calm today would hardly move. Short-dated volatility moves more than long-dated. Source: the published portfolio margins of Paradex and Deribit (pivot 30 days, power
/// 0.3 below it and 0.13 from it on).
public struct VolatilityShock: Hashable, Sendable {
  /// What becomes of an expiry's volatilities when spot moves, before the shock.
  public enum Skew: String, Hashable, Sendable, CaseIterable {
    /// A strike keeps its volatility.
    case stickyStrike = "sticky-strike"
    /// A strike takes the volatility that the strike of its new moneyness had: an option of one delta keeps its volatility.
    case stickyDelta = "sticky-delta"
  }

  /// In days; both positive.
  public let pivotDays, minimumDays: BoundedDecimal
  /// The powers for options with less than the pivot's days to go, and for the others; 0 to 2.
  public let powerBelowPivot, powerFromPivot: BoundedDecimal

  /// Rises of volatility are shares of at least this; 0 where the model states none.
  public let leastForRise: BoundedDecimal
  public let skew: Skew

  /// What a shock is multiplied by, for an option with so many days to expiry.
  public func scale(days: Double) -> Double {
    let power = days < pivotDays.double ? powerBelowPivot : powerFromPivot
    return DeterministicMath.power(pivotDays.double / max(minimumDays.double, days), power.double)
  }

  /// The shocked volatility, never below 0.
  public static func apply(_ shock: Double, scale: Double, to volatility: Double, leastForRise: Double = 0) -> Double {
    guard shock > 0, volatility < leastForRise else { return max(0, volatility * (1 + shock * scale)) }
    return volatility + leastForRise * (shock * scale)
  }
}
