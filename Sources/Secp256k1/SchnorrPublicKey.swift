import CSecp256k1

/// A Schnorr public key of BIP-340: the x coordinate of the point with even y.
public struct SchnorrPublicKey: Hashable, Sendable {
  public static let byteCount = 32
  public static let signatureByteCount = 64

  /// The x coordinate, most significant byte first.
  public let bytes: [UInt8]

  /// Nil unless there are 32 bytes and a point of the curve has this x, below the field's modulus.
  public init?(bytes: [UInt8]) {
    guard Self.parsed(bytes) != nil else { return nil }
    self.bytes = bytes
  }

  /// Whether the 64 bytes are this key's signature on the message, which may have any length, by BIP-340's verification.
  ///
  /// The caller brings the domain separation: the same message means the same thing wherever this key signs.
  public func isValidSignature(_ signature: [UInt8], on message: [UInt8]) -> Bool {
    guard signature.count == Self.signatureByteCount, var key = Self.parsed(bytes) else { return false }
    return secp256k1_schnorrsig_verify(LibraryContext.verifying, signature, message, message.count, &key) == 1
  }

  private static func parsed(_ bytes: [UInt8]) -> secp256k1_xonly_pubkey? {
    guard bytes.count == byteCount else { return nil }
    var key = secp256k1_xonly_pubkey()
    return secp256k1_xonly_pubkey_parse(LibraryContext.verifying, &key, bytes) == 1 ? key : nil
  }
}
