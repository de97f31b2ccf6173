/// A generalised Pareto distribution fitted to what losses exceed a threshold by.
///
///     P(loss - u > y | loss > u) = (1 + xi y / beta)^(-1/xi)
///
/// | symbol | name |
/// |---|---|
/// | xi | ``shape`` |
/// | beta | ``scale`` |
/// | u | ``threshold`` |
///
/// Source: McNeil, Frey and Embrechts, Quantitative Risk Management, section 7.2 (2005).
public struct GeneralizedPareto: Hashable, Sendable {
  public let shape, scale, threshold: Double
  /// The share of losses beyond the threshold.
  public let share: Double

  public init(shape: Double, scale: Double, threshold: Double, share: Double) {
    self.shape = shape
    self.scale = scale
    self.threshold = threshold
    self.share = share
  }

  /// The fit to the worst `share` of losses by probability-weighted moments, a closed form.
  ///
  ///     xi = 2 - b0 / (b0 - 2 b1)        beta = 2 b0 b1 / (b0 - 2 b1)
  ///
  /// with b0 the mean of the n excesses y and b1 that of (1 - (j - 0.35) / n) y over the j-th smallest. Source: Hosking and Wallis,
  /// Parameter and Quantile Estimation for the Generalized Pareto Distribution, Technometrics 29 (1987). The threshold is the largest loss
  /// that is not one of the worst.
  ///
  /// Nil where fewer than ten losses are beyond the threshold, or all are the same. The fit's xi is below 1: its tail has a mean.
  public init?(fitting losses: [Double], share: Double) {
    let sorted = losses.sorted(by: >)
    let count = Int(share * Double(sorted.count))
    guard count >= 10, count < sorted.count else { return nil }
    let threshold = sorted[count]
    let excesses = sorted[..<count].map { $0 - threshold }.reversed()
    var (b0, b1) = (0.0, 0.0)
    for (place, excess) in excesses.enumerated() {
      b0 += excess
      b1 += (1 - (Double(place) + 0.65) / Double(count)) * excess
    }
    b0 /= Double(count)
    b1 /= Double(count)
    let difference = b0 - 2 * b1
    guard difference > 0 else { return nil }
    self.init(
      shape: 2 - b0 / difference, scale: 2 * b0 * b1 / difference, threshold: threshold,
      share: Double(count) / Double(sorted.count))
  }

  /// The loss exceeded in the worst `tail` of cases, u + beta / xi ((tail / share)^-xi - 1); the tail is at most ``share``.
  public func valueAtRisk(tail: Double) -> Double {
    let ratio = DeterministicMath.logarithm(share / tail)
    // (e^(xi r) - 1) / xi, whose limit at xi = 0 is r; close to it the quotient would lose its digits.
    let size =
      shape.magnitude * ratio < 1e-6
      ? ratio * (1 + 0.5 * shape * ratio) : (DeterministicMath.exponential(shape * ratio) - 1) / shape
    return threshold + scale * size
  }

  /// The mean loss beyond a value at risk, (VaR + beta - xi u) / (1 - xi).
  public func expectedShortfall(valueAtRisk: Double) -> Double {
    (valueAtRisk + scale - shape * threshold) / (1 - shape)
  }
}
