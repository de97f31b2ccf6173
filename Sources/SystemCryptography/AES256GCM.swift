import COpenSSL

/// AES-256 in Galois/counter mode (NIST SP 800-38D), with a 12-byte nonce and a 16-byte tag.
public enum AES256GCM {
  public static let keyByteCount = 32
  public static let nonceByteCount = 12
  public static let tagByteCount = 16

  /// The sealed bytes, or the data authenticated beside them, or the key, are not those of the sealing.
  public struct AuthenticationFailure: Error, Hashable, CustomStringConvertible {
    public var description: String { "the sealed data does not authenticate under this key" }
  }

  /// The ciphertext, as long as the plaintext, and the tag behind it.
  ///
  /// The key has 32 bytes and the nonce 12, preconditions. A nonce must never serve twice under one key: both messages, and the
  /// power to forge, would be lost.
  public static func seal(
    _ plaintext: borrowing SecretBytes, key: borrowing SecretBytes, nonce: [UInt8], associatedData: [UInt8]
  ) -> [UInt8] {
    checkSizes(key, nonce)
    let context = Context()
    var written: Int32 = 0
    let count = plaintext.count
    return [UInt8](unsafeUninitializedCapacity: count + tagByteCount) { output, outputCount in
      var done = key.withUnsafeBytes { EVP_EncryptInit_ex(context.pointer, EVP_aes_256_gcm(), nil, $0.bytes, nonce) } == 1
      if !associatedData.isEmpty {
        done = done && EVP_EncryptUpdate(context.pointer, nil, &written, associatedData, Int32(associatedData.count)) == 1
      }
      if count > 0 {
        done =
          done
          && plaintext.withUnsafeBytes {
            EVP_EncryptUpdate(context.pointer, output.baseAddress, &written, $0.bytes, Int32($0.count))
          } == 1
      }
      done = done && EVP_EncryptFinal_ex(context.pointer, output.baseAddress.map { $0 + count }, &written) == 1
      done =
        done
        && EVP_CIPHER_CTX_ctrl(
          context.pointer, EVP_CTRL_AEAD_GET_TAG, Int32(tagByteCount), output.baseAddress.map { $0 + count }) == 1
      precondition(done, "libcrypto refuses to seal by AES-256-GCM")
      outputCount = count + tagByteCount
    }
  }

  /// The plaintext of what ``seal(_:key:nonce:associatedData:)`` gave, or nothing of it at all.
  ///
  /// The key has 32 bytes and the nonce 12, preconditions. Throws for anything but the very bytes, associated data and key of the sealing.
  public static func open(
    _ sealed: [UInt8], key: borrowing SecretBytes, nonce: [UInt8], associatedData: [UInt8]
  ) throws(AuthenticationFailure) -> SecretBytes {
    checkSizes(key, nonce)
    let count = sealed.count - tagByteCount
    guard count >= 0, let length = Int32(exactly: count) else { throw AuthenticationFailure() }
    var tag = Array(sealed[count...])
    let context = Context()
    var written: Int32 = 0
    var done = key.withUnsafeBytes { EVP_DecryptInit_ex(context.pointer, EVP_aes_256_gcm(), nil, $0.bytes, nonce) } == 1
    let plaintext = SecretBytes(count: count) { output in
      if !associatedData.isEmpty {
        done = done && EVP_DecryptUpdate(context.pointer, nil, &written, associatedData, Int32(associatedData.count)) == 1
      }
      if count > 0 {
        done = done && EVP_DecryptUpdate(context.pointer, output.mutableBytes, &written, sealed, length) == 1
      }
      done = done && EVP_CIPHER_CTX_ctrl(context.pointer, EVP_CTRL_AEAD_SET_TAG, Int32(tagByteCount), &tag) == 1
      var rest = [UInt8](repeating: 0, count: 16)
      // The tag is compared here, in constant time, by libcrypto.
      done = done && EVP_DecryptFinal_ex(context.pointer, &rest, &written) == 1
    }
    guard done else { throw AuthenticationFailure() }
    return plaintext
  }

  private static func checkSizes(_ key: borrowing SecretBytes, _ nonce: [UInt8]) {
    precondition(key.count == keyByteCount && nonce.count == nonceByteCount, "AES-256-GCM takes 32 bytes of key and 12 of nonce")
  }

  private struct Context: ~Copyable {
    let pointer: OpaquePointer

    init() {
      guard let pointer = EVP_CIPHER_CTX_new() else { preconditionFailure("libcrypto cannot start AES-256-GCM: out of memory") }
      self.pointer = pointer
    }

    deinit { EVP_CIPHER_CTX_free(pointer) }  // wipes the key schedule
  }
}

extension UnsafeRawBufferPointer {
  fileprivate var bytes: UnsafePointer<UInt8>? { baseAddress?.assumingMemoryBound(to: UInt8.self) }
}

extension UnsafeMutableRawBufferPointer {
  fileprivate var mutableBytes: UnsafeMutablePointer<UInt8>? { baseAddress?.assumingMemoryBound(to: UInt8.self) }
}
