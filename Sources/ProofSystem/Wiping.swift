import SystemCryptography

extension Array where Element: BitwiseCopyable {
  /// Overwrites the elements and forgets them. Of an array that is shared only a copy would be overwritten: the caller holds it alone.
  mutating func wipe() {
    withUnsafeMutableBytes { SecretMemory.wipe($0) }
    removeAll()
  }
}
