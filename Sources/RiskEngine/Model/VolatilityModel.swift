/// Which volatility of an underlying shocks are sized by, and how fast it may move: the block `volatility`.
///
/// 1. `source`: the market's or the history's figure of today;
/// 2. never below `floor`, nor below the blend (1 - w) today + w `stress` with w = `blend`;
/// 3. times 1 + `buffer`, which a publisher may release in stress;
/// 4. `limits`: against the previous risk file it rises by at most the share `up`, unless spot has moved by more than `jump` times the
///    previous shock, and falls by at most the share `down`.
///
/// All volatilities are annual, 0.45 for 45 %. Source of 2 to 4: the tools against procyclical margins of EMIR's technical standards,
/// article 28.
public struct VolatilityModel: Sendable {
  public enum Source: Sendable {
    /// The middle volatility of the option nearest the money in the expiry nearest to so many days.
    case implied(days: BoundedDecimal)
    /// The variance of the price history after its last day.
    case history(VarianceRule)
  }

  public struct Limits: Sendable {
    public let up, down, jump: BoundedDecimal
  }

  public let source: Source
  /// How many standard deviations a shock has.
  public let deviations: BoundedDecimal
  /// By underlying; an underlying without an entry has none.
  public let floor, stress: [String: BoundedDecimal]
  public let blend, buffer: BoundedDecimal
  public let limits: Limits?

  init(_ fields: consuming ModelFields) throws(RiskModelError) {
    let word = try fields.text("source")
    switch word.string {
    case "implied": source = .implied(days: try fields.decimal("days", 0.001...10_000))
    case "history": source = .history(try .exponential(&fields))
    case "garch": source = .history(try .garch(&fields))
    default: throw fields.error(.outOfRange(word.string, allowed: "implied, history, garch"), at: word.place)
    }
    deviations = try fields.decimal("deviations", 0.1...100)
    floor = try fields.optionalDecimalsByName("floor", 0...20)
    stress = try fields.optionalDecimalsByName("stress", 0...20)
    blend = try fields.decimalOrZero("blend", 0...1)
    buffer = try fields.decimalOrZero("buffer", 0...10)
    if fields.optionalNode("limits") == nil {
      limits = nil
    } else {
      var bounds = try fields.fields("limits")
      limits = Limits(
        up: try bounds.decimal("up", 0...100), down: try bounds.decimal("down", 0...1), jump: try bounds.decimal("jump", 0...100))
      try bounds.finish()
    }
    try fields.finish()
  }
}
