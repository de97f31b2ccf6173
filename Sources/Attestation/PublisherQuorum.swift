import Secp256k1

/// Whose signatures on risk files count, and how many of them are needed: k of n.
public struct PublisherQuorum: Hashable, Sendable {
  /// Distinct keys, at least one.
  public let publishers: [TrustPolicy.NamedKey]
  /// 1 to the number of publishers.
  public let threshold: Int

  /// Nil where a key is there twice, or the threshold is not from 1 to the number of keys.
  public init?(_ publishers: [TrustPolicy.NamedKey], threshold: Int) {
    guard Set(publishers.map(\.key)).count == publishers.count, threshold >= 1, threshold <= publishers.count else { return nil }
    self.publishers = publishers
    self.threshold = threshold
  }

  /// The quorum that a policy asks for.
  public init(_ policy: TrustPolicy) {
    publishers = policy.publishers
    threshold = policy.threshold
  }

  /// The publishers among some keys.
  public func publishers(among keys: [SchnorrPublicKey]) -> [TrustPolicy.NamedKey] {
    publishers.filter { keys.contains($0.key) }
  }
}
