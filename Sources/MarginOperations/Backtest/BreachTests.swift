import RiskEngine

/// Whether breaches are as many as promised, and do not come in runs.
public struct BreachTests: Sendable {
  public let days: Int
  public let breaches: Int
  /// The share of days on which a breach was promised to be likely.
  public let probability: Double
  /// Kupiec's likelihood ratio; beyond ``oneDegree`` the number of breaches is not the promised one.
  public let kupiec: Double
  /// Christoffersen's likelihood ratio for independence; beyond ``oneDegree`` breaches follow one another.
  public let independence: Double
  /// Breaches after a day without and with one, and days of either kind.
  public let afterQuiet: (breaches: Int, days: Int)
  public let afterBreach: (breaches: Int, days: Int)
  /// Both together; beyond ``twoDegrees`` the model is refused.
  public var coverage: Double { kupiec + independence }

  /// The 95 % points of chi-squared with one and two degrees of freedom.
  public static let (oneDegree, twoDegrees) = (3.841, 5.991)

  /// - Parameters:
  ///   - breaches: day by day, at least one.
  ///   - probability: above 0 and below 1.
  public init(_ breaches: [Bool], probability: Double) {
    days = breaches.count
    self.breaches = breaches.count { $0 }
    self.probability = probability
    kupiec = Self.kupiec(days: breaches.count, breaches: self.breaches, probability: probability)
    var (quiet, loud) = ((breaches: 0, days: 0), (breaches: 0, days: 0))
    for (yesterday, today) in zip(breaches, breaches.dropFirst()) {
      if yesterday {
        loud = (loud.breaches + (today ? 1 : 0), loud.days + 1)
      } else {
        quiet = (quiet.breaches + (today ? 1 : 0), quiet.days + 1)
      }
    }
    (afterQuiet, afterBreach) = (quiet, loud)
    let together = Self.logLikelihood(quiet.breaches + loud.breaches, of: quiet.days + loud.days)
    let apart = Self.logLikelihood(quiet.breaches, of: quiet.days) + Self.logLikelihood(loud.breaches, of: loud.days)
    independence = max(0, 2 * (apart - together))
  }

  /// LR = -2 ln[ (1-p)^(T-x) p^x / ((1-x/T)^(T-x) (x/T)^x) ]  (Kupiec 1995).
  ///
  /// - Parameters:
  ///   - days: at least 1.
  ///   - breaches: 0 to `days`.
  ///   - probability: above 0 and below 1.
  public static func kupiec(days: Int, breaches: Int, probability: Double) -> Double {
    let promised = term(breaches, probability) + term(days - breaches, 1 - probability)
    return max(0, -2 * (promised - logLikelihood(breaches, of: days)))
  }

  /// ln of (1-x/n)^(n-x) (x/n)^x, with 0 ln 0 = 0.
  private static func logLikelihood(_ count: Int, of total: Int) -> Double {
    guard total > 0 else { return 0 }
    let share = Double(count) / Double(total)
    return term(count, share) + term(total - count, 1 - share)
  }

  private static func term(_ count: Int, _ share: Double) -> Double {
    count == 0 ? 0 : Double(count) * DeterministicMath.logarithm(share)
  }
}
