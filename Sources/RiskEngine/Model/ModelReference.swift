import SystemCryptography

/// A model that is named by the files made with it.
public protocol ReferencedModel {
  var name: String { get }
  /// SHA-256 of the model file's bytes.
  var digest: Digest { get }
}

extension ReferencedModel {
  /// Name and digest, as risk files and an oracle's prices state them in `model`.
  public var reference: String { "\(name) \(digest)" }
}

extension RiskModel: ReferencedModel {}
extension OracleModel: ReferencedModel {}
