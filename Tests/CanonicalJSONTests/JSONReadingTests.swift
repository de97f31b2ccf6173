import CanonicalJSON
import Testing

@Suite struct JSONReadingTests {
  /// RFC 8785, section 3.2.3's order and 3.2.2's escapes, without its fractions.
  @Test func writesTheCanonicalForm() throws {
    let text = #"""
      { "\u20ac": "Euro Sign", "\r": "Carriage Return", "\ufb33": "Hebrew Letter Dalet With Dagesh", "1": "One",
        "\ud83d\ude00": "Emoji: Grinning Face", "\u0080": "Control", "\u00f6": "Latin Small Letter O With Diaeresis",
        "text": "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/", "literals": [null, true, false], "numbers": [0, -1, 9007199254740991] }
      """#
    let value = try JSONValue(lenient: Array(text.utf8))
    let expected =
      #"{"\r":"Carriage Return","1":"One","literals":[null,true,false],"numbers":[0,-1,9007199254740991],"#
      + #""text":"€$\u000f\nA'B\"\\\\\"/","# + "\"\u{80}\":\"Control\",\"ö\":\"Latin Small Letter O With Diaeresis\","
      + "\"€\":\"Euro Sign\",\"😀\":\"Emoji: Grinning Face\",\"\u{fb33}\":\"Hebrew Letter Dalet With Dagesh\"}"
    #expect(String(decoding: value.canonicalBytes, as: UTF8.self) == expected)
    #expect(try JSONValue(canonical: value.canonicalBytes) == value)
  }

  @Test(arguments: [
    "null", "true", "-5", "\"\"", "[]", "{}", #"["\b\t\n\f\r\u0001\u001f"]"#, #"{"a":{"b":[1,"2",null]},"b":[]}"#, "\"\u{7f}é😀\"",
  ])
  func theCanonicalFormReadsItself(text: String) throws {
    #expect(try JSONValue(canonical: Array(text.utf8)).canonicalBytes == Array(text.utf8))
  }

  @Test(arguments: [
    (" 1", 1, 1), ("1 ", 1, 2), ("{\"b\":1,\"a\":2}", 1, 3), ("[1, 2]", 1, 4), (#""\u0041""#, 1, 2), (#""\/""#, 1, 2),
    (#""\u001F""#, 1, 7), (#""\u000a""#, 1, 3), ("[1\n]", 1, 3),
  ])
  func canonicalReadingRefusesAnotherSpelling(text: String, line: Int, column: Int) throws {
    _ = try JSONValue(lenient: Array(text.utf8))
    #expect(throws: JSONError(.text(line: line, column: column), .notCanonical)) { try JSONValue(canonical: Array(text.utf8)) }
  }

  @Test(
    arguments: [
      ("", 1, 1, .unexpectedEnd(wanted: "a value")),
      ("\u{feff}1", 1, 1, .byteOrderMark),
      ("1 2", 1, 3, .trailing),
      ("tru", 1, 1, .unexpected(wanted: "a value")),
      ("nul", 1, 1, .unexpected(wanted: "a value")),
      ("'a'", 1, 1, .unexpected(wanted: "a value")),
      ("[1,]", 1, 4, .unexpected(wanted: "a value")),
      ("[1 2]", 1, 4, .unexpected(wanted: "\",\" or \"]\"")),
      ("[1", 1, 3, .unexpectedEnd(wanted: "\",\" or \"]\"")),
      ("{a:1}", 1, 2, .unexpected(wanted: "a key in double quotes")),
      ("{\"a\":1,}", 1, 8, .unexpected(wanted: "a key in double quotes")),
      ("{\"a\" 1}", 1, 6, .unexpected(wanted: "\":\"")),
      ("{\"a\":1\n \"b\":2}", 2, 2, .unexpected(wanted: "\",\" or \"}\"")),
      ("{\"a\":1,\n\"b\":2, \"a\":1}", 1, 1, .duplicateKey("a")),
      ("{\"a\":1,\"\\u0061\":1}", 1, 1, .duplicateKey("a")),
      ("\"é\n\"", 1, 3, .controlCharacter),
      ("\"\\n\u{1}\"", 1, 4, .controlCharacter),
      ("\"abc", 1, 5, .unexpectedEnd(wanted: "the string's closing quote")),
      ("\"\\", 1, 2, .badEscape),
      ("\"\\n", 1, 4, .unexpectedEnd(wanted: "the string's closing quote")),
      ("\"a\\x\"", 1, 3, .badEscape),
      ("\"\\u12g4\"", 1, 2, .badEscape),
      ("\"\\u12", 1, 2, .badEscape),
      ("\"\\ud800\"", 1, 2, .loneSurrogate),
      ("\"\\udc00\"", 1, 2, .loneSurrogate),
      ("\"\\ud800\\u0041\"", 1, 2, .loneSurrogate),
      ("\"\\ud800\\ud800\"", 1, 2, .loneSurrogate),
      ("1.5", 1, 1, .notAnInteger),
      ("[1e5]", 1, 2, .notAnInteger),
      ("-", 1, 2, .unexpectedEnd(wanted: "a digit")),
      ("-x", 1, 2, .unexpected(wanted: "a digit")),
      ("+1", 1, 1, .unexpected(wanted: "a value")),
      ("NaN", 1, 1, .unexpected(wanted: "a value")),
      ("012", 1, 1, .leadingZero),
      ("-0", 1, 1, .negativeZero),
      ("9007199254740992", 1, 1, .integerTooLarge),
      ("-9007199254740992", 1, 1, .integerTooLarge),
      ("1" + String(repeating: "0", count: 400), 1, 1, .integerTooLarge),
      (String(repeating: "[", count: 65), 1, 65, .tooDeep),
      (String(repeating: "{\"\":", count: 65), 1, 257, .tooDeep),
    ] as [(String, Int, Int, JSONError.Reason)])
  func refuses(text: String, line: Int, column: Int, reason: JSONError.Reason) {
    #expect(throws: JSONError(.text(line: line, column: column), reason)) { try JSONValue(lenient: Array(text.utf8)) }
  }

  @Test(
    arguments: [
      [0x22, 0x61, 0xFF, 0x22], [0x22, 0x61, 0xC0, 0x80, 0x22], [0x22, 0x61, 0xED, 0xA0, 0x80, 0x22],
      [0x22, 0x61, 0xE2, 0x82, 0x22],
      [0x22, 0x61, 0xF4, 0x90, 0x80, 0x80, 0x22], [0x22, 0x61, 0x80, 0x5C, 0x6E, 0x22],
    ] as [[UInt8]])
  func refusesWhatIsNotUTF8(bytes: [UInt8]) {
    #expect(throws: JSONError(.text(line: 1, column: 3), .notUTF8)) { try JSONValue(lenient: bytes) }
    // The same after an escape, where strings are read by another path.
    let escaped: [UInt8] = [0x22, 0x5C, 0x6E] + bytes.dropFirst()
    #expect(throws: JSONError(.text(line: 1, column: 5), .notUTF8)) { try JSONValue(lenient: escaped) }
  }

  @Test func theDeepestTextIsRead() throws {
    let depth = JSONValue.maximumDepth
    let text = String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
    #expect(try JSONValue(canonical: Array(text.utf8)).canonicalBytes == Array(text.utf8))
  }

  @Test func aMillionOpenListsDoNotOverflowTheStack() {
    let bytes = [UInt8](repeating: UInt8(ascii: "["), count: 1_000_000)
    #expect(throws: JSONError(.text(line: 1, column: JSONValue.maximumDepth + 1), .tooDeep)) { try JSONValue(lenient: bytes) }
  }

  @Test func aTextBeyondTheSizeLimitIsRefused() {
    let bytes = [UInt8](repeating: 0x20, count: JSONValue.maximumByteCount + 1)
    #expect(throws: JSONError(.path(""), .tooLarge)) { try JSONValue(lenient: bytes) }
  }

  @Test func spellingsThatUnicodeCallsEqualDiffer() {
    let kelvin = JSONValue.string("\u{212A}")
    #expect(kelvin != "K")
    let object = JSONObject([("K", 1), ("\u{212A}", 2)])
    #expect(object.count == 2)
    #expect(object["K"] == 1 && object["\u{212A}"] == 2)
  }
}
