/// Historical simulation for `circuits/expected-shortfall.yaml`: past days' moves of all underlyings together, each a scenario.
public struct HistoricalModel: Sendable {
  public enum Method: Sendable {
    /// Each return as it was.
    case plain
    /// Each return over its own day's volatility, times today's; the first `settle` days only settle the former.
    case filtered(VarianceRule, settle: Int, today: VolatilityModel)
  }

  public let method: Method
  /// How many of the days the file holds, evenly back from the latest; nil for all of them.
  public let keptDays: Int?
  /// The share of days whose losses are averaged.
  public let tail: BoundedDecimal
  /// The relative rise of volatility for each unit of relative move, up or down.
  public let volatilityPerMove: BoundedDecimal
  /// The share of the days to whose losses a generalised Pareto tail is fitted; nil for no fit.
  public let extremes: BoundedDecimal?
  /// First and last day of a window of stress, whose moves count as they were.
  public let stressWindow: (from: String, to: String)?
  public let horizon: HorizonModel
  public let volatilityShock: VolatilityShock

  init(_ fields: inout ModelFields) throws(RiskModelError) {
    var history = try fields.fields("history")
    let word = try history.text("method")
    switch word.string {
    case "plain": method = .plain
    case "filtered", "garch":
      let rule = try word.string == "garch" ? VarianceRule.garch(&history) : .exponential(&history)
      method = .filtered(
        rule, settle: try history.integer("settle", 1...10_000), today: try VolatilityModel(fields.fields("volatility")))
    default: throw history.error(.outOfRange(word.string, allowed: "plain, filtered, garch"), at: word.place)
    }
    keptDays = history.optionalNode("days") == nil ? nil : try history.integer("days", 1...100_000)
    try history.finish()
    tail = try fields.decimal("tail", 0.0001...0.5)
    volatilityPerMove = try fields.decimal("volatilityPerMove", 0...100)
    extremes = try fields.optionalDecimal("extremes", 0.001...0.5)
    if let extremes, extremes < tail { throw fields.error(.outOfRange("extremes \(extremes)", allowed: "from the tail, \(tail)")) }
    if fields.optionalNode("stressWindow") == nil {
      stressWindow = nil
    } else {
      var window = try fields.fields("stressWindow")
      stressWindow = (try window.day("from"), try window.day("to"))
      try window.finish()
    }
    horizon = try HorizonModel(fields.fields("horizon"))
    volatilityShock = try VolatilityShock(fields.fields("volatilityShock"))
  }
}
