#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

extension Array {
  /// Overwrites the elements with zeros, and forgets them. The elements are plain data; the array is not shared, or only a copy of it
  /// is overwritten.
  mutating func wipe() where Element: BitwiseCopyable {
    withUnsafeMutableBytes { memory in
      guard let base = memory.baseAddress else { return }
      #if canImport(Darwin)
        memset_s(base, memory.count, 0, memory.count)
      #else
        explicit_bzero(base, memory.count)
      #endif
    }
    removeAll()
  }
}
