import SystemCryptography

extension Array where Element: BitwiseCopyable {
  /// Overwrites the elements and forgets them. Of an array that is shared only a copy would be overwritten: the caller holds it alone.
  mutating func wipe() {
    withUnsafeMutableBytes { SecretMemory.wipe($0) }
    removeAll()
  }

  /// Drops all but the first elements, and overwrites the dropped ones where they lie.
  mutating func wipe(keeping count: Int) {
    withUnsafeMutableBytes {
      SecretMemory.wipe(UnsafeMutableRawBufferPointer(rebasing: $0[(count * MemoryLayout<Element>.stride)...]))
    }
    removeLast(self.count - count)
  }
}
