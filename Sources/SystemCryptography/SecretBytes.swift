/// Bytes that are wiped when their life ends: keys, salts, blinding, plaintexts.
///
/// The type cannot be copied, printed, compared or encoded; what a caller copies out through ``withUnsafeBytes(_:)`` is the
/// caller's to wipe.
public struct SecretBytes: ~Copyable, @unchecked Sendable {
  // Allocated once, never resized, so that no stale copy is left behind. Only `init` and `deinit` write.
  private let storage: UnsafeMutableRawBufferPointer

  /// The caller fills the buffer, whose content starts as zeros.
  package init(count: Int, filling fill: (UnsafeMutableRawBufferPointer) -> Void) {
    storage = .allocate(byteCount: max(count, 1), alignment: 16)
    storage.initializeMemory(as: UInt8.self, repeating: 0)
    self.count = count
    fill(UnsafeMutableRawBufferPointer(rebasing: storage[..<count]))
  }

  /// Copies the bytes; the array remains the caller's to dispose of.
  public init(copying bytes: [UInt8]) {
    self.init(count: bytes.count) { buffer in buffer.copyBytes(from: bytes) }
  }

  /// Takes the bytes over and leaves zeros in the array; other arrays that share its memory keep theirs.
  public init(wiping bytes: inout [UInt8]) {
    self.init(copying: bytes)
    bytes.withUnsafeMutableBytes { SecretMemory.wipe($0) }
  }

  /// Fresh bytes of the system's random generator.
  public static func random(count: Int) -> SecretBytes {
    SecretBytes(count: count) { SystemRandom.fill($0) }
  }

  deinit {
    SecretMemory.wipe(storage)
    storage.deallocate()
  }

  /// The number of bytes.
  public let count: Int

  /// Reads the bytes in place; the pointer is not valid after the call.
  public borrowing func withUnsafeBytes<Result: ~Copyable, Failure: Error>(
    _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try body(UnsafeRawBufferPointer(rebasing: storage[..<count]))
  }

  /// An independent copy of a part, wiped on its own.
  ///
  /// The range lies within `0..<count`, a precondition.
  public borrowing func copy(of range: Range<Int>) -> SecretBytes {
    precondition(range.lowerBound >= 0 && range.upperBound <= count, "a part of secret bytes lies within them")
    return SecretBytes(count: range.count) { $0.copyMemory(from: UnsafeRawBufferPointer(rebasing: storage[range])) }
  }

  /// The bytes in ordinary memory, which nobody wipes: for what is about to be published, or for an interface that takes nothing else.
  public borrowing func exposed() -> [UInt8] { withUnsafeBytes { Array($0) } }
}
