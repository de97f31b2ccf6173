import MarginModel
import SystemCryptography

/// What a risk file is built from, beside the model.
public struct RiskInputs: Sendable {
  /// One for each underlying, in any order.
  public var snapshots: [MarketSnapshot]
  /// Daily closes, for the builders that look back.
  public var history: PriceHistory?
  /// What an oracle published, for the builder that holds margin at every end of its band.
  public var oracle: OraclePrices?
  /// The digest of the risk file that this one succeeds.
  public var previous: Digest?
  /// That file itself, for limits on how fast a figure may move.
  public var previousFile: RiskFile?

  public init(
    _ snapshots: [MarketSnapshot], history: PriceHistory? = nil, oracle: OraclePrices? = nil, previous: Digest? = nil,
    previousFile: RiskFile? = nil
  ) {
    self.snapshots = snapshots
    self.history = history
    self.oracle = oracle
    self.previous = previous ?? previousFile?.digest
    self.previousFile = previousFile
  }
}
