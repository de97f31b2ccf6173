import MarginModel

/// Arbitrage in the quotes that are used: a surface of middle volatilities that no set of prices of one underlying can have.
///
/// On one expiry, with C the undiscounted Black-76 value of a call at the middle volatility, by strike K:
///
///     butterfly   C is convex in K                               (C_i is at most the chord of its neighbours)
///     vertical    0 <= C_i - C_(i+1) <= K_(i+1) - K_i
///     parity      C - P = F - K can lie within the quotes of call and put
///
/// and between expiries t1 < t2, with w = v^2 t the total variance and k = log(K / F) the moneyness:
///
///     calendar    w(k, t2) >= w(k, t1)
///
/// Where call and put of one strike are quoted, the one out of the money stands for the strike. The earlier variance at a later option's
/// moneyness is the smallest of three readings of its neighbours: the chord between them, and the larger of the two lines extended from
/// outside, so that a smile's own curvature is never taken for arbitrage. Findings are doubts: which of several quotes is wrong nobody can say.
struct SurfaceCheck {
  /// What is below this share of the forward is rounding: 0.08 USD at a forward of 80,000.
  static let rounding = 1e-6

  private struct Point {
    let option: MarketSnapshot.Option
    let moneyness: Double
    /// Years times squared middle volatility.
    let variance: Double
    /// Of the call at the strike, whichever option is quoted; at the middle volatility, and at bid and offer.
    let call, callBid, callAsk: Double

    var strike: Double { option.strike.double }
  }

  private struct Slice {
    let expiry: Timestamp
    let forward: Double
    /// By rising strike, one a strike.
    let points: [Point]
  }

  private let asOf: MarketInstant
  private(set) var findings: [MarketReport.Finding] = []

  /// Checks the options that can be priced; findings come by expiry and strike, and by kind within an expiry.
  init(_ options: [MarketSnapshot.Option], asOf: MarketInstant) {
    self.asOf = asOf
    let expiries = Dictionary(grouping: options, by: \.expiry)
    var earlier: [Slice] = []
    for (expiry, options) in expiries.sorted(by: { $0.key < $1.key }) {
      let slice = self.slice(expiry, options)
      checkVerticals(slice)
      checkButterflies(slice)
      checkCalendar(slice, after: earlier)
      earlier.append(slice)
    }
  }

  private mutating func slice(_ expiry: Timestamp, _ options: [MarketSnapshot.Option]) -> Slice {
    let strikes = Dictionary(grouping: options, by: \.strike).sorted { $0.key < $1.key }
    let points = strikes.compactMap { _, options -> Point? in
      let calls = options.filter { $0.type == .call }
      let puts = options.filter { $0.type == .put }
      if let call = calls.first, let put = puts.first { checkParity(call, put) }
      let preferred = options[0].strike < options[0].forward ? puts + calls : calls + puts
      return preferred.first.flatMap(point)
    }
    return Slice(expiry: expiry, forward: points.first?.option.forward.double ?? 1, points: points)
  }

  private func point(_ option: MarketSnapshot.Option) -> Point? {
    guard let middle = option.middleVolatility, let bid = option.bidVolatility?.double, let ask = option.askVolatility?.double
    else {
      return nil
    }
    let years = asOf.years(until: option.expiry)
    func call(_ volatility: Double) -> Double { Black76(option, volatility: volatility, years: years).value(.call) }
    return Point(
      option: option, moneyness: DeterministicMath.logarithm(option.strike.double / option.forward.double),
      variance: middle * middle * years, call: call(middle), callBid: call(bid), callAsk: call(ask))
  }

  private mutating func add(_ option: MarketSnapshot.Option, _ reason: MarketReport.Reason) {
    findings.append(MarketReport.Finding(instrument: option.instrument, reason: reason))
  }

  // MARK: One expiry

  private mutating func checkParity(_ call: MarketSnapshot.Option, _ put: MarketSnapshot.Option) {
    guard let callPoint = point(call), let putPoint = point(put) else { return }
    // Both as calls on their own forwards, each put turned by parity: the same strike, so the values are comparable when the forwards are.
    let shift = call.forward.double - put.forward.double
    let excess = max(callPoint.callBid - (putPoint.callAsk + max(0, shift)), putPoint.callBid + min(0, shift) - callPoint.callAsk)
    guard excess > Self.rounding * call.forward.double else { return }
    add(call, .parity(put: put.instrument, by: excess))
  }

  private mutating func checkVerticals(_ slice: Slice) {
    for (low, high) in zip(slice.points, slice.points.dropFirst()) {
      let width = high.strike - low.strike
      let spread = low.call - high.call
      let excess = max(-spread, spread - width)
      guard excess > Self.rounding * slice.forward else { continue }
      let quoted = max(high.callBid - low.callAsk, low.callBid - high.callAsk - width)
      add(
        low.option,
        .verticalSpread(with: high.option.instrument, by: excess, isBeyondQuotes: quoted > Self.rounding * slice.forward))
    }
  }

  private mutating func checkButterflies(_ slice: Slice) {
    for place in slice.points.indices.dropFirst().dropLast() {
      let (low, middle, high) = (slice.points[place - 1], slice.points[place], slice.points[place + 1])
      let share = (high.strike - middle.strike) / (high.strike - low.strike)
      let excess = middle.call - (share * low.call + (1 - share) * high.call)
      guard excess > Self.rounding * slice.forward else { continue }
      let quoted = middle.callBid - (share * low.callAsk + (1 - share) * high.callAsk)
      add(
        middle.option,
        .butterfly(
          between: low.option.instrument, and: high.option.instrument, by: excess,
          isBeyondQuotes: quoted > Self.rounding * slice.forward))
    }
  }

  // MARK: Two expiries

  /// Each point against the latest earlier expiry that has neighbours on both sides of its moneyness.
  private mutating func checkCalendar(_ later: Slice, after earlier: [Slice]) {
    for point in later.points {
      for slice in earlier.reversed() {
        guard let (variance, neighbours) = Self.leastVariance(at: point.moneyness, slice.points) else { continue }
        // As a share: variances of a day and of a year differ a hundredfold.
        if variance > point.variance * (1 + Self.rounding) {
          let names = neighbours.map(\.option.instrument).joined(separator: " and ")
          add(point.option, .calendar(than: names, variance: point.variance, earlier: variance))
        }
        break
      }
    }
  }

  /// A reading of the variance between two neighbours that a convex smile through their own neighbours never lies below; nil outside all points,
  /// and where there are only two.
  private static func leastVariance(at moneyness: Double, _ points: [Point]) -> (variance: Double, neighbours: [Point])? {
    guard let right = points.firstIndex(where: { $0.moneyness >= moneyness }) else { return nil }
    if points[right].moneyness == moneyness { return (points[right].variance, [points[right]]) }
    guard right > 0 else { return nil }
    func line(_ a: Int, _ b: Int) -> Double {
      let (a, b) = (points[a], points[b])
      return a.variance + (b.variance - a.variance) * (moneyness - a.moneyness) / (b.moneyness - a.moneyness)
    }
    let outside = [right > 1 ? line(right - 2, right - 1) : nil, right + 1 < points.count ? line(right, right + 1) : nil]
    guard let extended = outside.compactMap({ $0 }).max() else { return nil }
    return (min(line(right - 1, right), extended), [points[right - 1], points[right]])
  }
}
