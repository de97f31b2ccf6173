/// How long a position may have to be held after the last check that it was covered: the block `horizon`.
///
///     days = holding + (oracleAge + proofInterval + settlement) / 86,400
///
/// The price may be old when it is read, the proof older, and a liquidation takes its time to settle.
public struct HorizonModel: Sendable {
  /// The days that closing takes.
  public let holding: BoundedDecimal
  /// In seconds.
  public let oracleAge, proofInterval, settlement: Int

  init(_ fields: consuming ModelFields) throws(RiskModelError) {
    holding = try fields.decimal("days", 0...3650)
    oracleAge = try fields.integer("oracleAge", 0...86_400 * 366)
    proofInterval = try fields.integer("proofInterval", 0...86_400 * 366)
    settlement = try fields.integer("settlement", 0...86_400 * 366)
    try fields.finish()
    guard days > 0 else { throw fields.error(.outOfRange("a horizon of 0", allowed: "above 0")) }
  }

  public var days: Double { holding.double + Double(oracleAge + proofInterval + settlement) / 86_400 }
}
