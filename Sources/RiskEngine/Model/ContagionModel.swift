import MarginModel

/// What clustered liquidations would add to a move: what `circuits/contagion-buffer.yaml` reads.
///
/// Depth, forced sales and crowding are of the model's file until a venue publishes them: the file says whose figures they are.
public struct ContagionModel: Sendable {
  /// The down side hurts longs, the up side shorts.
  public enum Side: String, CaseIterable, Sendable {
    case down, up
  }

  /// One underlying on one side.
  public struct Book: Sendable {
    /// Coins within the band of the middle, on the side that is hit.
    public let depth: BoundedDecimal
    /// Coins force-closed by a move of a size: points of a line from 0, flat after the last.
    public let forced: [(move: BoundedDecimal, coins: BoundedDecimal)]
    /// The Herfindahl index of the holders on the side that is hurt.
    public let concentration: Rational
  }

  /// One underlying.
  public struct Market: Sendable {
    public let name: String
    /// The shock before contagion and the one at which the venue halts trading.
    public let base, cap: BoundedDecimal
    /// Annual, for the ratio of two underlyings' moves.
    public let volatility: BoundedDecimal
    /// Deviations of funding from its mean, positive where longs pay; and open interest in coins.
    public let fundingScore, openInterest: BoundedDecimal
    public let down, up: Book
  }

  /// A term of the crowding multiplier: weight (x - from)+.
  public struct Term: Sendable {
    public let weight, from: BoundedDecimal
  }

  public let scenarios: [Scenario]
  public let volatilityShock: VolatilityShock
  /// By name of the underlying, in the file's order.
  public let markets: [Market]
  /// The width that depth is counted in, and the share of it that is gone in stress.
  public let band, evaporation: BoundedDecimal
  /// The share of co-movement that spills over, and the correlation in stress.
  public let link, correlation: BoundedDecimal
  /// The relative move of volatility beside both shocks.
  public let pairedVolatility: BoundedDecimal
  /// The share by which yesterday's extra shock decays in an epoch; it rises at once.
  public let decay: BoundedDecimal
  public let crowdingCap: BoundedDecimal
  public let concentration, funding, interest: Term
  /// Where the chords of exp(r) - 1 meet, from 0 up.
  public let knots: [BoundedDecimal]
  public let chordDecimals: Int
  /// The share of the contagion scenario that is charged.
  public let share: BoundedDecimal

  init(_ fields: inout ModelFields) throws(RiskModelError) {
    scenarios = try ScenarioList.unweighted(&fields)
    volatilityShock = try VolatilityShock(fields.fields("volatilityShock"))
    var contagion = try fields.fields("contagion")
    band = try contagion.decimal("band", 1e-6...1)
    evaporation = try contagion.decimal("evaporation", 0...0.999999)
    link = try contagion.decimal("link", 0...1)
    correlation = try contagion.decimal("correlation", 0...1)
    pairedVolatility = try contagion.decimal("pairedVolatility", -1...100)
    decay = try contagion.decimal("decay", 0...1)
    share = try contagion.decimal("share", 0...1)
    knots = try contagion.decimals("knots", 0...20, count: 2...50)
    guard knots[0] == .zero, zip(knots, knots.dropFirst()).allSatisfy({ $0 < $1 }) else {
      throw contagion.error(.outOfRange("knots", allowed: "0 first, then rising"))
    }
    chordDecimals = try contagion.integer("chordDecimals", 0...8)
    var crowding = try contagion.fields("crowding")
    crowdingCap = try crowding.decimal("cap", 1...100)
    concentration = try Term(crowding.fields("concentration"))
    funding = try Term(crowding.fields("funding"))
    interest = try Term(crowding.fields("interest"))
    try crowding.finish()
    try contagion.finish()
    var (names, down, up) = (try fields.fields("markets"), try fields.fields("down"), try fields.fields("up"))
    var markets: [Market] = []
    for name in names.names {
      markets.append(try Market(name: names.element(name), names.fields(name), down: down.fields(name), up: up.fields(name)))
    }
    try down.finish()
    try up.finish()
    guard !markets.isEmpty else { throw names.error(.missingKey("BTC")) }
    self.markets = markets
  }
}

extension ContagionModel.Market {
  public func book(_ side: ContagionModel.Side) -> ContagionModel.Book { side == .down ? down : up }

  fileprivate init(
    name: String, _ fields: consuming ModelFields, down: ModelFields, up: ModelFields
  ) throws(RiskModelError) {
    self.name = name
    base = try fields.decimal("base", 1e-6...0.99)
    cap = try fields.decimal("cap", 1e-6...0.99)
    guard base.places <= 9, cap.places <= 9 else {
      throw fields.error(.outOfRange("\(base), \(cap)", allowed: "up to nine decimals"))
    }
    guard base <= cap else { throw fields.error(.outOfRange("cap \(cap)", allowed: "from the base shock, \(base)")) }
    volatility = try fields.decimal("volatility", 1e-6...20)
    fundingScore = try fields.decimal("fundingScore", -1000...1000)
    openInterest = try fields.decimal("openInterest", 0...1e12)
    try fields.finish()
    self.down = try ContagionModel.Book(down, openInterest: openInterest)
    self.up = try ContagionModel.Book(up, openInterest: openInterest)
  }
}

extension ContagionModel.Book {
  fileprivate init(_ fields: consuming ModelFields, openInterest: BoundedDecimal) throws(RiskModelError) {
    depth = try fields.decimal("depth", 1e-9...1e12)
    let moves = try fields.decimals("moves", 1e-9...1, count: 1...1000)
    let coins = try fields.decimals("coins", 0...1e12, count: moves.count...moves.count)
    guard zip(moves, moves.dropFirst()).allSatisfy({ $0 < $1 }), zip(coins, coins.dropFirst()).allSatisfy({ $0 <= $1 }) else {
      throw fields.error(.outOfRange("forced sales", allowed: "moves that rise and coins that do not fall"))
    }
    forced = zip(moves, coins).map { ($0, $1) }
    if fields.names.contains("censusEdges") {
      concentration = try ExposureCensus(&fields).concentration(openInterest: openInterest.rational)
    } else {
      concentration = try fields.decimal("concentration", 0...1).rational
    }
    try fields.finish()
  }
}

extension ContagionModel.Term {
  fileprivate init(_ fields: consuming ModelFields) throws(RiskModelError) {
    weight = try fields.decimal("weight", 0...1000)
    from = try fields.decimal("from", 0...1e6)
    try fields.finish()
  }
}
