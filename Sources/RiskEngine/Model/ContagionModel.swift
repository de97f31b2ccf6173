import MarginModel

/// What clustered liquidations would add to a move: what `circuits/contagion-buffer.yaml` reads.
///
/// Depth, forced sales, open interest, funding and holders are the market's (``MarketDepth``); the model has what is decided about them.
public struct ContagionModel: Sendable {
  /// What is decided of one underlying.
  public struct Terms: Sendable {
    public let name: String
    /// The shock before contagion and the one at which the venue halts trading.
    public let base, cap: BoundedDecimal
    /// Annual, for the ratio of two underlyings' moves.
    public let volatility: BoundedDecimal
    public let funding: Funding
  }

  /// What funding usually is, positive where longs pay.
  public struct Funding: Sendable {
    /// Shares of the notional in a period.
    public let mean, deviation: BoundedDecimal
    /// In seconds.
    public let period: Int

    /// How many deviations funding is from its mean, counted in this period.
    func score(_ market: MarketDepth.Underlying) -> Rational {
      (market.funding.rational * Rational(period) / Rational(market.fundingPeriod) - mean.rational) / deviation.rational
    }
  }

  /// A term of the crowding multiplier: weight (x - from)+.
  public struct Term: Sendable {
    public let weight, from: BoundedDecimal

    func charge(_ x: Rational) -> Rational { weight.rational * max(0, x - from.rational) }
  }

  public let scenarios: [Scenario]
  public let volatilityShock: VolatilityShock
  /// In the file's order.
  public let markets: [Terms]
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
    markets = try fields.assets("markets", Terms.init(name:_:))
  }
}

extension ContagionModel.Terms {
  fileprivate init(name: String, _ fields: consuming ModelFields) throws(RiskModelError) {
    self.name = name
    base = try fields.decimal("base", 1e-6...0.99)
    cap = try fields.decimal("cap", 1e-6...0.99)
    guard base.places <= 9, cap.places <= 9 else {
      throw fields.error(.outOfRange("\(base), \(cap)", allowed: "up to nine decimals"))
    }
    guard base <= cap else { throw fields.error(.outOfRange("cap \(cap)", allowed: "from the base shock, \(base)")) }
    volatility = try fields.decimal("volatility", 1e-6...20)
    funding = try ContagionModel.Funding(fields.fields("funding"))
    try fields.finish()
  }
}

extension ContagionModel.Funding {
  fileprivate init(_ fields: consuming ModelFields) throws(RiskModelError) {
    mean = try fields.decimal("mean", -1...1)
    deviation = try fields.decimal("deviation", 1e-9...1)
    period = try fields.integer("period", 1...31_536_000)
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
