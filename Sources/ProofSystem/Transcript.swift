import Secp256k1
import SystemCryptography

/// The Fiat-Shamir transcript: one running SHA-256 over typed, labelled, length-prefixed items, so that no two sequences of items give
/// the same bytes. Every challenge depends on every item before it, earlier challenges included.
///
///     item = kind: 1, label length: 4, label, data length: 8, data          (integers big-endian)
package struct Transcript: ~Copyable {
  private enum Kind: UInt8 {
    case start, message, request, challenge
  }

  private var hash = SHA256()

  /// Starts a transcript of one protocol, by its label.
  package init(label: String) { append(.start, "marginproof transcript v1", Array(label.utf8)) }

  private mutating func append(_ kind: Kind, _ label: String, _ data: [UInt8]) {
    var prefix = [kind.rawValue]
    prefix.appendBigEndian(UInt32(label.utf8.count))
    prefix += label.utf8
    prefix.appendBigEndian(UInt64(data.count))
    hash.update(prefix)
    hash.update(data)
  }

  /// Binds every later challenge to these bytes.
  package mutating func absorb(_ label: String, _ data: [UInt8]) { append(.message, label, data) }

  /// A scalar that is uniform up to 2^-256 in the random oracle model, never zero.
  package mutating func challenge(_ label: String) throws(ZeroChallenge) -> Scalar {
    append(.request, label, [])
    let state = hash.digest().bytes
    append(.challenge, label, state)
    return try Self.nonZero(wide: SHA256.hash(state, [0]).bytes + SHA256.hash(state, [1]).bytes)
  }

  /// The residue of a 512-bit number, refused when it is zero: honest parties meet that with probability 2^-256.
  package static func nonZero(wide bytes: [UInt8]) throws(ZeroChallenge) -> Scalar {
    let scalar = Scalar(reducing: bytes)
    guard !scalar.isZero else { throw ZeroChallenge() }
    return scalar
  }
}

/// A challenge at which the protocol divides by zero: the proof is refused, and a prover starts again with other randomness.
package struct ZeroChallenge: Error {}
