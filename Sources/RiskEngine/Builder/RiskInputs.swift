import MarginModel
import SystemCryptography

/// What a risk file is built from, beside the model.
public struct RiskInputs: Sendable {
  /// One for each underlying, in any order.
  public var snapshots: [MarketSnapshot]
  /// Daily closes, for the builders that look back.
  public var history: PriceHistory?
  /// The digest of the risk file that this one succeeds.
  public var previous: Digest?
  /// That file itself, for limits on how fast a figure may move.
  public var previousFile: RiskFile?

  public init(_ snapshots: [MarketSnapshot], history: PriceHistory? = nil, previous: Digest? = nil, previousFile: RiskFile? = nil) {
    self.snapshots = snapshots
    self.history = history
    self.previous = previous ?? previousFile?.digest
    self.previousFile = previousFile
  }
}
