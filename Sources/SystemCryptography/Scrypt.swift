import COpenSSL

/// scrypt (RFC 7914): a key from a passphrase, dear to guess because it needs memory.
public enum Scrypt {
  /// Cost parameters: about `128 * n * r` bytes of memory, `p` times over.
  ///
  /// Instances are constants of the program: never make one from a file's own figures, for they decide how much memory is taken.
  public struct Cost: Sendable, Hashable {
    /// The CPU and memory cost N, a power of two above 1.
    public let n: Int
    /// The block size.
    public let r: Int
    /// The parallelisation.
    public let p: Int

    package init(n: Int, r: Int, p: Int) {
      precondition(n > 1 && n.nonzeroBitCount == 1 && n <= 1 << 20 && (1...32).contains(r) && (1...16).contains(p))
      self.n = n
      self.r = r
      self.p = p
    }

    /// N = 2^17, r = 8, p = 1: 128 MiB and some tenths of a second, the least that OWASP advises for stored passphrases.
    public static let interactive = Cost(n: 1 << 17, r: 8, p: 1)
  }

  /// The key of a passphrase.
  ///
  /// `count` is in `1...1024`, a precondition. Memory access depends on the passphrase (a property of scrypt).
  public static func derive(passphrase: borrowing SecretBytes, salt: [UInt8], cost: Cost, count: Int) -> SecretBytes {
    precondition((1...1024).contains(count), "scrypt is asked for 1 to 1024 bytes here")
    let memory = UInt64(128 * cost.r * (cost.n + cost.p + 2)) + 1 << 20
    return SecretBytes(count: count) { output in
      let done = passphrase.withUnsafeBytes { passphrase in
        EVP_PBE_scrypt(
          passphrase.baseAddress?.assumingMemoryBound(to: CChar.self), passphrase.count, salt, salt.count, UInt64(cost.n),
          UInt64(cost.r), UInt64(cost.p), memory, output.baseAddress?.assumingMemoryBound(to: UInt8.self), output.count)
      }
      precondition(done == 1, "libcrypto refuses to derive by scrypt: out of memory")
    }
  }
}
