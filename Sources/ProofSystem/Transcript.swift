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
  /// Makes the challenges' bytes: kept, so that a challenge makes and frees nothing.
  private var expansion = SHA256()

  /// Starts a transcript of one protocol, by its label.
  package init(label: String) { Array(label.utf8).withUnsafeBytes { append(.start, "marginproof transcript v1", $0) } }

  private mutating func append(_ kind: Kind, _ label: String, _ data: UnsafeRawBufferPointer) {
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 13 + label.utf8.count) { prefix in
      var end = 0
      func put(_ byte: UInt8) {
        prefix.initializeElement(at: end, to: byte)
        end += 1
      }
      put(kind.rawValue)
      for shift in stride(from: 24, through: 0, by: -8) { put(UInt8(truncatingIfNeeded: label.utf8.count >> shift)) }
      for byte in label.utf8 { put(byte) }
      for shift in stride(from: 56, through: 0, by: -8) { put(UInt8(truncatingIfNeeded: data.count >> shift)) }
      hash.update(UnsafeRawBufferPointer(prefix))
    }
    hash.update(data)
  }

  /// Binds every later challenge to these bytes.
  package mutating func absorb(_ label: String, _ data: ArraySlice<UInt8>) { data.withUnsafeBytes { append(.message, label, $0) } }

  /// Binds every later challenge to these bytes.
  package mutating func absorb(_ label: String, _ data: [UInt8]) { absorb(label, data[...]) }

  /// A scalar that is uniform up to 2^-256 in the random oracle model, never zero.
  package mutating func challenge(_ label: String) throws(ZeroChallenge) -> Scalar {
    append(.request, label, UnsafeRawBufferPointer(start: nil, count: 0))
    let scalar = withUnsafeTemporaryAllocation(byteCount: 3 * Digest.byteCount + 1, alignment: 8) { memory in
      // The state and a byte that counts, then the 512 bits.
      let input = UnsafeMutableRawBufferPointer(rebasing: memory[...Digest.byteCount])
      let wide = UnsafeMutableRawBufferPointer(rebasing: memory[(Digest.byteCount + 1)...])
      expansion.copy(hash)
      expansion.finish(into: input)
      append(.challenge, label, UnsafeRawBufferPointer(rebasing: input[..<Digest.byteCount]))
      for half in 0..<2 {
        input[Digest.byteCount] = UInt8(half)
        expansion.update(UnsafeRawBufferPointer(input))
        expansion.finish(into: UnsafeMutableRawBufferPointer(rebasing: wide[(half * Digest.byteCount)...]))
      }
      return Scalar(reducing: UnsafeRawBufferPointer(wide))
    }
    return try Self.nonZero(scalar)
  }

  /// The residue of a 512-bit number, refused when it is zero: honest parties meet that with probability 2^-256.
  package static func nonZero(wide bytes: [UInt8]) throws(ZeroChallenge) -> Scalar { try nonZero(Scalar(reducing: bytes)) }

  private static func nonZero(_ scalar: Scalar) throws(ZeroChallenge) -> Scalar {
    guard !scalar.isZero else { throw ZeroChallenge() }
    return scalar
  }
}

/// A challenge at which the protocol divides by zero: the proof is refused, and a prover starts again with other randomness.
package struct ZeroChallenge: Error {}
