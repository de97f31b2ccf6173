import COpenSSL

/// Wiping of working memory that a ``SecretBytes`` does not own.
package enum SecretMemory {
  /// Overwrites the bytes with zeros, which no optimiser removes.
  package static func wipe(_ buffer: UnsafeMutableRawBufferPointer) {
    guard let base = buffer.baseAddress, !buffer.isEmpty else { return }
    OPENSSL_cleanse(base, buffer.count)
  }
}
