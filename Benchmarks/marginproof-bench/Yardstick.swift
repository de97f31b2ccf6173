import CSecp256k1
import Secp256k1
import SystemCryptography

/// What every time is compared with: one BIP-340 verification by libsecp256k1.
///
/// Absolute times change with the machine's clock and its load; the ratio of two times of the same moment changes little.
struct Yardstick {
  private let context: OpaquePointer
  private let signature: [UInt8]
  private let message: [UInt8]
  private let key: secp256k1_xonly_pubkey
  /// The least of all times so far, in seconds.
  private(set) var best = Double.infinity

  init() throws {
    let message = [UInt8](repeating: 0x5A, count: 32)
    guard let signer = SchnorrSigningKey(secret: [UInt8](repeating: 0x11, count: 32)),
      let context = secp256k1_context_create(UInt32(SECP256K1_CONTEXT_NONE))
    else { throw BenchmarkError("libsecp256k1 makes no context or key; check its installation") }
    signature = try signer.sign(message)
    var key = secp256k1_xonly_pubkey()
    guard secp256k1_xonly_pubkey_parse(context, &key, signer.publicKey.bytes) == 1,
      secp256k1_schnorrsig_verify(context, signature, message, message.count, &key) == 1
    else { throw BenchmarkError("libsecp256k1 refuses its own signature; check its installation") }
    self.context = context
    self.message = message
    self.key = key
  }

  /// The time of one verification in seconds, the mean of enough of them for the clock.
  mutating func measure() -> Double {
    let repetitions = 40
    var key = key
    let start = CPUClock.process
    for _ in 0..<repetitions { _ = secp256k1_schnorrsig_verify(context, signature, message, message.count, &key) }
    let time = (CPUClock.process - start) / Double(repetitions)
    best = min(best, time)
    return time
  }
}
