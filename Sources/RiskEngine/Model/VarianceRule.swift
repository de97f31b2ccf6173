import MarginModel

/// How the variance that is known before a day follows from the returns until then, about a mean of 0.
public enum VarianceRule: Hashable, Sendable {
  /// variance += weight (r^2 - variance), weight = max(1 - decay, 1 / (days so far + 1)): the first days are a plain mean.
  case exponential(decay: BoundedDecimal)
  /// variance = omega + alpha r^2 + beta variance, omega = (1 - alpha - beta) long-run variance.
  ///
  /// The long-run variance, which is also the first, is the mean of r^2 over all days of the history: targeting. Sources: Bollerslev,
  /// Generalized Autoregressive Conditional Heteroskedasticity (1986); Engle and Mezrich, GARCH for Groups (1996).
  case garch(alpha: BoundedDecimal, beta: BoundedDecimal)

  /// The key `decay`.
  static func exponential(_ fields: inout ModelFields) throws(RiskModelError) -> VarianceRule {
    .exponential(decay: try fields.decimal("decay", 0.5...0.9999))
  }

  /// The keys `alpha` and `beta`, whose sum is below 1.
  static func garch(_ fields: inout ModelFields) throws(RiskModelError) -> VarianceRule {
    let (alpha, beta) = (try fields.decimal("alpha", 0...0.9999), try fields.decimal("beta", 0...0.9999))
    guard alpha.rational + beta.rational < 1 else {
      throw fields.error(.outOfRange("alpha \(alpha) and beta \(beta)", allowed: "a sum below 1"))
    }
    return .garch(alpha: alpha, beta: beta)
  }

  /// The variances known before each of a column's returns, and that after the last.
  func variances(_ returns: [Double]) -> (before: [Double], after: Double) {
    var before: [Double] = []
    before.reserveCapacity(returns.count)
    switch self {
    case .exponential(let decay):
      var variance = 0.0
      for (count, change) in returns.enumerated() {
        before.append(variance)
        variance += max(1 - decay.double, 1 / Double(count + 1)) * (change * change - variance)
      }
      return (before, variance)
    case .garch(let alpha, let beta):
      let longRun = returns.reduce(0) { $0 + $1 * $1 } / Double(max(1, returns.count))
      let omega = (1 - alpha.double - beta.double) * longRun
      var variance = longRun
      for change in returns {
        before.append(variance)
        variance = omega + alpha.double * (change * change) + beta.double * variance
      }
      return (before, variance)
    }
  }
}
