import MarginModel
import RiskEngine

/// Units of an asset, or of an option on it that is made anew at each close: the same days to expiry, the same share of the close as strike.
///
/// The history has no implied volatilities. An option stands at realised volatility times a stated premium: closes' exponentially weighted
/// mean square, 365 days a year. Its forward is the close.
struct BacktestPosition {
  private struct Option {
    let type: OptionType
    let strikeShare: Double
    let years, yearsNextDay: Double
    /// By day, annual, as known at that day's close.
    let volatilities: [Double]
  }

  private let quantity: Double
  private let closes: [Double]
  private let option: Option?

  /// - Parameter name: an asset of the history, or `BTC-30d-110-C`: days to expiry, strike in percent of the close, C or P.
  /// - Throws: `OperationError` for an asset that the history lacks, or a number out of range.
  init(_ name: String, _ quantity: Rational, _ history: PriceHistory, _ settings: Backtest.Settings) throws(OperationError) {
    guard quantity.magnitude.approximate <= 1e12 else { throw OperationError("\(name.printable): at most 10^12 units") }
    self.quantity = quantity.approximate
    if let closes = history.closes(of: name) {
      (self.closes, option) = (closes.map(\.double), nil)
      return
    }
    let parts = name.split(separator: "-", omittingEmptySubsequences: false).map(String.init)
    // An asset's own name may have hyphens.
    let terms = Array(parts.suffix(3))
    guard parts.count >= 4, let closes = history.closes(of: parts.dropLast(3).joined(separator: "-"))?.map(\.double) else {
      throw OperationError(
        "\(name.printable): the history has \(history.assets.joined(separator: ", ").printable); an option on one is written BTC-30d-110-C"
      )
    }
    guard let days = Self.days(terms[0]), (1...3650).contains(days),
      let percent = Rational(terms[1]), percent >= 1, percent <= 10_000,
      let type = Self.types[terms[2]]
    else {
      throw OperationError(
        "\(name.printable): write an option as BTC-30d-110-C: 1 to 3650 days, a strike of 1 to 10000 percent of the close, C or P")
    }
    self.closes = closes
    option = Option(
      type: type, strikeShare: (percent / 100).approximate, years: Double(days) / 365, yearsNextDay: Double(days - 1) / 365,
      volatilities: Self.volatilities(closes, settings))
  }

  /// `30d`; nil for what is spelled otherwise.
  private static func days(_ text: String) -> Int? {
    guard text.hasSuffix("d"), text.dropLast().utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) else {
      return nil
    }
    return Int(text.dropLast())
  }

  private static let types: [String: OptionType] = ["C": .call, "P": .put]

  /// premium sqrt(365 variance), the variance after each day being that before plus weight (return^2 - variance), weight the larger of
  /// 1 - decay and 1 / (days so far): the first days are a plain mean.
  private static func volatilities(_ closes: [Double], _ settings: Backtest.Settings) -> [Double] {
    var variance = 0.0
    var volatilities = [0.0]
    for day in closes.indices.dropFirst() {
      let change = closes[day] / closes[day - 1] - 1
      variance += max(1 - settings.decay, 1 / Double(day)) * (change * change - variance)
      volatilities.append(settings.premium * (365 * variance).squareRoot())
    }
    return volatilities
  }

  /// What a day's moves of price and volatility, from the close before to `moved`, cost the position as it stands at the close of `today`.
  func loss(at today: Int, moved: Int) -> Double {
    let close = closes[today]
    let factor = closes[moved] / closes[moved - 1]
    guard let option else { return -quantity * close * (factor - 1) }
    let volatility = option.volatilities[today]
    let before = option.volatilities[moved - 1]
    let ratio = before > 0 ? option.volatilities[moved] / before : 1
    let strike = close * option.strikeShare
    let now = Black76(forward: close, strike: strike, volatility: volatility, years: option.years)
    let then = Black76(forward: close * factor, strike: strike, volatility: volatility * ratio, years: option.yearsNextDay)
    return -quantity * (then.value(option.type) - now.value(option.type))
  }
}
