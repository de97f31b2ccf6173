import MarginModel

/// The average of observed prices over the last seconds before a moment, each weighted by how long it stood.
///
///     TWAP = sum of price_j (t_(j+1) - t_j) / window
///
/// over the window's part of every interval, the last one up to the moment itself. Exact.
public struct TimeWeightedAverage: Hashable, Sendable {
  public enum Fault: Error, Hashable, Sendable {
    /// No observation is as old as the window's start: the first one, where there is any.
    case startsLate(first: MarketInstant?, window: Int)
    /// A price stood longer than the model lets it.
    case gap(after: MarketInstant, seconds: Int64, allowed: Int)
  }

  public let value: Rational

  public init(_ observations: [OracleSources.Observation], until asOf: MarketInstant, _ model: OracleModel) throws(Fault) {
    let window = Int64(model.window) * 1_000_000
    guard let first = observations.lastIndex(where: { asOf.microseconds(since: $0.time) >= window }) else {
      throw .startsLate(first: observations.first?.time, window: model.window)
    }
    var sum = Rational.zero
    let used = observations[first...]
    for (place, observation) in zip(used.indices, used) {
      let age = asOf.microseconds(since: observation.time)
      let end = place + 1 < used.endIndex ? asOf.microseconds(since: observations[place + 1].time) : 0
      guard age - end <= Int64(model.longestGap) * 1_000_000 else {
        throw .gap(after: observation.time, seconds: (age - end) / 1_000_000, allowed: model.longestGap)
      }
      sum += observation.price.rational * Rational(min(age, window) - end)
    }
    value = sum / Rational(window)
  }
}
