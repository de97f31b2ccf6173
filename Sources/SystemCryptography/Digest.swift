/// A SHA-256 digest: 32 bytes, written `sha256:` and 64 lower-case hexadecimal digits.
public struct Digest: Hashable, Sendable, CustomStringConvertible {
  public static let byteCount = 32

  public let bytes: [UInt8]

  /// The caller vouches for the length.
  init(unchecked bytes: [UInt8]) { self.bytes = bytes }

  /// Nil unless there are exactly 32 bytes.
  public init?(bytes: [UInt8]) {
    guard bytes.count == Self.byteCount else { return nil }
    self.bytes = bytes
  }

  /// Reads the one spelling that ``description`` writes; nil for anything else.
  public init?(text: String) {
    let prefix = "sha256:"
    guard text.hasPrefix(prefix), let bytes = [UInt8](hex: String(text.dropFirst(prefix.count))) else { return nil }
    self.init(bytes: bytes)
  }

  public var description: String { "sha256:" + bytes.hex }
}
