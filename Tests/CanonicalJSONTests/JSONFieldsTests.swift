import CanonicalJSON
import Testing

@Suite struct JSONFieldsTests {
  private let value: JSONValue = ["kind": "risk", "version": 1, "on": true, "rows": [1, 2], "set": ["lot": "0.1"], "none": nil]

  @Test func readsEveryKind() throws {
    var fields = try JSONFields(value, at: "")
    try fields.expect("kind", "risk")
    try fields.expect("version", 1)
    #expect(try fields.bool("on"))
    #expect(try fields.array("rows") == [1, 2])
    var set = try fields.fields("set")
    #expect(set.path == "set")
    #expect(try set.string("lot") == "0.1")
    try set.finish()
    #expect(try fields.value("none") == .null)
    try fields.finish()
  }

  @Test func absentOptionalsAreNil() throws {
    var fields = try JSONFields([:], at: "")
    #expect(try fields.optionalString("a") == nil)
    #expect(try fields.optionalInteger("a") == nil)
    #expect(try fields.optionalBool("a") == nil)
    #expect(try fields.optionalArray("a") == nil)
    #expect(try fields.optionalObject("a") == nil)
    #expect(try fields.optionalFields("a") == nil)
    #expect(fields.optionalValue("a") == nil)
  }

  private func refusal(_ body: (inout JSONFields) throws(JSONError) -> Void) -> JSONError? {
    do throws(JSONError) {
      var fields = try JSONFields(value, at: "root")
      try body(&fields)
      return nil
    } catch {
      return error
    }
  }

  @Test func refusalsNameThePath() {
    let wrong = { (key: String, wanted: String, found: String) in
      JSONError(.path("root." + key), .wrongKind(wanted: wanted, found: found))
    }
    #expect(
      refusal { fields throws(JSONError) in _ = try fields.string("gone") } == JSONError(.path("root"), .missing(key: "gone")))
    #expect(
      refusal { fields throws(JSONError) in _ = try fields.string("version") }
        == wrong("version", "a string in double quotes", "a number"))
    #expect(refusal { fields throws(JSONError) in _ = try fields.integer("kind") } == wrong("kind", "a whole number", "a string"))
    #expect(refusal { fields throws(JSONError) in _ = try fields.bool("rows") } == wrong("rows", "true or false", "a list"))
    #expect(refusal { fields throws(JSONError) in _ = try fields.array("set") } == wrong("set", "a list", "an object"))
    #expect(refusal { fields throws(JSONError) in _ = try fields.object("none") } == wrong("none", "an object", "null"))
    #expect(refusal { fields throws(JSONError) in _ = try fields.fields("on") } == wrong("on", "an object", "true or false"))
    #expect(
      refusal { fields throws(JSONError) in _ = try fields.optionalString("none") }
        == wrong("none", "a string in double quotes", "null"))
    #expect(
      refusal { fields throws(JSONError) in try fields.expect("kind", "positions") }
        == JSONError(.path("root.kind"), .rule("must be \"positions\"")))
    #expect(
      refusal { fields throws(JSONError) in try fields.expect("version", 2) }
        == JSONError(.path("root.version"), .rule("must be 2")))
    #expect(throws: JSONError(.path("root"), .wrongKind(wanted: "an object", found: "a list"))) { try JSONFields([1], at: "root") }
  }

  @Test func unknownKeysAreRefused() {
    let error = refusal { fields throws(JSONError) in
      _ = try fields.string("kind")
      _ = try fields.optionalString("model")
      try fields.finish()
    }
    #expect(error == JSONError(.path("root"), .unknown(key: "none", known: ["kind", "model"])))
    #expect(error?.description == "root: unknown key \"none\"; known are kind, model")
  }

  @Test func messagesFitOneLine() {
    let error = JSONError(.path("a\nb\u{1b}[2J"), .unknown(key: String(repeating: "é", count: 99), known: []))
    #expect(error.description.unicodeScalars.allSatisfy { (" "..."~").contains($0) })
    #expect(error.description.count < 200)
    #expect(JSONError(.path(""), .missing(key: "kind")).description == "the file: \"kind\" is missing; add it")
    #expect(JSONError(.text(line: 3, column: 7), .trailing).description.hasPrefix("line 3, column 7: "))
  }
}
