import MarginModel
import Secp256k1
import SystemCryptography

/// What a verifier relies on: its own word, never taken from a file that it verifies.
public struct TrustPolicy: Hashable, Sendable {
  /// A key and the name its owner goes by here.
  public struct NamedKey: Hashable, Sendable {
    public let name: String
    public let key: SchnorrPublicKey

    public init(name: String, key: SchnorrPublicKey) {
      self.name = name
      self.key = key
    }
  }

  /// The policy's name.
  public let name: String
  /// The names under which attestations may address this verifier, at least one.
  public let audiences: [String]
  /// Who may vouch for a commitment.
  public let custodians: [NamedKey]
  /// Whether the holder's own word for a commitment is taken.
  public let acceptsSelfDeclared: Bool
  /// Who may sign risk files.
  public let publishers: [NamedKey]
  /// How many of them must sign one, at least 1.
  public let threshold: Int
  /// The circuits whose statements are accepted, by the digests of their files.
  public let circuits: [Digest]
  /// How old a risk file's as-of time may be, in seconds.
  public let maximumRiskAge: Int64
  /// How old a commitment's as-of time may be, in seconds.
  public let maximumCommitmentAge: Int64
  /// How far apart the as-of times of commitments netted together may lie, in seconds: in between, assets could move from one venue
  /// to the other and count twice.
  public let maximumCommitmentSpread: Int64
  /// How far other clocks may be off, in seconds.
  public let clockSkew: Int64
}

extension TrustPolicy {
  /// Whose word a commitment stands on.
  public enum Voucher: Hashable, Sendable {
    /// Custodians of the policy, at least one.
    case custodians([NamedKey])
    /// The holder alone.
    case selfDeclared
  }

  /// Whose word a commitment stands on, or nil if the policy takes none of its signers'.
  public func voucher(for commitment: SignedCommitment) -> Voucher? {
    let known = custodians.filter { commitment.signers.contains($0.key) }
    if !known.isEmpty { return .custodians(known) }
    return acceptsSelfDeclared && commitment.isSignedByHolder ? .selfDeclared : nil
  }

  /// The publishers of the policy that signed a risk file.
  public func publishers(of file: SignedRiskFile) -> [NamedKey] {
    publishers.filter { file.signers.contains($0.key) }
  }
}
