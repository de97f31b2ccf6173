import CanonicalJSON
import SystemCryptography

/// A secret under a passphrase: scrypt makes the key, AES-256-GCM seals, the header is authenticated with the content.
///
///     {"ciphertext":"<base64>","header":{"cipher":"AES-256-GCM","kdf":"scrypt N=131072 r=8 p=1","kind":"opening","label":"...",
///      "nonce":"<12 bytes hex>","salt":"<16 bytes hex>","version":1}}
///
/// Canonical JSON; the associated data are the header's canonical bytes. The version fixes every parameter: the file says them for
/// people, and a file that says others is refused, so none of them decides how much memory is taken.
public struct SealedFile: Sendable {
  public enum Kind: String, Sendable {
    case opening
    case key
  }

  public static let version = 1

  /// The largest sealed file that is read, in bytes.
  public static let maximumByteCount = 1 << 26

  public let kind: Kind
  /// What the file is about, readable without the passphrase: a commitment's id, a public key.
  public let label: String
  private let salt: [UInt8]
  private let nonce: [UInt8]
  private let ciphertext: [UInt8]
  private let cost: Scrypt.Cost

  /// Reads a file's bytes; nothing of the secret is read yet.
  ///
  /// - Throws: `malformed`, `unsupportedVersion`.
  public init(_ bytes: [UInt8], kind: Kind) throws(SealedFileError) {
    try self.init(bytes, kind: kind, cost: .interactive)
  }

  /// Tests seal at a lower cost, which no public way reads.
  package init(_ bytes: [UInt8], kind: Kind, cost: Scrypt.Cost) throws(SealedFileError) {
    guard bytes.count <= Self.maximumByteCount else { throw .malformed(kind, reason: "longer than \(Self.maximumByteCount) bytes") }
    do throws(JSONError) {
      var file = try JSONFields(JSONValue(canonical: bytes), at: "")
      var header = try file.fields("header")
      let text = try file.string("ciphertext")
      try file.finish()
      let version = try header.integer("version")
      guard version == Self.version else { throw JSONError(.path("header.version"), .rule(Self.versionRule)) }
      try header.expect("kind", kind.rawValue)
      try header.expect("kdf", Self.name(of: cost))
      try header.expect("cipher", Self.cipher)
      label = try header.identifier("label")
      salt = try header.hexadecimal("salt", count: Self.saltByteCount...Self.saltByteCount)
      nonce = try header.hexadecimal("nonce", count: AES256GCM.nonceByteCount...AES256GCM.nonceByteCount)
      try header.finish()
      guard let ciphertext = [UInt8](base64: text), ciphertext.count >= AES256GCM.tagByteCount else {
        throw JSONError(.path("ciphertext"), .rule("must be base64 with padding, of at least \(AES256GCM.tagByteCount) bytes"))
      }
      self.ciphertext = ciphertext
    } catch {
      throw error.reason == .rule(Self.versionRule) ? .unsupportedVersion(kind) : .malformed(kind, reason: error.description)
    }
    self.kind = kind
    self.cost = cost
  }

  /// Seals a secret under a passphrase, with fresh salt and nonce.
  ///
  /// Takes some tenths of a second and 128 MiB, on purpose. The passphrase's strength is the caller's to ask for.
  public init(sealing secret: borrowing SecretBytes, kind: Kind, label: String, passphrase: borrowing SecretBytes) {
    self.init(sealing: secret, kind: kind, label: label, passphrase: passphrase, cost: .interactive)
  }

  package init(
    sealing secret: borrowing SecretBytes, kind: Kind, label: String, passphrase: borrowing SecretBytes, cost: Scrypt.Cost
  ) {
    self.kind = kind
    self.label = label
    self.cost = cost
    salt = SystemRandom.bytes(Self.saltByteCount)
    nonce = SystemRandom.bytes(AES256GCM.nonceByteCount)
    let key = Scrypt.derive(passphrase: passphrase, salt: salt, cost: cost, count: AES256GCM.keyByteCount)
    let header = Self.header(kind: kind, label: label, salt: salt, nonce: nonce, cost: cost)
    ciphertext = AES256GCM.seal(secret, key: key, nonce: nonce, associatedData: header.canonicalBytes)
  }

  /// The secret.
  ///
  /// - Throws: `wrongPassphrase`, also for a file that was changed: the two cannot be told apart.
  public func open(passphrase: borrowing SecretBytes) throws(SealedFileError) -> SecretBytes {
    let key = Scrypt.derive(passphrase: passphrase, salt: salt, cost: cost, count: AES256GCM.keyByteCount)
    do throws(AES256GCM.AuthenticationFailure) {
      return try AES256GCM.open(ciphertext, key: key, nonce: nonce, associatedData: header.canonicalBytes)
    } catch { throw .wrongPassphrase(kind) }
  }

  /// The file's bytes, the only ones that read as this file.
  public var bytes: [UInt8] {
    let file: JSONValue = ["ciphertext": .string(ciphertext.base64), "header": header]
    return file.canonicalBytes
  }

  private static let cipher = "AES-256-GCM"
  private static let saltByteCount = 16
  private static let versionRule = "must be \(version)"

  private static func name(of cost: Scrypt.Cost) -> String { "scrypt N=\(cost.n) r=\(cost.r) p=\(cost.p)" }

  private var header: JSONValue { Self.header(kind: kind, label: label, salt: salt, nonce: nonce, cost: cost) }

  private static func header(kind: Kind, label: String, salt: [UInt8], nonce: [UInt8], cost: Scrypt.Cost) -> JSONValue {
    [
      "kind": .string(kind.rawValue), "version": .integer(Int64(version)), "label": .string(label), "salt": .string(salt.hex),
      "nonce": .string(nonce.hex), "kdf": .string(name(of: cost)), "cipher": .string(cipher),
    ]
  }
}

/// Why a sealed file gave no secret: one line with the mend, and nothing of the secret.
public enum SealedFileError: Error, Hashable, Sendable, CustomStringConvertible {
  /// Not a sealed file of this kind, or not in the one spelling; `reason` says where.
  case malformed(SealedFile.Kind, reason: String)
  /// The file is of a version that this package does not read.
  case unsupportedVersion(SealedFile.Kind)
  /// The passphrase is not the one of the sealing, or the file was changed since.
  case wrongPassphrase(SealedFile.Kind)

  public var description: String {
    switch self {
    case .malformed(let kind, let reason): "sealed \(kind.rawValue) file: \(reason)"
    case .unsupportedVersion(let kind):
      "sealed \(kind.rawValue) file: of another version than \(SealedFile.version); use the marginproof release that wrote it"
    case .wrongPassphrase(let kind):
      "sealed \(kind.rawValue) file: wrong passphrase (or the file was changed); try again, or take the file from a backup"
    }
  }
}
