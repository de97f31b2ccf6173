import Secp256k1
import SystemCryptography

/// The one secret of a commitment, from which its blinding and its leaves' salts are derived by HKDF-SHA256.
///
///     blinding = HKDF(secret, salt: id, info: "marginproof v1 blinding", 64 bytes) mod n
///     salt_i   = HKDF(secret, salt: id, info: "marginproof v1 leaf" || i as 8 bytes, 32 bytes)
///
/// Bound to the commitment's id, so that one secret used for two commitments would still blind them apart.
struct MasterSecret: ~Copyable, Sendable {
  static let byteCount = 32

  private let bytes: SecretBytes
  private let id: [UInt8]

  /// Nil unless there are 32 bytes.
  init?(_ bytes: consuming SecretBytes, id: [UInt8]) {
    guard bytes.count == Self.byteCount else { return nil }
    self.bytes = bytes
    self.id = id
  }

  /// A fresh secret of the system's generator.
  static func random(id: [UInt8]) -> MasterSecret { MasterSecret(unchecked: .random(count: byteCount), id: id) }

  private init(unchecked bytes: consuming SecretBytes, id: [UInt8]) {
    self.bytes = bytes
    self.id = id
  }

  /// The blinding of the position commitment, uniform up to 2^-256.
  borrowing func blinding() -> Scalar {
    let wide = HKDF.derive(from: bytes, salt: id, info: Array("marginproof v1 blinding".utf8), count: 64)
    return Scalar(reducing: wide.exposed())
  }

  /// The salt of a leaf, 32 bytes: whoever is shown it can check that leaf and no other.
  borrowing func salt(ofLeaf index: Int) -> [UInt8] {
    let number = (0..<8).map { UInt8(truncatingIfNeeded: UInt64(index) >> (56 - 8 * UInt64($0))) }
    return HKDF.derive(from: bytes, salt: id, info: Array("marginproof v1 leaf".utf8) + number, count: 32).exposed()
  }

  /// For sealing only.
  borrowing func exposed() -> [UInt8] { bytes.exposed() }
}
