/// The two kinds of names in public files; both are ASCII, so that equal text means equal bytes.
public enum Identifier {
  /// The longest identifier, in bytes.
  public static let maximumLength = 128

  /// Whether a text may name an element, a label or an instrument: 1 to 128 printable ASCII bytes (space to tilde).
  ///
  /// Only these bytes reach a generator's hash; two Unicode spellings that look and compare equal would hash to two generators.
  public static func isValid(_ text: String) -> Bool {
    (1...maximumLength).contains(text.utf8.count) && text.utf8.allSatisfy { (0x20...0x7E).contains($0) }
  }

  /// Whether a text may name a set, a table, an attribute or a unit: a letter, then letters, digits and "_" (ASCII), at most 128.
  public static func isName(_ text: String) -> Bool {
    guard (1...maximumLength).contains(text.utf8.count), let first = text.utf8.first, isLetter(first) else { return false }
    return text.utf8.allSatisfy { isLetter($0) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) || $0 == UInt8(ascii: "_") }
  }

  private static func isLetter(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
  }
}
