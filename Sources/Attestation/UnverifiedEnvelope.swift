import CanonicalJSON
import Secp256k1
import SystemCryptography

/// A signed file as it came: a DSSE v1.0.2 envelope in its one spelling, whose signatures nobody has checked.
///
///     {"payload":"<base64>","payloadType":"application/vnd.marginproof.<kind>.v1+json",
///      "signatures":[{"keyid":"<public key, 64 hex>","sig":"<base64 of 64 bytes>"}, ...]}
///
/// Envelope and payload are canonical JSON (RFC 8785); signatures are BIP-340, over ``PreAuthenticationEncoding``, at least one, of
/// distinct keys, sorted by key. So an envelope has one spelling, and its bytes can be named by their digest. The content comes out of
/// ``verified()`` only.
public struct UnverifiedEnvelope: Hashable, Sendable {
  /// The most keys that may sign one file.
  public static let maximumSignatureCount = 64

  struct Signature: Hashable, Sendable {
    let key: SchnorrPublicKey
    let bytes: [UInt8]
  }

  public let kind: EnvelopeKind
  let payload: JSONValue
  let payloadBytes: [UInt8]
  let signatures: [Signature]

  /// The caller vouches for the parts.
  init(unchecked kind: EnvelopeKind, payload: JSONValue, bytes: [UInt8], signatures: [Signature]) {
    self.kind = kind
    self.payload = payload
    payloadBytes = bytes
    self.signatures = signatures
  }

  /// Reads the canonical bytes of an envelope of one kind.
  ///
  /// - Throws: `malformed` or `unsupportedVersion`.
  public init(_ bytes: [UInt8], kind: EnvelopeKind) throws(EnvelopeError) {
    guard bytes.count <= kind.maximumByteCount else {
      throw .malformed(kind, reason: "longer than \(kind.maximumByteCount) bytes")
    }
    let json = try kind.reading { () throws(JSONError) in try JSONValue(canonical: bytes) }
    try self.init(json: json, kind: kind, at: "")
  }

  /// Reads an envelope that is part of another file, where it stands at `path`.
  ///
  /// - Throws: `malformed` or `unsupportedVersion`.
  package init(json: JSONValue, kind: EnvelopeKind, at path: String) throws(EnvelopeError) {
    let (type, text, list) = try kind.reading { () throws(JSONError) in
      var fields = try JSONFields(json, at: path)
      let parts = (try fields.string("payloadType"), try fields.string("payload"), try fields.array("signatures"))
      try fields.finish()
      return parts
    }
    if kind.isOtherVersion(type) { throw .unsupportedVersion(kind) }
    self.kind = kind
    (payload, payloadBytes, signatures) = try kind.reading { () throws(JSONError) in
      guard type.utf8.elementsEqual(kind.payloadType.utf8) else {
        throw JSONError(.path(path), .rule("payloadType must be \"\(kind.payloadType)\""))
      }
      guard let bytes = [UInt8](base64: text) else {
        throw JSONError(.path(path), .rule("payload must be base64 with padding, in its one spelling"))
      }
      return (try JSONValue(canonical: bytes), bytes, try Self.signatures(list, at: path))
    }
  }

  private static func signatures(_ list: [JSONValue], at path: String) throws(JSONError) -> [Signature] {
    guard (1...maximumSignatureCount).contains(list.count) else {
      throw JSONError(.path(path), .rule("signatures must be 1 to \(maximumSignatureCount)"))
    }
    var signatures: [Signature] = []
    for (index, json) in list.enumerated() {
      var fields = try JSONFields(json, at: "\(path).signatures[\(index)]")
      let keyText = try fields.string("keyid")
      let text = try fields.string("sig")
      try fields.finish()
      guard let keyBytes = [UInt8](hex: keyText), let key = SchnorrPublicKey(bytes: keyBytes) else {
        throw JSONError(.path(fields.path), .rule("keyid must be a public key in 64 lower-case hexadecimal digits"))
      }
      guard let bytes = [UInt8](base64: text), bytes.count == 64 else {
        throw JSONError(.path(fields.path), .rule("sig must be base64 of 64 bytes, in its one spelling"))
      }
      if let last = signatures.last, !last.key.bytes.lexicographicallyPrecedes(keyBytes) {
        throw JSONError(.path(fields.path), .rule("signatures must be of distinct keys, sorted by keyid"))
      }
      signatures.append(Signature(key: key, bytes: bytes))
    }
    return signatures
  }

  /// The keys that claim to have signed, sorted.
  public var claimedSigners: [SchnorrPublicKey] { signatures.map(\.key) }

  /// The content, once every signature has been checked.
  ///
  /// Says who signed, not whether they may: that is the ``TrustPolicy``'s.
  ///
  /// - Throws: `signatureInvalid`, if a single one is: nobody can decorate a file with signatures that are not.
  public func verified() throws(EnvelopeError) -> VerifiedEnvelope {
    let message = PreAuthenticationEncoding.encode(payloadType: kind.payloadType, payload: payloadBytes)
    for signature in signatures where !signature.key.isValidSignature(signature.bytes, on: message) {
      throw .signatureInvalid(kind, key: signature.key.bytes.hex)
    }
    return VerifiedEnvelope(kind: kind, payload: payload, signers: claimedSigners)
  }

  /// The envelope as JSON.
  package var json: JSONValue {
    [
      "payload": .string(payloadBytes.base64),
      "payloadType": .string(kind.payloadType),
      "signatures": .array(
        signatures.map { ["keyid": .string($0.key.bytes.hex), "sig": .string($0.bytes.base64)] }),
    ]
  }

  /// The file's bytes, the only ones that read as this envelope.
  public var bytes: [UInt8] { json.canonicalBytes }

  /// The digest of ``bytes``.
  public var digest: Digest { SHA256.hash(bytes) }
}
