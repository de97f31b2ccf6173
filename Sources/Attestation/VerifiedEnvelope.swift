import CanonicalJSON
import Secp256k1

/// The content of a signed file whose every signature holds; made by ``UnverifiedEnvelope/verified()`` alone.
public struct VerifiedEnvelope: Sendable {
  public let kind: EnvelopeKind
  package let payload: JSONValue

  /// The keys that signed, sorted, all of them distinct.
  public let signers: [SchnorrPublicKey]

  init(kind: EnvelopeKind, payload: JSONValue, signers: [SchnorrPublicKey]) {
    self.kind = kind
    self.payload = payload
    self.signers = signers
  }
}
