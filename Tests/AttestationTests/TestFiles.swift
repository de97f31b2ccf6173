import Attestation
import Foundation
import CanonicalJSON
import MarginModel
import Secp256k1
import SystemCryptography
import Testing

/// Keys, clocks and small files that tests share.
enum TestFiles {
  /// scrypt at a cost that tests can pay often; no public way reads or writes it.
  static let cheap = Scrypt.Cost(n: 16, r: 1, p: 1)

  struct NoKey: Error {}

  /// The key whose secret is this number.
  static func key(_ number: UInt8) throws -> SchnorrSigningKey {
    guard let key = SchnorrSigningKey(secret: [UInt8](repeating: 0, count: 31) + [number]) else { throw NoKey() }
    return key
  }

  static func publicKey(_ number: UInt8) throws -> SchnorrPublicKey { try key(number).publicKey }

  static func time(_ text: String = "2026-05-21T10:00:00Z") throws -> Timestamp { try #require(Timestamp(text)) }

  static func passphrase(_ text: String = "correct horse") -> SecretBytes { SecretBytes(copying: Array(text.utf8)) }

  static func positions() throws -> [CommittedPosition] {
    [
      try #require(CommittedPosition(column: "0.1 BTC-PERPETUAL", lots: -25, venue: "exchange/main", reference: "hedge")),
      try #require(CommittedPosition(column: "0.01 USDC", lots: 1_000_000, venue: "", reference: "")),
      try #require(CommittedPosition(column: "1 ETH", lots: 0, venue: "", reference: "")),
    ]
  }

  /// A commitment of ``positions()`` held by key 1, signed by another, and its opening.
  static func commitment(signedBy signer: UInt8 = 2) throws -> (UnverifiedCommitment, SealedFile) {
    let opening = Opening.fresh(of: try positions())
    let record = try opening.record(holder: publicKey(1), venue: "exchange/main", asOf: time())
    return (try UnverifiedCommitment(signing: record, by: key(signer)), opening.sealed(passphrase: passphrase(), cost: cheap))
  }

  /// The bytes with one bit changed.
  static func flipping(_ bit: Int, of bytes: [UInt8]) -> [UInt8] {
    var flipped = bytes
    flipped[bit / 8] ^= 1 << UInt8(bit % 8)
    return flipped
  }

  /// The bytes with one text, which is there, replaced by another.
  static func replacing(_ text: String, by other: String, in bytes: [UInt8]) throws -> [UInt8] {
    let whole = String(decoding: bytes, as: UTF8.self)
    let range = try #require(whole.range(of: text))
    return Array(whole.replacingCharacters(in: range, with: other).utf8)
  }
}
