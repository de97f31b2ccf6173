import CSecp256k1
import SystemCryptography

/// A Schnorr secret key of BIP-340, wiped from memory at the end of its life.
///
/// Signing is libsecp256k1's: constant time, with a blinded context and fresh auxiliary randomness for each signature.
public struct SchnorrSigningKey: ~Copyable, Sendable {
  public static let secretByteCount = 32

  public let publicKey: SchnorrPublicKey

  /// The library's `secp256k1_keypair`.
  private let pair: SecretBytes

  /// The key with this secret; nil unless there are 32 bytes, most significant first, of a number in [1, n).
  public init?(secret: borrowing SecretBytes) {
    guard secret.count == Self.secretByteCount else { return nil }
    var isKey = false
    let pair = secret.withUnsafeBytes { secret -> SecretBytes in
      SecretBytes(count: MemoryLayout<secp256k1_keypair>.size) { pair in
        guard let pair = pair.baseAddress?.bindMemory(to: secp256k1_keypair.self, capacity: 1),
          let secret = secret.baseAddress?.assumingMemoryBound(to: UInt8.self)
        else { return }
        isKey = secp256k1_keypair_create(LibraryContext.signing, pair, secret) == 1
      }
    }
    guard isKey, let publicKey = SchnorrPublicKey(pair: pair) else { return nil }
    self.pair = pair
    self.publicKey = publicKey
  }

  /// The key with this secret, as the other initialiser takes it; the array remains the caller's to dispose of.
  public init?(secret: [UInt8]) { self.init(secret: SecretBytes(copying: secret)) }

  /// A fresh key from the system's generator.
  public static func generate() -> SchnorrSigningKey {
    while true {
      // Refused with probability 2^-128: a secret of zero, or not below n.
      if let key = SchnorrSigningKey(secret: SecretBytes.random(count: secretByteCount)) { return key }
    }
  }

  /// A 64-byte signature on the message, which may have any length; two signatures on one message differ.
  ///
  /// The caller brings the domain separation: the same message means the same thing wherever this key signs.
  public borrowing func sign(_ message: [UInt8]) throws(SigningError) -> [UInt8] {
    try sign(message, auxiliary: SecretBytes.random(count: 32))
  }

  /// The signature that BIP-340 specifies for 32 bytes of auxiliary randomness: for known answers.
  package borrowing func sign(_ message: [UInt8], auxiliary: borrowing SecretBytes) throws(SigningError) -> [UInt8] {
    precondition(auxiliary.count == 32, "BIP-340 takes 32 bytes of auxiliary randomness")
    var signature = [UInt8](repeating: 0, count: SchnorrPublicKey.signatureByteCount)
    let signed = auxiliary.withUnsafeBytes { auxiliary -> Int32 in
      pair.withUnsafeBytes { pair -> Int32 in
        guard let pair = pair.baseAddress?.assumingMemoryBound(to: secp256k1_keypair.self) else { return 0 }
        var parameters = secp256k1_schnorrsig_extraparams(
          magic: (0xDA, 0x6F, 0xB3, 0x8C), noncefp: nil, ndata: UnsafeMutableRawPointer(mutating: auxiliary.baseAddress))
        return secp256k1_schnorrsig_sign_custom(
          LibraryContext.signing, &signature, message, message.count, pair, &parameters)
      }
    }
    // A fault while signing could give the secret away by a wrong signature (BIP-340, default signing).
    guard signed == 1, publicKey.isValidSignature(signature, on: message) else { throw .failed }
    return signature
  }
}

extension SchnorrPublicKey {
  /// The public half of a key pair that the library made.
  fileprivate init?(pair: borrowing SecretBytes) {
    var point = secp256k1_xonly_pubkey()
    var bytes = [UInt8](repeating: 0, count: Self.byteCount)
    let isRead = pair.withUnsafeBytes { pair in
      guard let pair = pair.baseAddress?.assumingMemoryBound(to: secp256k1_keypair.self) else { return false }
      return secp256k1_keypair_xonly_pub(LibraryContext.signing, &point, nil, pair) == 1
    }
    guard isRead, secp256k1_xonly_pubkey_serialize(LibraryContext.verifying, &bytes, &point) == 1 else { return nil }
    self.init(bytes: bytes)
  }
}

/// Why no signature was made.
public enum SigningError: Error, Equatable, Sendable, CustomStringConvertible {
  case failed

  public var description: String {
    "signing failed: the signature made does not verify; try again, and suspect the machine's memory if it recurs"
  }
}
