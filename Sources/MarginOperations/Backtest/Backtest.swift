import MarginModel
import RiskEngine

/// A margin model held against what happened: each day's requirement from the days before it, beside the next day's loss.
///
/// Books hold the same throughout: units of assets, and options that are made anew at each close. Figures are IEEE doubles in a fixed order:
/// the same on every machine.
public struct Backtest: Sendable {
  /// What the requirement of a day is made from: the moves of a trailing window, applied to the day's prices.
  public enum Model: String, Sendable, CaseIterable {
    /// The mean of the worst share of the losses: 1 - confidence of them, the one at the edge counted in part.
    case expectedShortfall = "expected-shortfall"
    /// A multiple of the losses' volatility, recent days counting more: sigma^2 <- lambda sigma^2 + (1 - lambda) loss^2.
    case scaledVolatility = "scaled-volatility"
  }

  public struct Settings: Sendable {
    public let model: Model
    /// Days that a requirement looks back on, 10 or more.
    public let window: Int
    /// 1 - confidence: the share of losses that count, and the promised probability of a breach.
    public let tail: Double
    /// Of the volatility.
    public let multiple: Double
    /// Of the volatility: how much of yesterday's stays.
    public let decay: Double
    /// What an option's implied volatility is of the realised one.
    public let premium: Double

    /// - Throws: `OperationError` naming the option that is out of range.
    public init(
      model: Model, window: Int, confidence: Rational, multiple: Rational, decay: Rational, premium: Rational = 1
    ) throws(OperationError) {
      guard (10...10_000).contains(window) else { throw OperationError("--window \(window): write 10 to 10000 days") }
      let tail = 1 - confidence
      guard tail <= Rational(1) / 2, tail >= Rational(1) / 10_000 else {
        throw OperationError("--confidence \(confidence): write a share from 0.5 to 0.9999, such as 0.99")
      }
      guard multiple > 0, multiple <= 100 else {
        throw OperationError("--multiple \(multiple): write a number above 0, at most 100")
      }
      guard decay > 0, decay < 1 else { throw OperationError("--decay \(decay): write a share between 0 and 1, such as 0.94") }
      guard premium > 0, premium <= 100 else {
        throw OperationError("--volatility-premium \(premium): write a number above 0, at most 100, such as 1.1")
      }
      self.premium = premium.approximate
      (self.model, self.window) = (model, window)
      (self.tail, self.multiple, self.decay) = (tail.approximate, multiple.approximate, decay.approximate)
    }
  }

  public struct Day: Sendable {
    /// The day of the loss; the requirement was set at the close before it.
    public let date: String
    public let requirement: Double
    /// Negative for a gain.
    public let loss: Double
    public var isBreach: Bool { loss > requirement }
  }

  public let settings: Settings
  public let days: [Day]
  public let tests: BreachTests
  /// The day whose loss went furthest beyond its requirement, if any did.
  public let worstBreach: Day?
  /// The mean requirement over the largest loss of all days: above 1 when the mean alone would have covered it; 0 without a loss.
  public let efficiency: Double

  /// Runs one book through the history.
  ///
  /// - Parameters:
  ///   - book: units of assets of the history, and of options on them written `BTC-30d-110-C`; at least one. The loss of a day is what its
  ///     moves of prices, and of options' volatilities, take off the book's value.
  ///   - progress: told how many of how many days are done.
  /// - Throws: `OperationError` for an unknown asset, a misspelled option or a history shorter than the window and a day.
  public init(
    _ history: PriceHistory, book: [(name: String, quantity: Rational)], settings: Settings,
    progress: (_ done: Int, _ of: Int) -> Void = { _, _ in }
  ) throws(OperationError) {
    var held: [BacktestPosition] = []
    for (name, quantity) in book { held.append(try BacktestPosition(name, quantity, history, settings)) }
    guard !held.isEmpty else { throw OperationError("an empty book; write it as BTC=1,ETH=-5") }
    guard history.days.count > settings.window + 1 else {
      throw OperationError("\(history.days.count) closes for a window of \(settings.window) days; shorten --window")
    }
    var days: [Day] = []
    let first = settings.window
    for today in first..<history.days.count - 1 {
      let losses = (today - settings.window + 1...today).map { day in held.reduce(0) { $0 + $1.loss(at: today, moved: day) } }
      let loss = held.reduce(0) { $0 + $1.loss(at: today, moved: today + 1) }
      days.append(
        Day(date: PriceHistory.text(history.days[today + 1]), requirement: Self.requirement(losses, settings), loss: loss))
      progress(today - first + 1, history.days.count - 1 - first)
    }
    self.settings = settings
    self.days = days
    tests = BreachTests(days.map(\.isBreach), probability: settings.tail)
    worstBreach = days.filter(\.isBreach).max { $0.loss - $0.requirement < $1.loss - $1.requirement }
    let worst = days.map(\.loss).max() ?? 0
    let mean = days.reduce(0) { $0 + $1.requirement } / Double(days.count)
    efficiency = worst > 0 ? mean / worst : 0
  }

  /// Never below 0.
  package static func requirement(_ losses: [Double], _ settings: Settings) -> Double {
    switch settings.model {
    case .expectedShortfall: return max(0, shortfall(losses, share: settings.tail))
    case .scaledVolatility:
      // The first half of the window, at equal weights, starts the average.
      let start = losses.count / 2
      var square = losses[..<start].reduce(0) { $0 + $1 * $1 } / Double(start)
      for loss in losses[start...] { square = settings.decay * square + (1 - settings.decay) * (loss * loss) }
      return settings.multiple * square.squareRoot()
    }
  }

  /// The mean of the largest share of some losses of equal weight, the one at the edge counted in part.
  package static func shortfall(_ losses: [Double], share: Double) -> Double {
    let sorted = losses.sorted(by: >)
    let whole = share * Double(losses.count)
    var (left, sum) = (whole, 0.0)
    for loss in sorted where left > 0 {
      let part = min(1, left)
      sum += part * loss
      left -= part
    }
    return sum / whole
  }
}
