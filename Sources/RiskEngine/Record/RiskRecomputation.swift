import MarginModel
import SystemCryptography

/// What comes of building a published risk file again, from its inputs and model.
///
/// Nothing is taken from the published file: inputs, model and the file before it are the verifier's own, and the file only says which ones
/// its publisher claims to have used.
public enum RiskRecomputation: Sendable {
  /// The same bytes.
  case identical
  /// An input, by its place among those given (the snapshots, then history, oracle's prices and depth), is not among the file's.
  case inputNotListed(place: Int, Digest)
  /// An input of the file was not given.
  case inputMissing(Digest)
  /// The file names another model, or none.
  case otherModel(published: String?, given: String)
  /// Inputs and model are those that the file names, and no file can be built from them.
  case impossible(RiskBuildError)
  /// Another file comes out.
  case different(RiskFileDifference)

  /// Builds the file again with ``RiskBuilder`` and compares.
  ///
  /// - Parameter inputs: those of the verifier; `previousFile` is the file that this one is to succeed, nil if it is to begin a chain.
  public init(of published: RiskFile, from inputs: RiskInputs, _ model: RiskModel) {
    let digests = inputs.digests
    if let place = digests.firstIndex(where: { !published.inputs.contains($0) }) {
      self = .inputNotListed(place: place, digests[place])
    } else if let missing = published.inputs.first(where: { !digests.contains($0) }) {
      self = .inputMissing(missing)
    } else if published.model != model.reference {
      self = .otherModel(published: published.model, given: model.reference)
    } else {
      do {
        let recomputed = try RiskBuilder.build(inputs, model).riskFile
        let difference = RiskFileDifference.first(published: published, recomputed: recomputed)
        self = difference.map { .different($0) } ?? .identical
      } catch { self = .impossible(error) }
    }
  }

  /// The same from snapshots alone.
  public init(of published: RiskFile, from snapshots: [MarketSnapshot], _ model: RiskModel, previous: RiskFile? = nil) {
    self.init(of: published, from: RiskInputs(snapshots, previousFile: previous), model)
  }
}
