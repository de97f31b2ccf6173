import COpenSSL

/// A running SHA-256 (FIPS 180-4) over libcrypto, from which digests can be taken midway.
///
/// Variable time in the length of the input only.
public struct SHA256: ~Copyable {
  private let context: OpaquePointer

  /// The algorithm, fetched once: fetching by name for each hash costs more than a short hash itself.
  private nonisolated(unsafe) static let algorithm: OpaquePointer = {
    guard let algorithm = EVP_MD_fetch(nil, "SHA256", nil) else { preconditionFailure("libcrypto has no SHA-256") }
    return algorithm
  }()

  public init() {
    guard let context = EVP_MD_CTX_new(), EVP_DigestInit_ex2(context, Self.algorithm, nil) == 1 else {
      preconditionFailure("libcrypto cannot start SHA-256: out of memory")
    }
    self.context = context
  }

  deinit { EVP_MD_CTX_free(context) }

  /// Appends bytes to the input.
  public mutating func update(_ bytes: [UInt8]) {
    bytes.withUnsafeBytes { update($0) }
  }

  /// Appends bytes to the input.
  public mutating func update(_ bytes: UnsafeRawBufferPointer) {
    guard let base = bytes.baseAddress, !bytes.isEmpty else { return }
    let done = EVP_DigestUpdate(context, base, bytes.count)
    precondition(done == 1, "libcrypto refuses input to SHA-256")
  }

  /// The digest of all input so far; more may follow.
  public borrowing func digest() -> Digest {
    guard let copy = EVP_MD_CTX_new(), EVP_MD_CTX_copy_ex(copy, context) == 1 else {
      preconditionFailure("libcrypto cannot copy SHA-256: out of memory")
    }
    defer { EVP_MD_CTX_free(copy) }
    return Digest(unchecked: Self.bytes { Self.finish(copy, $0) })
  }

  /// Writes the digest of all input so far over the buffer's first 32 bytes, and starts again from no input: hashing much in small
  /// pieces with one value makes and frees nothing.
  ///
  /// Precondition: the buffer holds 32 bytes or more.
  public mutating func finish(into buffer: UnsafeMutableRawBufferPointer) {
    precondition(buffer.count >= Digest.byteCount, "a digest has 32 bytes")
    Self.finish(context, buffer.baseAddress)
    let done = EVP_DigestInit_ex2(context, nil, nil)
    precondition(done == 1, "libcrypto cannot start SHA-256 again")
  }

  /// Takes over the state of another hash in place of its own.
  public mutating func copy(_ other: borrowing SHA256) {
    let done = EVP_MD_CTX_copy_ex(context, other.context)
    precondition(done == 1, "libcrypto cannot copy SHA-256: out of memory")
  }

  private static func finish(_ context: OpaquePointer, _ target: UnsafeMutableRawPointer?) {
    let done = EVP_DigestFinal_ex(context, target?.assumingMemoryBound(to: UInt8.self), nil)
    precondition(done == 1, "libcrypto cannot finish SHA-256")
  }

  private static func bytes(_ write: (UnsafeMutableRawPointer?) -> Void) -> [UInt8] {
    [UInt8](unsafeUninitializedCapacity: Digest.byteCount) { buffer, count in
      write(buffer.baseAddress.map { UnsafeMutableRawPointer($0) })
      count = Digest.byteCount
    }
  }

  /// SHA-256 of the concatenation of the parts.
  public static func hash(_ parts: [UInt8]...) -> Digest {
    var hash = SHA256()
    for part in parts { hash.update(part) }
    return Digest(unchecked: bytes { finish(hash.context, $0) })
  }
}
