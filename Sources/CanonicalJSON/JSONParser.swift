/// Reads one JSON text (RFC 8259, integers only) byte by byte.
///
/// Recursion is bounded by ``JSONValue/maximumDepth``, and memory by a small multiple of the text's length.
struct JSONParser {
  private let bytes: [UInt8]
  private var position = 0

  /// The value that the whole text spells.
  static func value(_ bytes: [UInt8]) throws(JSONError) -> JSONValue {
    guard bytes.count <= JSONValue.maximumByteCount else { throw JSONError(.path(""), .tooLarge) }
    var parser = JSONParser(bytes: bytes)
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { throw parser.error(.byteOrderMark, at: 0) }
    let value = try parser.value(depth: 0)
    parser.skipSpace()
    guard parser.position == bytes.count else { throw parser.error(.trailing, at: parser.position) }
    return value
  }

  private init(bytes: [UInt8]) { self.bytes = bytes }

  // MARK: Values

  private mutating func value(depth: Int) throws(JSONError) -> JSONValue {
    skipSpace()
    guard let byte = peek else { throw unexpected("a value") }
    switch byte {
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "["): return .array(try array(depth: depth + 1))
    case UInt8(ascii: "{"): return .object(try object(depth: depth + 1))
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return .integer(try integer())
    case UInt8(ascii: "t"): return try word("true", .bool(true))
    case UInt8(ascii: "f"): return try word("false", .bool(false))
    case UInt8(ascii: "n"): return try word("null", .null)
    default: throw unexpected("a value")
    }
  }

  private mutating func array(depth: Int) throws(JSONError) -> [JSONValue] {
    guard depth <= JSONValue.maximumDepth else { throw error(.tooDeep, at: position) }
    position += 1
    skipSpace()
    if take(UInt8(ascii: "]")) { return [] }
    var elements: [JSONValue] = []
    while true {
      elements.append(try value(depth: depth))
      skipSpace()
      if take(UInt8(ascii: "]")) { return elements }
      guard take(UInt8(ascii: ",")) else { throw unexpected("\",\" or \"]\"") }
    }
  }

  private mutating func object(depth: Int) throws(JSONError) -> JSONObject {
    guard depth <= JSONValue.maximumDepth else { throw error(.tooDeep, at: position) }
    let start = position
    position += 1
    skipSpace()
    if take(UInt8(ascii: "}")) { return JSONObject() }
    var members: [JSONObject.Member] = []
    while true {
      skipSpace()
      guard peek == UInt8(ascii: "\"") else { throw unexpected("a key in double quotes") }
      let key = try string()
      skipSpace()
      guard take(UInt8(ascii: ":")) else { throw unexpected("\":\"") }
      members.append(JSONObject.Member(key: key, value: try value(depth: depth)))
      skipSpace()
      if take(UInt8(ascii: "}")) { break }
      guard take(UInt8(ascii: ",")) else { throw unexpected("\",\" or \"}\"") }
    }
    switch JSONObject.unique(members) {
    case .success(let object): return object
    case .failure(let duplicate): throw error(.duplicateKey(duplicate.key), at: start)
    }
  }

  private mutating func word(_ word: StaticString, _ value: JSONValue) throws(JSONError) -> JSONValue {
    let wanted = UnsafeBufferPointer(start: word.utf8Start, count: word.utf8CodeUnitCount)
    guard bytes[position...].starts(with: wanted) else { throw error(.unexpected(wanted: "a value"), at: position) }
    position += wanted.count
    return value
  }

  private mutating func integer() throws(JSONError) -> Int64 {
    let start = position
    let isNegative = take(UInt8(ascii: "-"))
    let digits = position
    var magnitude: Int64 = 0
    while let digit = peek, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(digit) {
      // Saturates above the limit, far below overflow.
      if magnitude <= JSONValue.maximumInteger { magnitude = magnitude * 10 + Int64(digit - UInt8(ascii: "0")) }
      position += 1
    }
    guard position > digits else { throw unexpected("a digit") }
    if let next = peek, [UInt8(ascii: "."), UInt8(ascii: "e"), UInt8(ascii: "E")].contains(next) {
      throw error(.notAnInteger, at: start)
    }
    if position > digits + 1, bytes[digits] == UInt8(ascii: "0") { throw error(.leadingZero, at: start) }
    if isNegative, magnitude == 0 { throw error(.negativeZero, at: start) }
    guard magnitude <= JSONValue.maximumInteger else { throw error(.integerTooLarge, at: start) }
    return isNegative ? -magnitude : magnitude
  }

  // MARK: Strings

  private mutating func string() throws(JSONError) -> String {
    position += 1
    let start = position
    var allBits: UInt8 = 0
    while position < bytes.count {
      let byte = bytes[position]
      if byte == UInt8(ascii: "\"") {
        if allBits >= 0x80 { try requireUTF8(start..<position) }
        defer { position += 1 }
        return String(decoding: bytes[start..<position], as: UTF8.self)
      }
      if byte == UInt8(ascii: "\\") {
        if allBits >= 0x80 { try requireUTF8(start..<position) }
        return try escapedString(from: start)
      }
      guard byte >= 0x20 else { throw error(.controlCharacter, at: position) }
      allBits |= byte
      position += 1
    }
    throw unexpected("the string's closing quote")
  }

  /// The rest of a string whose first escape has been reached.
  private mutating func escapedString(from start: Int) throws(JSONError) -> String {
    var decoded = Array(bytes[start..<position])
    while position < bytes.count {
      let byte = bytes[position]
      switch byte {
      case UInt8(ascii: "\""):
        position += 1
        return String(decoding: decoded, as: UTF8.self)
      case UInt8(ascii: "\\"):
        let scalar = try escape()
        decoded.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
      case 0..<0x20: throw error(.controlCharacter, at: position)
      default:
        let run = position
        while position < bytes.count, bytes[position] >= 0x20, bytes[position] != UInt8(ascii: "\""),
          bytes[position] != UInt8(ascii: "\\")
        {
          position += 1
        }
        try requireUTF8(run..<position)
        decoded.append(contentsOf: bytes[run..<position])
      }
    }
    throw unexpected("the string's closing quote")
  }

  private mutating func escape() throws(JSONError) -> Unicode.Scalar {
    let start = position
    position += 1
    defer { position += 1 }
    switch peek {
    case UInt8(ascii: "\""): return "\""
    case UInt8(ascii: "\\"): return "\\"
    case UInt8(ascii: "/"): return "/"
    case UInt8(ascii: "b"): return "\u{8}"
    case UInt8(ascii: "f"): return "\u{c}"
    case UInt8(ascii: "n"): return "\n"
    case UInt8(ascii: "r"): return "\r"
    case UInt8(ascii: "t"): return "\t"
    case UInt8(ascii: "u"): break
    default: throw error(.badEscape, at: start)
    }
    guard let first = codeUnit(at: position + 1) else { throw error(.badEscape, at: start) }
    position += 4
    if let scalar = Unicode.Scalar(UInt32(first)) { return scalar }
    // A surrogate: the high half first, the low half in an escape of its own right after.
    guard first < 0xDC00, bytes[(position + 1)...].starts(with: [UInt8(ascii: "\\"), UInt8(ascii: "u")]),
      let second = codeUnit(at: position + 3), (0xDC00...0xDFFF).contains(second),
      let scalar = Unicode.Scalar(0x10000 + (UInt32(first) - 0xD800) << 10 + UInt32(second) - 0xDC00)
    else { throw error(.loneSurrogate, at: start) }
    position += 6
    return scalar
  }

  /// Four hexadecimal digits of either case.
  private func codeUnit(at place: Int) -> UInt16? {
    guard place + 4 <= bytes.count else { return nil }
    var unit: UInt16 = 0
    for byte in bytes[place..<place + 4] {
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"): unit = unit << 4 | UInt16(byte - UInt8(ascii: "0"))
      case UInt8(ascii: "a")...UInt8(ascii: "f"): unit = unit << 4 | UInt16(byte - UInt8(ascii: "a") + 10)
      case UInt8(ascii: "A")...UInt8(ascii: "F"): unit = unit << 4 | UInt16(byte - UInt8(ascii: "A") + 10)
      default: return nil
      }
    }
    return unit
  }

  private func requireUTF8(_ range: Range<Int>) throws(JSONError) {
    guard let fault = TextPlace.firstFault(inUTF8: bytes[range]) else { return }
    throw error(.notUTF8, at: fault)
  }

  // MARK: Bytes

  private var peek: UInt8? { position < bytes.count ? bytes[position] : nil }

  private mutating func take(_ byte: UInt8) -> Bool {
    guard peek == byte else { return false }
    position += 1
    return true
  }

  private mutating func skipSpace() {
    while let byte = peek, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { position += 1 }
  }

  private func unexpected(_ wanted: String) -> JSONError {
    error(position < bytes.count ? .unexpected(wanted: wanted) : .unexpectedEnd(wanted: wanted), at: position)
  }

  private func error(_ reason: JSONError.Reason, at offset: Int) -> JSONError {
    JSONError(.text(offset, in: bytes), reason)
  }
}
