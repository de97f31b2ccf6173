import MarginModel
import Testing

@Suite struct IdentifierTests {
  @Test func printableASCIIOnly() {
    for byte in UInt8.min...UInt8.max {
      #expect(Identifier.isValid("a" + String(Unicode.Scalar(byte))) == (0x20...0x7E).contains(byte))
    }
    #expect(Identifier.isValid("01 spot +0.16 vol +0.40"))
    #expect(!Identifier.isValid("\u{212A}"))
  }

  @Test func lengthsFrom1To128() {
    #expect(!Identifier.isValid(""))
    #expect(Identifier.isValid(String(repeating: "x", count: 128)))
    #expect(!Identifier.isValid(String(repeating: "x", count: 129)))
    #expect(Identifier.isName(String(repeating: "x", count: 128)))
    #expect(!Identifier.isName(String(repeating: "x", count: 129)))
  }

  @Test func namesBeginWithALetter() {
    for name in ["a", "Z", "upTo", "x_1", "a9"] { #expect(Identifier.isName(name)) }
    for name in ["", "_pos", "9a", "a-b", "a b", "a.b", "é", "aé", "[", "`", "{", "@"] { #expect(!Identifier.isName(name)) }
  }
}
