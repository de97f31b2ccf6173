/// How a shock to volatility depends on the time to expiry.
///
///     v' = v (1 + shock (pivot / max(minimum, days))^power)
///
/// Short-dated volatility moves more than long-dated. Source: the published portfolio margins of Paradex and Deribit (pivot 30 days, power
/// 0.3 below it and 0.13 from it on).
public struct VolatilityShock: Hashable, Sendable {
  /// In days; both positive.
  public let pivotDays, minimumDays: BoundedDecimal
  /// The powers for options with less than the pivot's days to go, and for the others; 0 to 2.
  public let powerBelowPivot, powerFromPivot: BoundedDecimal

  /// What a shock is multiplied by, for an option with so many days to expiry.
  public func scale(days: Double) -> Double {
    let power = days < pivotDays.double ? powerBelowPivot : powerFromPivot
    return DeterministicMath.power(pivotDays.double / max(minimumDays.double, days), power.double)
  }

  /// The shocked volatility, never below 0.
  public static func apply(_ shock: Double, scale: Double, to volatility: Double) -> Double {
    max(0, volatility * (1 + shock * scale))
  }
}
