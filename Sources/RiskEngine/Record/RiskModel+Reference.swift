extension RiskModel {
  /// The model's name and digest, as the risk files that it makes state them in `model`.
  public var reference: String { "\(name) \(digest)" }
}
