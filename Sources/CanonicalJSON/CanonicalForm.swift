extension JSONValue {
  /// The one canonical text of the value (RFC 8785), in UTF-8 and without a final line break.
  ///
  /// Integers beyond ``maximumInteger`` are a programming error: no reader would take them.
  public var canonicalBytes: [UInt8] {
    var bytes: [UInt8] = []
    CanonicalForm.append(self, to: &bytes)
    return bytes
  }
}

/// RFC 8785's text of a value.
enum CanonicalForm {
  /// Refuses a text that is another spelling of the value than the canonical one, naming the first byte that differs.
  static func require(_ bytes: [UInt8], toSpell value: JSONValue) throws(JSONError) {
    let canonical = value.canonicalBytes
    guard canonical != bytes else { return }
    let offset = zip(canonical, bytes).prefix { $0 == $1 }.reduce(0) { count, _ in count + 1 }
    throw JSONError(.text(offset, in: bytes), .notCanonical)
  }

  static func append(_ value: JSONValue, to bytes: inout [UInt8]) {
    switch value {
    case .null: bytes.append(contentsOf: "null".utf8)
    case .bool(let bool): bytes.append(contentsOf: (bool ? "true" : "false").utf8)
    case .integer(let integer):
      precondition((-JSONValue.maximumInteger...JSONValue.maximumInteger).contains(integer), "an integer that JSON cannot carry")
      bytes.append(contentsOf: String(integer).utf8)
    case .string(let string): append(string, to: &bytes)
    case .array(let elements):
      bytes.append(UInt8(ascii: "["))
      for (place, element) in elements.enumerated() {
        if place > 0 { bytes.append(UInt8(ascii: ",")) }
        append(element, to: &bytes)
      }
      bytes.append(UInt8(ascii: "]"))
    case .object(let object):
      bytes.append(UInt8(ascii: "{"))
      for (place, member) in object.members.enumerated() {
        if place > 0 { bytes.append(UInt8(ascii: ",")) }
        append(member.key, to: &bytes)
        bytes.append(UInt8(ascii: ":"))
        append(member.value, to: &bytes)
      }
      bytes.append(UInt8(ascii: "}"))
    }
  }

  private static func append(_ string: String, to bytes: inout [UInt8]) {
    bytes.append(UInt8(ascii: "\""))
    for byte in string.utf8 {
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"): bytes += [UInt8(ascii: "\\"), byte]
      case 0x08: bytes += [UInt8(ascii: "\\"), UInt8(ascii: "b")]
      case 0x09: bytes += [UInt8(ascii: "\\"), UInt8(ascii: "t")]
      case 0x0A: bytes += [UInt8(ascii: "\\"), UInt8(ascii: "n")]
      case 0x0C: bytes += [UInt8(ascii: "\\"), UInt8(ascii: "f")]
      case 0x0D: bytes += [UInt8(ascii: "\\"), UInt8(ascii: "r")]
      case 0..<0x20:
        let digit = byte & 15
        bytes += Array("\\u00".utf8)
        bytes += [UInt8(ascii: "0") + byte >> 4, digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10]
      default: bytes.append(byte)
      }
    }
    bytes.append(UInt8(ascii: "\""))
  }
}
