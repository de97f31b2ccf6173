import Secp256k1
import SystemCryptography

/// A signing key at rest: a ``SealedFile`` of kind `key` whose content is the 32-byte secret and whose label the public key.
public enum SigningKeyFile {
  /// A fresh key and its sealed file.
  public static func generate(passphrase: borrowing SecretBytes) -> (file: SealedFile, publicKey: SchnorrPublicKey) {
    generate(passphrase: passphrase, cost: .interactive)
  }

  package static func generate(
    passphrase: borrowing SecretBytes, cost: Scrypt.Cost
  ) -> (file: SealedFile, publicKey: SchnorrPublicKey) {
    while true {
      let secret = SecretBytes.random(count: SchnorrSigningKey.secretByteCount)
      // One secret in 2^128 is no key.
      guard let key = SchnorrSigningKey(secret: secret) else { continue }
      let label = key.publicKey.bytes.hex
      return (SealedFile(sealing: secret, kind: .key, label: label, passphrase: passphrase, cost: cost), key.publicKey)
    }
  }

  /// The public key that a file says it holds; it is proven only by opening.
  ///
  /// - Throws: `malformed`.
  public static func claimedPublicKey(of file: SealedFile) throws(SealedFileError) -> SchnorrPublicKey {
    guard file.kind == .key, let bytes = [UInt8](hex: file.label), let key = SchnorrPublicKey(bytes: bytes) else {
      throw .malformed(.key, reason: "header.label must be the public key in 64 lower-case hexadecimal digits")
    }
    return key
  }

  /// The key.
  ///
  /// - Throws: `wrongPassphrase`, or `malformed` if the content is no key or not that of the label.
  public static func open(_ file: SealedFile, passphrase: borrowing SecretBytes) throws(SealedFileError) -> SchnorrSigningKey {
    let claimed = try claimedPublicKey(of: file)
    let secret = try file.open(passphrase: passphrase)
    guard let key = SchnorrSigningKey(secret: secret), key.publicKey == claimed else {
      throw .malformed(.key, reason: "the content is not the secret of the key that the header names")
    }
    return key
  }
}
