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
/// outside, so that a smile's own curvature is never taken for arbitrage. An expiry of one or two strikes has no such line; its own
/// variances are held against a later expiry's instead, interpolated there in moneyness: a convex smile lies nowhere above its chords.
/// Findings are doubts: which of several quotes is wrong nobody can say.
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
    let forward: Double
    /// By rising strike, one a strike.
    let points: [Point]
    /// Call and put of one strike.
    let pairs: [(call: MarketSnapshot.Option, put: MarketSnapshot.Option)]

    /// Whether no line through two neighbours can be extended to between two others.
    var isThin: Bool { points.count < 3 }
  }

  private let asOf: MarketInstant
  private(set) var findings: [MarketReport.Finding] = []

  /// Checks the options that can be priced; findings come by expiry and strike, and by kind within an expiry.
  init(_ options: [MarketSnapshot.Option], asOf: MarketInstant) {
    self.asOf = asOf
    let expiries = Dictionary(grouping: options, by: \.expiry).sorted { $0.key < $1.key }
    let slices = expiries.map { slice($0.value) }
    for (place, slice) in slices.enumerated() {
      for pair in slice.pairs { checkParity(pair.call, pair.put) }
      checkVerticals(slice)
      checkButterflies(slice)
      checkCalendar(slice, after: slices[..<place])
      if slice.isThin { checkCalendar(slice, before: slices[(place + 1)...]) }
    }
  }

  private func slice(_ options: [MarketSnapshot.Option]) -> Slice {
    let strikes = Dictionary(grouping: options, by: \.strike).sorted { $0.key < $1.key }
    var pairs: [(call: MarketSnapshot.Option, put: MarketSnapshot.Option)] = []
    let points = strikes.compactMap { _, options -> Point? in
      let calls = options.filter { $0.type == .call }
      let puts = options.filter { $0.type == .put }
      if let call = calls.first, let put = puts.first { pairs.append((call, put)) }
      let preferred = options[0].strike < options[0].forward ? puts + calls : calls + puts
      return preferred.first.flatMap(point)
    }
    return Slice(forward: points.first?.option.forward.double ?? 1, points: points, pairs: pairs)
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
  private mutating func checkCalendar(_ later: Slice, after earlier: ArraySlice<Slice>) {
    for point in later.points {
      for slice in earlier.reversed() where !slice.isThin {
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

  /// Each point against the next later expiry that has neighbours on both sides of its moneyness.
  private mutating func checkCalendar(_ earlier: Slice, before later: ArraySlice<Slice>) {
    for point in earlier.points {
      for slice in later {
        guard let (variance, neighbours) = Self.interpolatedVariance(at: point.moneyness, slice.points) else { continue }
        if point.variance > variance * (1 + Self.rounding) {
          let names = neighbours.map(\.option.instrument).joined(separator: " and ")
          add(point.option, .calendarAhead(of: names, variance: point.variance, later: variance))
        }
        break
      }
    }
  }

  /// The line between two neighbours, that a convex smile never lies above; nil outside all points.
  private static func interpolatedVariance(at moneyness: Double, _ points: [Point]) -> (variance: Double, neighbours: [Point])? {
    guard let right = points.firstIndex(where: { $0.moneyness >= moneyness }) else { return nil }
    if points[right].moneyness == moneyness { return (points[right].variance, [points[right]]) }
    guard right > 0 else { return nil }
    return (line(points[right - 1], points[right], at: moneyness), [points[right - 1], points[right]])
  }

  /// The variance on the line through two points.
  private static func line(_ a: Point, _ b: Point, at moneyness: Double) -> Double {
    a.variance + (b.variance - a.variance) * (moneyness - a.moneyness) / (b.moneyness - a.moneyness)
  }

  /// A reading of the variance between two neighbours that a convex smile through their own neighbours never lies below; nil outside all points,
  /// and where there are only two.
  private static func leastVariance(at moneyness: Double, _ points: [Point]) -> (variance: Double, neighbours: [Point])? {
    guard let (variance, neighbours) = interpolatedVariance(at: moneyness, points) else { return nil }
    guard neighbours.count == 2, let right = points.firstIndex(where: { $0.moneyness >= moneyness }) else {
      return (variance, neighbours)
    }
    func extended(_ a: Int, _ b: Int) -> Double { line(points[a], points[b], at: moneyness) }
    let outside = [right > 1 ? extended(right - 2, right - 1) : nil, right + 1 < points.count ? extended(right, right + 1) : nil]
    guard let least = outside.compactMap({ $0 }).max() else { return nil }
    return (min(variance, least), neighbours)
  }
}
