import Foundation
import MarginModel
import RiskEngine
import TestSupport

/// A surface of one smooth variance, quoted with a spread: no arbitrage in it until a quote is moved.
struct Surface {
  static let expiries = ["2026-05-29T08:00:00Z", "2026-06-26T08:00:00Z", "2026-09-25T08:00:00Z", "2027-03-26T08:00:00Z"]
  private static let asOf = "2026-05-21T10:04:10Z"
  private static let years: [Double] = expiries.map { text in
    guard let time = Timestamp(text), let now = MarketInstant(asOf) else { return 0 }
    return now.years(until: time)
  }

  struct Quote {
    let type: OptionType
    /// Place in ``Surface/expiries``.
    let expiry: Int
    /// Relative to the forward.
    let moneyness: Double
    let strike, forward: Double
    var volatility: Double

    var name: String { "X-\(expiry)-\(Int((moneyness * 100).rounded()))-\(type.rawValue)" }
  }

  /// Level of the variance of a year, skew, curvature, half the spread of volatility, and annual carry.
  let level, skew, curvature, spread, carry: Double
  let spot: Double
  /// Replays the draw.
  let seed: UInt64

  init(_ generator: inout SeededGenerator) {
    seed = generator.seed
    level = .random(in: 0.05...1, using: &generator)
    skew = .random(in: -0.6...0.6, using: &generator)
    curvature = .random(in: 0.2...1, using: &generator)
    spread = .random(in: 0.001...0.02, using: &generator)
    carry = .random(in: -0.05...0.1, using: &generator)
    spot = [0.5, 2_125.725, 77_596.75].randomElement(using: &generator) ?? 100
  }

  /// The surface of Gatheral and Jacquier with eta (1 + |rho|) <= 2, which has no arbitrage of either kind:
  ///
  ///     w = theta / 2 (1 + rho phi k + sqrt((phi k + rho)^2 + 1 - rho^2))        phi = eta / sqrt(theta (1 + theta))
  func quote(_ type: OptionType, _ expiry: Int, _ moneyness: Double) -> Quote {
    let theta = level * Self.years[expiry]
    let x = curvature / (theta * (1 + theta)).squareRoot() * log(moneyness)
    let variance = theta / 2 * (1 + skew * x + ((x + skew) * (x + skew) + 1 - skew * skew).squareRoot())
    let forward = spot * (1 + carry * Self.years[expiry])
    return Quote(
      type: type, expiry: expiry, moneyness: moneyness, strike: forward * moneyness, forward: forward,
      volatility: (variance / Self.years[expiry]).squareRoot())
  }

  /// Strikes from 0.6 to 1.6 forwards; calls from the forward up, puts below, both at 1.1.
  func quotes() -> [Quote] {
    Self.expiries.indices.flatMap { expiry in
      (0..<11).flatMap { step in
        let moneyness = (0.6 + 0.1 * Double(step))
        return (step < 4 ? [OptionType.put] : step == 5 ? [.put, .call] : [.call]).map { quote($0, expiry, moneyness) }
      }
    }
  }

  /// What the report says of a snapshot of these quotes.
  func findings(_ quotes: [Quote]) throws -> [MarketReport.Finding] {
    let options = quotes.map { quote in
      """
      {"instrument": "\(quote.name)", "type": "\(quote.type.rawValue)", "expiry": "\(Self.expiries[quote.expiry])",
       "strike": "\(text(quote.strike))", "forward": "\(text(quote.forward))",
       "bidVolatility": "\(text(quote.volatility * (1 - spread)))", "askVolatility": "\(text(quote.volatility * (1 + spread)))"}
      """
    }
    let snapshot = """
      {"kind": "market", "version": 1, "venue": "test", "underlying": "X", "asOf": "\(Self.asOf)", "source": "made up",
       "licence": "none", "spot": "\(text(spot))", "futures": [], "options": [\(options.joined(separator: ","))], "cash": []}
      """
    let until = Timestamp("2026-05-21T11:04:10Z") ?? .now()
    return MarketReport(try MarketSnapshot(bytes: Array(snapshot.utf8)), until: until).findings
  }

  /// Ten decimals below 1,000 and seven above.
  private func text(_ value: Double) -> String {
    var text = String(format: value < 1_000 ? "%.10f" : "%.7f", value)
    while text.hasSuffix("0") { text.removeLast() }
    return text.hasSuffix(".") ? String(text.dropLast()) : text
  }
}
