import TestSupport

extension String {
  /// The text with the first occurrence of a part replaced.
  func replacingFirst(_ part: String, _ replacement: String) -> String {
    let (bytes, wanted) = (Array(utf8), Array(part.utf8))
    guard let start = bytes.indices.first(where: { bytes[$0...].starts(with: wanted) }) else { return self }
    return String(decoding: bytes[..<start] + Array(replacement.utf8) + bytes[(start + wanted.count)...], as: UTF8.self)
  }
}

extension SeededGenerator {
  /// One to four bytes changed, removed, doubled or moved.
  mutating func mutated(_ original: [UInt8]) -> [UInt8] {
    var bytes = original
    for _ in 0..<Int.random(in: 1...4, using: &self) where !bytes.isEmpty {
      let place = Int.random(in: bytes.indices, using: &self)
      let mark = "\"\\[]{},:-0195e./\n\r ".utf8.randomElement(using: &self) ?? 0
      let byte = Bool.random(using: &self) ? UInt8.random(in: 0...255, using: &self) : mark
      switch Int.random(in: 0..<4, using: &self) {
      case 0: bytes[place] = byte
      case 1: bytes.remove(at: place)
      case 2: bytes.insert(byte, at: place)
      default: bytes.swapAt(place, Int.random(in: bytes.indices, using: &self))
      }
    }
    return bytes
  }
}
