import Secp256k1
import SystemCryptography

/// Where a prover's random scalars come from. Not public: from outside the package, proofs are made with the system's randomness alone.
package protocol ScalarSource {
  mutating func next() -> Scalar
}

/// Scalars within 2^-256 of uniform, from the system's generator.
package struct SystemScalars: ScalarSource {
  package init() {}

  package mutating func next() -> Scalar { Scalar(reducing: SystemRandom.bytes(64)) }
}

/// The scalars of the known answers, all predictable: SHA-256(seed, 8-byte counter, 0) and SHA-256(seed, counter, 1) as one number,
/// reduced. Never for a proof that hides anything.
package struct SeededScalars: ScalarSource {
  private let seed: [UInt8]
  private var counter: UInt64 = 0

  package init(seed: [UInt8]) { self.seed = seed }

  package mutating func next() -> Scalar {
    var input = seed
    input.appendBigEndian(counter)
    counter += 1
    return Scalar(reducing: SHA256.hash(input, [0]).bytes + SHA256.hash(input, [1]).bytes)
  }
}
