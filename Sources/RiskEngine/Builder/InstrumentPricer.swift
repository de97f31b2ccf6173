import MarginModel

/// Values the instruments of one snapshot under a model's scenarios.
///
/// One unit of every instrument is one coin of the underlying, and every value is in US dollars. A coin-settled inverse contract of N dollars
/// held in coins, N / price, gains N / price - N / price' coins, which at price' are worth (price' - price) N / price dollars: in dollars and
/// per coin it is linear in the price, like a linear contract. An inverse option pays its dollar value in coins, so its dollar value is the
/// Black-76 value. Forwards move in proportion to spot, time stands still.
struct InstrumentPricer {
  private let snapshot: MarketSnapshot
  private let model: RiskModel
  private let money, delta: FixedPoint
  private let zero: String
  private let spot: Rational
  private let moves: [Rational]
  private let factors, shocks: [Double]

  init(_ snapshot: MarketSnapshot, _ model: RiskModel) {
    self.snapshot = snapshot
    self.model = model
    money = FixedPoint(places: model.moneyDecimals)
    delta = FixedPoint(places: model.deltaDecimals)
    zero = money.text(Rational.zero)
    spot = snapshot.spot.rational
    moves = model.scenarios.map(\.spot.rational)
    factors = model.scenarios.map(\.factor.double)
    shocks = model.scenarios.map(\.volatility.double)
  }

  /// A contract whose gains are settled daily: it is worth nothing itself, and gains what its price gains.
  func linear(
    _ name: String, _ kind: PricedInstrument.Kind, price: Rational, expiry: Timestamp?, _ terms: RiskModel.ContractTerms
  ) -> PricedInstrument {
    PricedInstrument(
      name: name, kind: kind, underlying: snapshot.underlying, expiry: expiry, strike: nil, type: nil, lot: terms.lot,
      limit: terms.limit,
      mark: zero, pnl: moves.map { money.text(price * $0) }, delta: delta.text(price / spot),
      fee: money.text(price * terms.fee.rational),
      funding: money.text(price * terms.funding.rational), haircut: .zero)
  }

  /// An option, revalued at its own forward and volatility in every scenario.
  ///
  /// - Throws: ``RiskBuildError`` where a value leaves the range that can be rounded.
  func option(_ option: MarketSnapshot.Option, volatility: Double) throws(RiskBuildError) -> PricedInstrument {
    let terms = model.optionTerms
    let years = snapshot.asOf.years(until: option.expiry)
    let days = Double(snapshot.asOf.microseconds(until: option.expiry)) / 86_400e6
    let scale = model.volatilityShock.scale(days: days)
    let base = Black76(option, volatility: volatility, years: years)
    let mark = base.value(option.type)
    var pnl: [String] = []
    pnl.reserveCapacity(factors.count)
    for (factor, shock) in zip(factors, shocks) {
      let shocked = Black76(
        forward: base.forward * factor, strike: base.strike, volatility: VolatilityShock.apply(shock, scale: scale, to: volatility),
        years: years)
      pnl.append(try rounded(shocked.value(option.type) - mark, money, option.instrument, "pnl"))
    }
    // By spot: the forward moves by forward / spot for each dollar of spot.
    let spotDelta = base.delta(option.type) * (base.forward / snapshot.spot.double)
    return PricedInstrument(
      name: option.instrument, kind: .option, underlying: snapshot.underlying, expiry: option.expiry, strike: option.strike,
      type: option.type, lot: terms.lot, limit: terms.limit, mark: try rounded(mark, money, option.instrument, "mark"), pnl: pnl,
      delta: try rounded(spotDelta, delta, option.instrument, "delta"), fee: money.text(spot * terms.fee.rational),
      funding: money.text(spot * terms.funding.rational), haircut: .zero)
  }

  private func rounded(_ value: Double, _ grid: FixedPoint, _ name: String, _ table: String) throws(RiskBuildError) -> String {
    guard let text = grid.text(value) else { throw .outOfRange(instrument: name, table: table) }
    return text
  }
}
