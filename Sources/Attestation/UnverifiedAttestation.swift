import CanonicalJSON
import ProofSystem
import Secp256k1
import SystemCryptography

/// An attestation file as it came: well formed, nothing in it checked.
///
///     payload = {"kind":"attestation","proof":"<base64>","statement":{...},"version":1}
///
/// Only `MarginVerifier` makes a `VerifiedAttestation` of it.
public struct UnverifiedAttestation: Hashable, Sendable {
  /// The longest proof that is read, in bytes; what length is right follows from the program.
  public static let maximumProofByteCount = 1 << 16

  public let envelope: UnverifiedEnvelope
  /// What the file says; nobody has checked that it is so.
  public let claimed: AttestationStatement
  /// The proof's bytes.
  public let proof: [UInt8]

  /// Reads the bytes of an attestation file.
  ///
  /// - Throws: `malformed` or `unsupportedVersion`, also for the commitments inside.
  public init(_ bytes: [UInt8]) throws(EnvelopeError) {
    try self.init(UnverifiedEnvelope(bytes, kind: .attestation))
  }

  /// Signs a statement and the proof made for it.
  ///
  /// - Throws: `cannotSign`, or `malformed` if the key is not the statement's prover.
  package init(signing statement: AttestationStatement, proof: [UInt8], by key: borrowing SchnorrSigningKey) throws(EnvelopeError) {
    let payload: JSONValue = [
      "kind": .string(EnvelopeKind.attestation.rawValue), "version": .integer(Int64(EnvelopeKind.version)),
      "statement": statement.json, "proof": .string(proof.base64),
    ]
    try self.init(UnverifiedEnvelope(signing: payload, as: .attestation, by: key))
  }

  private init(_ envelope: UnverifiedEnvelope) throws(EnvelopeError) {
    let kind = EnvelopeKind.attestation
    let (statement, proof) = try kind.reading { () throws(JSONError) in
      var fields = try JSONFields(envelope.payload, at: "")
      try fields.expect("kind", kind.rawValue)
      try fields.expect("version", EnvelopeKind.version)
      let parts = (try fields.value("statement"), try fields.string("proof"))
      try fields.finish()
      return parts
    }
    claimed = try AttestationStatement(json: statement, at: "statement")
    guard let proof = [UInt8](base64: proof), proof.count <= Self.maximumProofByteCount else {
      throw .malformed(kind, reason: "proof: must be base64 with padding, of at most \(Self.maximumProofByteCount) bytes")
    }
    self.proof = proof
    guard envelope.claimedSigners == [claimed.prover] else {
      throw .malformed(kind, reason: "signatures: must be one, of the key that statement.prover names")
    }
    self.envelope = envelope
  }

  /// The file's bytes.
  public var bytes: [UInt8] { envelope.bytes }

  /// The digest of the file, by which a later attestation names it as its `previous`.
  public var digest: Digest { envelope.digest }
}
