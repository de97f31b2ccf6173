import Attestation
import MarginModel
import Secp256k1
import SystemCryptography

/// An attestation that passed every check; made by `MarginVerifier` alone.
public struct VerifiedAttestation: Sendable {
  /// A commitment and whose word it stands on.
  public struct Commitment: Sendable {
    public let record: PositionCommitmentRecord
    public let voucher: TrustPolicy.Voucher
  }

  /// A value that the circuit publishes: exact, and proven.
  public struct PublishedValue: Sendable, Hashable {
    /// `netDelta[BTC]`.
    public let name: String
    public let value: Rational
    public let unit: UnitOfMeasure
  }

  /// The digest of the file, by which a later attestation names it as its `previous`.
  public let digest: Digest
  public let statement: AttestationStatement
  public let commitments: [Commitment]
  /// The circuit's name, version and assertions as it spells them.
  public let circuitName: String
  public let circuitVersion: Int
  public let assertions: [String]
  /// In the circuit's order.
  public let published: [PublishedValue]
  /// The risk file's model and as-of time.
  public let riskModel: String?
  public let riskAsOf: Timestamp
  /// The publishers of the policy that signed the risk file.
  public let publishers: [TrustPolicy.NamedKey]
  /// The proof's size in bytes.
  public let proofByteCount: Int
  /// Every check in order, all passed.
  public let checks: [VerificationCheck]

  /// Whether custodians vouch for every commitment.
  public var isCustodianAttested: Bool {
    commitments.allSatisfy { if case .custodians = $0.voucher { true } else { false } }
  }
}
