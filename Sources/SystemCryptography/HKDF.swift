import COpenSSL

/// HKDF with SHA-256 (RFC 5869): many independent secrets from one.
public enum HKDF {
  /// The longest output, 255 digests.
  public static let maximumByteCount = 255 * Digest.byteCount

  /// Extract-then-expand: `HKDF-Expand(HKDF-Extract(salt, secret), info, count)`.
  ///
  /// `count` is in `1...maximumByteCount`, a precondition. Different `info` give independent outputs. Time depends on lengths only.
  public static func derive(from secret: borrowing SecretBytes, salt: [UInt8], info: [UInt8], count: Int) -> SecretBytes {
    precondition((1...maximumByteCount).contains(count), "HKDF gives 1 to \(maximumByteCount) bytes")
    guard let algorithm = EVP_KDF_fetch(nil, "HKDF", nil), let context = EVP_KDF_CTX_new(algorithm) else {
      preconditionFailure("libcrypto has no HKDF")
    }
    defer {
      EVP_KDF_CTX_free(context)
      EVP_KDF_free(algorithm)
    }
    return SecretBytes(count: count) { output in
      let done = secret.withUnsafeBytes { secret in
        withMutableBytes(of: Array("SHA256".utf8) + [0]) { hash in
          withMutableBytes(of: salt) { salt in
            withMutableBytes(of: info) { info in
              let parameters = [
                OSSL_PARAM_construct_utf8_string(OSSL_KDF_PARAM_DIGEST, hash.baseAddress?.assumingMemoryBound(to: CChar.self), 0),
                // libcrypto reads the key through this pointer and does not write.
                OSSL_PARAM_construct_octet_string(
                  OSSL_KDF_PARAM_KEY, UnsafeMutableRawPointer(mutating: secret.baseAddress), secret.count),
                OSSL_PARAM_construct_octet_string(OSSL_KDF_PARAM_SALT, salt.baseAddress, salt.count),
                OSSL_PARAM_construct_octet_string(OSSL_KDF_PARAM_INFO, info.baseAddress, info.count),
                OSSL_PARAM_construct_end(),
              ]
              return EVP_KDF_derive(context, output.baseAddress?.assumingMemoryBound(to: UInt8.self), output.count, parameters)
            }
          }
        }
      }
      precondition(done == 1, "libcrypto refuses to derive by HKDF")
    }
  }

  /// OSSL_PARAM takes mutable pointers, and none that are null: the copy has one byte to spare.
  private static func withMutableBytes<Result>(of bytes: [UInt8], _ body: (UnsafeMutableRawBufferPointer) -> Result) -> Result {
    var copy = bytes + [0]
    return copy.withUnsafeMutableBytes { body(UnsafeMutableRawBufferPointer(rebasing: $0[..<bytes.count])) }
  }
}
