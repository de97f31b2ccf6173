import MarginModel

/// Whether one asset's price may be published, within which band, and why not.
///
///     held = min(M, TWAP)          low  = held (1 - e)
///     owed = max(M, TWAP)          high = owed (1 + e)          e = max(tick, deviations MAD)
///
/// with M the ``RobustMark`` and TWAP the ``TimeWeightedAverage``. Where a move of the price down, or up, would pay (``ManipulationCost``), the
/// band reaches at least that far: the rule then holds at the price that an attacker can make.
public struct OracleVerdict: Sendable {
  /// A reason not to publish.
  public enum Block: Hashable, Sendable {
    case tooFewSources(kept: Int, least: Int)
    /// The sources kept have less than half of all the weight.
    case tooLittleWeight(kept: Rational, whole: Rational)
    case noAverage(TimeWeightedAverage.Fault)
    /// |feed / traded price - 1| is beyond the model's limit.
    case dislocated(by: Rational, feed: Rational, traded: BoundedDecimal, allowed: BoundedDecimal)
    /// Even the largest move that the model lists pays.
    case attackPays(ManipulationCost)
    /// A price has more digits than a file of prices holds, or none above 0.
    case notRepresentable(decimals: Int)
  }

  /// The prices, where the sources give any.
  public struct Band: Hashable, Sendable {
    public let median, average: Rational
    /// Half widths below and above, shares of the price.
    public let below, above: Rational

    public var held: Rational { min(median, average) }
    public var owed: Rational { max(median, average) }
    public var low: Rational { held * (1 - below) }
    public var high: Rational { owed * (1 + above) }
  }

  public let asset: String
  public let mark: RobustMark
  public let band: Band?
  /// |feed / traded price - 1|; nil where there is no feed and no median.
  public let dislocation: Rational?
  /// Empty where the model or the depth file does not speak of the asset: the cost of moving its price was not examined.
  public let attacks: [ManipulationCost]
  /// All that apply; empty where the price may be published.
  public let blocks: [Block]
  /// Nil where there is a reason not to publish.
  public let price: OraclePrices.Price?

  public init(_ asset: OracleSources.Asset, asOf: MarketInstant, _ model: OracleModel, depth: MarketDepth? = nil) {
    let mark = RobustMark(asset.sources, asOf: asOf, model)
    var blocks: [Block] = []
    if mark.kept.count < model.leastSources {
      blocks.append(.tooFewSources(kept: mark.kept.count, least: model.leastSources))
    }
    let (kept, whole) = (Self.weight(mark.kept), Self.weight(asset.sources))
    if kept * 2 < whole { blocks.append(.tooLittleWeight(kept: kept, whole: whole)) }
    var average: Rational?
    do { average = try TimeWeightedAverage(asset.observations, until: asOf, model).value } catch {
      blocks.append(.noAverage(error))
    }
    dislocation = (asset.feed?.rational ?? mark.median).map { feed in
      let distance = abs(feed / asset.tradedPrice.rational - 1)
      if distance > model.dislocation.rational {
        blocks.append(.dislocated(by: distance, feed: feed, traded: asset.tradedPrice, allowed: model.dislocation))
      }
      return distance
    }
    attacks =
      if let attack = model.attack, let depth = depth?[asset.name], let median = mark.median {
        ManipulationCost.all(mark.kept, price: median, depth, attack)
      } else { [] }
    blocks += attacks.filter { $0.pays && $0.move == model.attack?.moves.last }.map { .attackPays($0) }
    if let median = mark.median, let average {
      let width = max(model.tick.rational, model.deviations.rational * mark.deviation)
      let reach = { [attacks] (direction: MarketDepth.Direction) in
        attacks.filter { $0.pays && $0.direction == direction }.map(\.move.rational).max() ?? .zero
      }
      band = Band(median: median, average: average, below: max(width, reach(.down)), above: max(width, reach(.up)))
    } else {
      band = nil
    }
    let price = band.flatMap { OraclePrices.Price(asset.name, $0, places: model.priceDecimals) }
    if band != nil, price == nil { blocks.append(.notRepresentable(decimals: model.priceDecimals)) }
    self.asset = asset.name
    self.mark = mark
    self.blocks = blocks
    self.price = blocks.isEmpty ? price : nil
  }

  private static func weight(_ sources: [OracleSources.Source]) -> Rational {
    sources.reduce(.zero) { $0 + $1.weight.rational }
  }
}

extension OracleVerdict.Block: CustomStringConvertible {
  public var description: String {
    switch self {
    case .tooFewSources(let kept, let least): "\(kept) \(kept == 1 ? "source is" : "sources are") left, \(least) needed"
    case .tooLittleWeight(let kept, let whole):
      "the sources left have \(OracleText.percent(kept / whole)) of the weight, half needed"
    case .noAverage(.startsLate(let first, let window)):
      "no average over \(window) s: the first observation is of \(first?.description ?? "no time at all")"
    case .noAverage(.gap(let after, let seconds, let allowed)):
      "no average: \(seconds) s without an observation after \(after), \(allowed) s allowed"
    case .dislocated(let share, let feed, let traded, let allowed):
      "dislocated: the feed \(OracleText.price(feed)) is \(OracleText.percent(share)) from the traded price \(traded), "
        + "\(OracleText.percent(allowed.rational)) allowed"
    case .notRepresentable(let decimals):
      "a price has no spelling of 15 digits with \(decimals) decimals above 0; state other priceDecimals"
    case .attackPays(let attack):
      "a move \(attack.direction.rawValue) of \(OracleText.percent(attack.move.rational)), the largest examined, costs "
        + "\(OracleText.price(attack.cost)) and pays \(OracleText.price(attack.prize)); "
        + "lower the position cap to \(OracleText.price(attack.safePosition)) coins"
    }
  }
}

/// How verdicts show exact numbers: rounded, for reading alone.
enum OracleText {
  static func percent(_ share: Rational) -> String { (share * 100).decimal(places: 3) + " %" }
  static func price(_ value: Rational) -> String { value.decimal(places: 2) }
}
