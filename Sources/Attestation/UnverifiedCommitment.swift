import CanonicalJSON
import Secp256k1
import SystemCryptography

/// A commitment file as it came: well formed, its signatures not checked.
public struct UnverifiedCommitment: Hashable, Sendable {
  public let envelope: UnverifiedEnvelope
  /// What the file says; nobody has checked who says so.
  public let claimed: PositionCommitmentRecord

  /// Reads the bytes of a commitment file.
  ///
  /// - Throws: `malformed` or `unsupportedVersion`.
  public init(_ bytes: [UInt8]) throws(EnvelopeError) {
    try self.init(UnverifiedEnvelope(bytes, kind: .commitment), at: "")
  }

  init(json: JSONValue, at path: String) throws(EnvelopeError) {
    try self.init(UnverifiedEnvelope(json: json, kind: .commitment, at: path), at: path)
  }

  private init(_ envelope: UnverifiedEnvelope, at path: String) throws(EnvelopeError) {
    claimed = try EnvelopeKind.commitment.reading { () throws(JSONError) in
      try PositionCommitmentRecord(json: envelope.payload, at: path)
    }
    self.envelope = envelope
  }

  /// The commitment with one more signature, of a custodian who has recomputed it from its own records.
  ///
  /// - Throws: `signedAlready`, `cannotSign`.
  public func signed(by key: borrowing SchnorrSigningKey) throws(EnvelopeError) -> UnverifiedCommitment {
    try UnverifiedCommitment(envelope.signed(by: key), at: "")
  }

  /// The commitment, once every signature has been checked.
  ///
  /// - Throws: `signatureInvalid`.
  public func verified() throws(EnvelopeError) -> SignedCommitment {
    SignedCommitment(record: claimed, signers: try envelope.verified().signers)
  }
}

/// A commitment whose signatures hold; made by ``UnverifiedCommitment/verified()`` alone.
public struct SignedCommitment: Hashable, Sendable {
  public let record: PositionCommitmentRecord
  /// The keys that vouch for it, sorted.
  public let signers: [SchnorrPublicKey]

  init(record: PositionCommitmentRecord, signers: [SchnorrPublicKey]) {
    self.record = record
    self.signers = signers
  }

  /// Whether the holder itself is among the signers.
  public var isSignedByHolder: Bool { signers.contains(record.holder) }
}

extension UnverifiedCommitment {
  /// Signs a record.
  ///
  /// - Throws: `cannotSign`.
  package init(signing record: PositionCommitmentRecord, by key: borrowing SchnorrSigningKey) throws(EnvelopeError) {
    try self.init(UnverifiedEnvelope(signing: record.json, as: .commitment, by: key), at: "")
  }
}
