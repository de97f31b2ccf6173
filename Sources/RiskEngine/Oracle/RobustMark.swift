import MarginModel

/// The sources' weighted median after stale and deviant ones were dropped, and how far those that are left disagree with it.
///
/// A source is stale when its price is older than the model's greatest age, and deviant when |price / median - 1| is beyond the model's
/// deviation; that median is the weighted one of all fresh sources. Exact.
public struct RobustMark: Hashable, Sendable {
  public enum Reason: Hashable, Sendable, CustomStringConvertible {
    /// The age in seconds, rounded up.
    case stale(seconds: Int64, allowed: Int)
    case deviant(by: Rational, median: Rational, allowed: BoundedDecimal)

    public var description: String {
      switch self {
      case .stale(let seconds, let allowed): "stale: \(seconds) s old, \(allowed) s allowed"
      case .deviant(let share, let median, let allowed):
        "deviant: \(OracleText.percent(share)) from the median \(OracleText.price(median)), \(OracleText.percent(allowed.rational)) allowed"
      }
    }
  }

  public struct Dropped: Hashable, Sendable {
    public let source: OracleSources.Source
    public let reason: Reason
  }

  /// Both in the file's order.
  public let kept: [OracleSources.Source]
  public let dropped: [Dropped]
  /// Of the sources kept; nil where there is none.
  public let median: Rational?
  /// The median of |price / median - 1| over the sources kept; of an even number the upper one, so that the band is not the narrower.
  public let deviation: Rational

  public init(_ sources: [OracleSources.Source], asOf: MarketInstant, _ model: OracleModel) {
    var dropped: [Dropped] = []
    var fresh: [OracleSources.Source] = []
    for source in sources {
      let age = asOf.microseconds(since: source.time)
      if age > Int64(model.maximumAge) * 1_000_000 {
        dropped.append(Dropped(source: source, reason: .stale(seconds: (age + 999_999) / 1_000_000, allowed: model.maximumAge)))
      } else {
        fresh.append(source)
      }
    }
    var kept: [OracleSources.Source] = []
    if let centre = Self.median(fresh) {
      for source in fresh {
        let share = abs(source.price.rational / centre - 1)
        if share > model.deviation.rational {
          dropped.append(Dropped(source: source, reason: .deviant(by: share, median: centre, allowed: model.deviation)))
        } else {
          kept.append(source)
        }
      }
    }
    self.kept = kept
    self.dropped = sources.compactMap { source in dropped.first { $0.source.name == source.name } }
    median = Self.median(kept)
    deviation = median.map { median in kept.map { abs($0.price.rational / median - 1) }.sorted()[kept.count / 2] } ?? .zero
  }

  /// The least price that half of the weight does not exceed; where exactly half lies at or below a price, the middle of it and the next.
  static func median(_ sources: [OracleSources.Source]) -> Rational? {
    let sorted = sources.sorted { $0.price < $1.price }
    let whole = sorted.reduce(Rational.zero) { $0 + $1.weight.rational }
    var below = Rational.zero
    for (place, source) in sorted.enumerated() {
      below += source.weight.rational
      if below * 2 > whole { return source.price.rational }
      if below * 2 == whole { return (source.price.rational + sorted[place + 1].price.rational) / 2 }
    }
    return nil
  }
}
