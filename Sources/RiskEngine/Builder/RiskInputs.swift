import MarginModel
import SystemCryptography

/// What a risk file is built from, beside the model.
public struct RiskInputs: Sendable {
  /// What may stand beside the snapshots, where the model's builder reads it.
  public enum Companion: CaseIterable, Sendable {
    case history, oracle, depth
  }

  /// One for each underlying, in any order.
  public var snapshots: [MarketSnapshot]
  /// Daily closes, for the builders that look back.
  public var history: PriceHistory?
  /// What an oracle published, for the builder that holds margin at every end of its band.
  public var oracle: OraclePrices?
  /// Books, open interest, funding and forced sales, for the builders that charge for how a market is crowded.
  public var depth: MarketDepth?
  /// The digest of the risk file that this one succeeds.
  public var previous: Digest?
  /// That file itself, for limits on how fast a figure may move.
  public var previousFile: RiskFile?

  public init(
    _ snapshots: [MarketSnapshot], history: PriceHistory? = nil, oracle: OraclePrices? = nil, depth: MarketDepth? = nil,
    previous: Digest? = nil, previousFile: RiskFile? = nil
  ) {
    self.snapshots = snapshots
    self.history = history
    self.oracle = oracle
    self.depth = depth
    self.previous = previous ?? previousFile?.digest
    self.previousFile = previousFile
  }

  /// What the risk file names as its inputs: the snapshots in their order, then the others in that of ``Companion``.
  var digests: [Digest] { snapshots.map(\.digest) + Companion.allCases.compactMap(digest) }

  /// Nil where it is not given.
  func digest(of companion: Companion) -> Digest? {
    switch companion {
    case .history: history?.digest
    case .oracle: oracle?.digest
    case .depth: depth?.digest
    }
  }
}

extension RiskInputs.Companion: CustomStringConvertible {
  public var description: String {
    switch self {
    case .history: "price history"
    case .oracle: "oracle's prices"
    case .depth: "market depth"
    }
  }
}
