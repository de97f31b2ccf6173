import COpenSSL

/// The system's random generator, through libcrypto.
///
/// It fails closed: without randomness there is no secret to make, so the process stops rather than go on with a weak one.
public enum SystemRandom {
  /// Fresh random bytes; `count` is not negative, a precondition.
  public static func bytes(_ count: Int) -> [UInt8] {
    [UInt8](unsafeUninitializedCapacity: count) { buffer, written in
      fill(UnsafeMutableRawBufferPointer(rebasing: UnsafeMutableRawBufferPointer(buffer)[..<count]))
      written = count
    }
  }

  /// Overwrites the whole buffer with random bytes.
  package static func fill(_ buffer: UnsafeMutableRawBufferPointer) {
    guard let base = buffer.baseAddress, !buffer.isEmpty else { return }
    let done = RAND_bytes_ex(nil, base.assumingMemoryBound(to: UInt8.self), buffer.count, 0)
    precondition(done == 1, "the system gives no random bytes")
  }
}
