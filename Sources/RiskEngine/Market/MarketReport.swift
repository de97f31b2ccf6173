import MarginModel

/// What a sanity check of a snapshot found: nothing is left out, or kept in doubt, in silence.
public struct MarketReport: Hashable, Sendable {
  /// One remark on one instrument.
  public struct Finding: Hashable, Sendable, CustomStringConvertible {
    public let instrument: String
    public let reason: Reason

    /// Whether the instrument cannot be priced, and so has no place in a risk file.
    public var isLeftOut: Bool { reason.isLeftOut }

    public var description: String { "\(instrument): \(reason), \(isLeftOut ? "left out" : "kept")" }
  }

  public enum Reason: Hashable, Sendable {
    /// No bid or no offer of volatility, or a volatility of 0: there is no middle to price at.
    case noVolatility
    /// The volatility bid is above the one offered.
    case crossedVolatility(bid: BoundedDecimal, ask: BoundedDecimal)
    /// The bid is above the offer.
    case crossedPrice(bid: BoundedDecimal, ask: BoundedDecimal)
    /// The instrument expires before the risk file does.
    case expires(Timestamp)
    /// The quotes are older than the model allows; the age in seconds, rounded up.
    case stale(seconds: Int64, allowed: Int)
    /// The value at the middle volatility, in coins, lies outside the quoted prices.
    case valueOutsideQuotes(value: Double, bid: BoundedDecimal, ask: BoundedDecimal)
    /// The option's forward differs from the price of the future of the same expiry.
    case forwardOffFuture(forward: BoundedDecimal, future: BoundedDecimal)
    /// A call and a put of one strike: no price within their quotes obeys parity; by so many dollars a coin.
    case parity(put: String, by: Double)
    /// A spread of two strikes is worth less than 0 or more than their distance, by so many dollars a coin; beyond the quotes where buying at
    /// the offer and selling at the bid still gains.
    case verticalSpread(with: String, by: Double, isBeyondQuotes: Bool)
    /// The call's value lies above the chord of its neighbours' by so many dollars a coin.
    case butterfly(between: String, and: String, by: Double, isBeyondQuotes: Bool)
    /// The total variance is below that of an earlier expiry at the same moneyness.
    case calendar(than: String, variance: Double, earlier: Double)
    /// The total variance is above that of a later expiry, interpolated at the same moneyness.
    case calendarAhead(of: String, variance: Double, later: Double)

    public var isLeftOut: Bool {
      switch self {
      case .noVolatility, .crossedVolatility, .crossedPrice, .expires, .stale: true
      case .valueOutsideQuotes, .forwardOffFuture, .parity, .verticalSpread, .butterfly, .calendar, .calendarAhead: false
      }
    }
  }

  /// Of single instruments in the snapshot's order, then of the surface by expiry; an instrument that is left out has one finding, the first
  /// reason that applies.
  public let findings: [Finding]
  /// How many of the snapshot's instruments can be used: perpetual, futures and options.
  public let usableCount: Int

  private let leftOut: Set<String>

  /// Checks a snapshot for use until a time, at the latest the risk file's end of validity.
  ///
  /// - Parameter oldestQuote: how old in seconds a quote may be at the snapshot's time, where the source gives times; nil where any age will do.
  public init(_ snapshot: MarketSnapshot, until validUntil: Timestamp, oldestQuote: Int? = nil) {
    let asOf = snapshot.asOf
    func stale(_ time: MarketInstant?) -> Reason? {
      guard let time, let oldestQuote else { return nil }
      let age = asOf.microseconds(since: time)
      return age > Int64(oldestQuote) * 1_000_000 ? .stale(seconds: (age + 999_999) / 1_000_000, allowed: oldestQuote) : nil
    }
    var findings: [Finding] = []
    if let perpetual = snapshot.perpetual {
      let crossed = perpetual.ask < perpetual.bid ? Reason.crossedPrice(bid: perpetual.bid, ask: perpetual.ask) : nil
      if let reason = crossed ?? stale(perpetual.quotedAt) {
        findings.append(Finding(instrument: perpetual.instrument, reason: reason))
      }
    }
    var futurePrices: [Timestamp: BoundedDecimal] = [:]
    for future in snapshot.futures {
      futurePrices[future.expiry] = future.price
      if let reason = future.expiry < validUntil ? Reason.expires(future.expiry) : stale(future.quotedAt) {
        findings.append(Finding(instrument: future.instrument, reason: reason))
      }
    }
    for option in snapshot.options {
      let reasons =
        Self.reasons(option, asOf: asOf, until: validUntil, future: futurePrices[option.expiry])
        + [stale(option.quotedAt)].compactMap { $0 }
      findings += (reasons.first { $0.isLeftOut }.map { [$0] } ?? reasons).map {
        Finding(instrument: option.instrument, reason: $0)
      }
    }
    let leftOut = Set(findings.filter(\.isLeftOut).map(\.instrument))
    self.leftOut = leftOut
    self.findings = findings + SurfaceCheck(snapshot.options.filter { !leftOut.contains($0.instrument) }, asOf: asOf).findings
    usableCount = (snapshot.perpetual == nil ? 0 : 1) + snapshot.futures.count + snapshot.options.count - leftOut.count
  }

  /// Whether the instrument can be priced.
  public func isUsable(_ instrument: String) -> Bool { !leftOut.contains(instrument) }

  private static func reasons(
    _ option: MarketSnapshot.Option, asOf: MarketInstant, until validUntil: Timestamp, future: BoundedDecimal?
  ) -> [Reason] {
    guard let volatility = option.middleVolatility else { return [.noVolatility] }
    var reasons: [Reason] = []
    if option.expiry < validUntil { reasons.append(.expires(option.expiry)) }
    if let bid = option.bidVolatility, let ask = option.askVolatility, ask < bid {
      reasons.append(.crossedVolatility(bid: bid, ask: ask))
    }
    if let bid = option.bid, let ask = option.ask {
      let model = Black76(option, volatility: volatility, years: asOf.years(until: option.expiry))
      let value = model.value(option.type) / model.forward
      if ask < bid {
        reasons.append(.crossedPrice(bid: bid, ask: ask))
      } else if value < bid.double || value > ask.double {
        reasons.append(.valueOutsideQuotes(value: value, bid: bid, ask: ask))
      }
    }
    if let future, future != option.forward { reasons.append(.forwardOffFuture(forward: option.forward, future: future)) }
    return reasons
  }
}

extension MarketReport.Reason: CustomStringConvertible {
  public var description: String {
    switch self {
    case .noVolatility: "no bid and offer of volatility"
    case .crossedVolatility(let bid, let ask): "volatility bid \(bid) above offer \(ask)"
    case .crossedPrice(let bid, let ask): "bid \(bid) above offer \(ask)"
    case .expires(let expiry): "expires \(expiry), before the risk file does"
    case .valueOutsideQuotes(let value, let bid, let ask):
      "value \(Self.shown(value)) at the middle volatility outside the quotes \(bid) to \(ask)"
    case .forwardOffFuture(let forward, let future): "forward \(forward) differs from its future's price \(future)"
    case .stale(let seconds, let allowed): "quoted \(seconds) s before the snapshot, \(allowed) s allowed"
    case .parity(let put, let excess): "no price within its quotes and those of \(put) obeys parity, by \(Self.shown(excess)) USD"
    case .verticalSpread(let other, let excess, let isBeyondQuotes):
      "its spread with \(other) is outside 0 to the strikes' distance by \(Self.shown(excess)) USD, \(Self.place(isBeyondQuotes))"
    case .butterfly(let lower, let upper, let excess, let isBeyondQuotes):
      "not convex between \(lower) and \(upper) by \(Self.shown(excess)) USD, \(Self.place(isBeyondQuotes))"
    case .calendar(let earlier, let variance, let earlierVariance):
      "total variance \(Self.shown(variance)) below \(Self.shown(earlierVariance)) at the same moneyness, of \(earlier)"
    case .calendarAhead(let later, let variance, let laterVariance):
      "total variance \(Self.shown(variance)) above \(Self.shown(laterVariance)) at the same moneyness, of the later \(later)"
    }
  }

  private static func place(_ isBeyondQuotes: Bool) -> String { isBeyondQuotes ? "beyond bid and offer" : "within bid and offer" }

  /// Six decimals, for showing.
  private static func shown(_ value: Double) -> String {
    let millionths = (value * 1e6).rounded()
    guard millionths.magnitude < 1e15, let text = BoundedDecimal(significand: Int64(millionths), places: 6) else {
      return "\(value)"
    }
    return text.description
  }
}

extension MarketSnapshot.Option {
  /// The middle of the quoted volatilities; nil unless there are both and neither is 0.
  public var middleVolatility: Double? {
    guard let bid = bidVolatility?.double, let ask = askVolatility?.double, bid > 0, ask > 0 else { return nil }
    return 0.5 * (bid + ask)
  }
}

extension Black76 {
  /// The option as quoted, at a volatility and a time to expiry.
  init(_ option: MarketSnapshot.Option, volatility: Double, years: Double) {
    self.init(forward: option.forward.double, strike: option.strike.double, volatility: volatility, years: years)
  }
}
