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
  public enum Block: Error, Hashable, Sendable {
    case tooFewSources(kept: Int, least: Int)
    /// The sources kept have less than half of all the weight.
    case tooLittleWeight(kept: Rational, whole: Rational)
    case noAverage(TimeWeightedAverage.Fault)
    /// |feed / traded price - 1| is beyond the model's limit.
    case dislocated(by: Rational, feed: Rational, traded: BoundedDecimal, allowed: BoundedDecimal)
    /// A market depth is given and the model says nothing of attacks.
    case depthNotRead
    /// It is of another time than the sources, and of another state of the market.
    case depthApart(seconds: Int64, allowed: Int)
    /// It has nothing of the asset.
    case notInDepth
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
  /// Empty where no depth is given, or one that cannot be used: the cost of moving the price was not examined.
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
    let books: MarketDepth.Underlying?
    do { books = try Self.books(of: asset.name, in: depth, asOf: asOf, model.attack) } catch {
      blocks.append(error)
      books = nil
    }
    attacks =
      if let attack = model.attack, let books, let median = mark.median {
        ManipulationCost.all(mark.kept, price: median, books, attack)
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

  /// Nil where no depth is given.
  private static func books(
    of asset: String, in depth: MarketDepth?, asOf: MarketInstant, _ attack: OracleModel.Attack?
  ) throws(Block) -> MarketDepth.Underlying? {
    guard let depth else { return nil }
    guard let attack else { throw .depthNotRead }
    let apart = abs(depth.asOf.second.seconds(since: asOf.second))
    guard apart <= attack.simultaneity else { throw .depthApart(seconds: apart, allowed: attack.simultaneity) }
    guard let books = depth[asset] else { throw .notInDepth }
    return books
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
    case .depthNotRead: "the model does not read the market depth that is given; leave it out"
    case .depthApart(let seconds, let allowed):
      "the market depth and the sources are \(seconds) seconds apart and the model allows \(allowed); take them closer together"
    case .notInDepth: "the market depth has nothing of it; add it"
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
