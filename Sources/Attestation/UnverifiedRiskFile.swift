import CanonicalJSON
import MarginModel
import Secp256k1
import SystemCryptography

/// A signed risk file as it came: well formed, its signatures not checked.
public struct UnverifiedRiskFile: Sendable {
  public let envelope: UnverifiedEnvelope
  /// What the file says; nobody has checked who says so.
  public let claimed: RiskFile

  /// Reads the bytes of a signed risk file.
  ///
  /// - Throws: `malformed` or `unsupportedVersion`.
  public init(_ bytes: [UInt8]) throws(EnvelopeError) {
    try self.init(UnverifiedEnvelope(bytes, kind: .risk))
  }

  /// Signs a risk file; k publishers sign one after the other by ``signed(by:)``.
  ///
  /// - Throws: `cannotSign`.
  public init(signing risk: RiskFile, by key: borrowing SchnorrSigningKey) throws(EnvelopeError) {
    try self.init(UnverifiedEnvelope(signing: risk.json, as: .risk, by: key))
  }

  private init(_ envelope: UnverifiedEnvelope) throws(EnvelopeError) {
    let risk: RiskFile
    do throws(RiskFileError) { risk = try RiskFile(json: envelope.payload) } catch {
      throw .malformed(.risk, reason: error.description)
    }
    self.envelope = envelope
    claimed = risk
  }

  /// The file with one more signature, of a publisher who has checked it.
  ///
  /// - Throws: `signedAlready`, `cannotSign`.
  public func signed(by key: borrowing SchnorrSigningKey) throws(EnvelopeError) -> UnverifiedRiskFile {
    try UnverifiedRiskFile(envelope.signed(by: key))
  }

  /// The risk file, once every signature has been checked.
  ///
  /// - Throws: `signatureInvalid`.
  public func verified() throws(EnvelopeError) -> SignedRiskFile {
    SignedRiskFile(risk: claimed, signers: try envelope.verified().signers)
  }
}

/// A risk file whose signatures hold; made by ``UnverifiedRiskFile/verified()`` alone.
public struct SignedRiskFile: Sendable {
  public let risk: RiskFile
  /// The keys that vouch for it, sorted.
  public let signers: [SchnorrPublicKey]

  init(risk: RiskFile, signers: [SchnorrPublicKey]) {
    self.risk = risk
    self.signers = signers
  }
}
