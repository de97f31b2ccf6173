import CSecp256k1
import SystemCryptography

/// The contexts of libsecp256k1 that this module works with.
enum LibraryContext {
  /// For what needs no secret.
  nonisolated(unsafe) static let verifying = make()

  /// For operations on secrets, blinded once by fresh randomness; afterwards only read, which the library allows from any thread.
  nonisolated(unsafe) static let signing: OpaquePointer = {
    let context = make()
    SecretBytes.random(count: 32).withUnsafeBytes { seed in
      let blinded = secp256k1_context_randomize(context, seed.baseAddress?.assumingMemoryBound(to: UInt8.self))
      precondition(blinded == 1, "libsecp256k1 cannot blind its context")
    }
    return context
  }()

  private static func make() -> OpaquePointer {
    guard let context = secp256k1_context_create(UInt32(SECP256K1_CONTEXT_NONE)) else {
      preconditionFailure("libsecp256k1 cannot make a context: out of memory")
    }
    return context
  }
}
