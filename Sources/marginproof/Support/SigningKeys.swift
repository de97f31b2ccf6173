import Attestation
import Secp256k1
import SystemCryptography

/// Reads sealed signing keys and public keys.
enum SigningKeys {
  static func open(_ path: String, _ passphrase: PassphraseOptions) throws -> SchnorrSigningKey {
    let bytes = try Files.read(path)
    let file = try orFail(at: path) { try SealedFile(bytes, kind: .key) }
    let secret = try passphrase.existing()
    return try orFail(at: path) { try SigningKeyFile.open(file, passphrase: secret) }
  }

  /// The public key that a sealed key file names.
  static func claimedPublicKey(_ path: String) throws -> SchnorrPublicKey {
    let bytes = try Files.read(path)
    return try orFail(at: path) { try SigningKeyFile.claimedPublicKey(of: SealedFile(bytes, kind: .key)) }
  }

  static func publicKey(_ text: String, option: String) throws -> SchnorrPublicKey {
    guard let bytes = [UInt8](hex: text), let key = SchnorrPublicKey(bytes: bytes) else {
      throw CommandFailure.couldNotRun(
        "\(option): write a public key of 64 lower-case hexadecimal digits; marginproof keys show prints one")
    }
    return key
  }
}
