import CanonicalJSON
import Secp256k1

extension UnverifiedEnvelope {
  /// An envelope of this content with one signature.
  ///
  /// - Throws: `cannotSign`.
  package init(signing payload: JSONValue, as kind: EnvelopeKind, by key: borrowing SchnorrSigningKey) throws(EnvelopeError) {
    let unsigned = UnverifiedEnvelope(unchecked: kind, payload: payload, bytes: payload.canonicalBytes, signatures: [])
    self = try unsigned.signed(by: key)
  }

  /// The envelope with one more signature over the same content, which the signer has read and vouches for.
  ///
  /// - Throws: `signedAlready`, `cannotSign`, or `malformed` when there are as many signatures as a file may have.
  public func signed(by key: borrowing SchnorrSigningKey) throws(EnvelopeError) -> UnverifiedEnvelope {
    let signer = key.publicKey
    guard !claimedSigners.contains(signer) else { throw .signedAlready(kind, key: signer.bytes.hex) }
    guard signatures.count < Self.maximumSignatureCount else {
      throw .malformed(kind, reason: "has \(Self.maximumSignatureCount) signatures, no more are read")
    }
    let message = PreAuthenticationEncoding.encode(payloadType: kind.payloadType, payload: payloadBytes)
    guard let bytes = try? key.sign(message) else { throw .cannotSign(kind) }
    let all = signatures + [Signature(key: signer, bytes: bytes)]
    return UnverifiedEnvelope(
      unchecked: kind, payload: payload, bytes: payloadBytes,
      signatures: all.sorted { $0.key.bytes.lexicographicallyPrecedes($1.key.bytes) })
  }
}
