/// A JSON value without fractions: every number is an integer within ±(2^53 - 1), and decimals travel as strings.
///
/// There are two ways in, ``init(canonical:)`` for files that are hashed or signed and ``init(lenient:)`` for files that people
/// write, and one way out, ``canonicalBytes``. Strings and keys are equal when their bytes are: Unicode's equivalent spellings
/// differ.
public enum JSONValue: Hashable, Sendable {
  case null
  case bool(Bool)
  case integer(Int64)
  case string(String)
  case array([JSONValue])
  case object(JSONObject)

  /// The largest integer, and minus the smallest, that every JSON reader keeps exactly: 2^53 - 1 (RFC 7493, section 2.2).
  public static let maximumInteger: Int64 = (1 << 53) - 1

  /// How deep arrays and objects may nest in a text that is read.
  public static let maximumDepth = 64

  /// The longest text that is read, in bytes.
  public static let maximumByteCount = 1 << 28

  /// Reads the one canonical text of a value (RFC 8785): no white space, keys in UTF-16 order, shortest escapes.
  ///
  /// - Throws: ``JSONError`` with line and column where the text is no JSON, has a duplicate key, a number that is no integer, or
  ///   where it first differs from ``canonicalBytes``.
  public init(canonical bytes: [UInt8]) throws(JSONError) {
    self = try JSONParser.value(bytes)
    try CanonicalForm.require(bytes, toSpell: self)
  }

  /// Reads a hand-written text (RFC 8259): white space and any order of keys are welcome, a duplicate key is not.
  ///
  /// - Throws: ``JSONError`` with line and column.
  public init(lenient bytes: [UInt8]) throws(JSONError) {
    self = try JSONParser.value(bytes)
  }

  public static func == (left: JSONValue, right: JSONValue) -> Bool {
    switch (left, right) {
    case (.null, .null): true
    case (.bool(let left), .bool(let right)): left == right
    case (.integer(let left), .integer(let right)): left == right
    case (.string(let left), .string(let right)): left.utf8.elementsEqual(right.utf8)
    case (.array(let left), .array(let right)): left == right
    case (.object(let left), .object(let right)): left == right
    default: false
    }
  }

  /// What the value is, for messages: "an object", "a string", ...
  public var kind: String {
    switch self {
    case .null: "null"
    case .bool: "true or false"
    case .integer: "a number"
    case .string: "a string"
    case .array: "a list"
    case .object: "an object"
    }
  }
}

extension JSONValue: ExpressibleByNilLiteral, ExpressibleByBooleanLiteral, ExpressibleByIntegerLiteral, ExpressibleByStringLiteral,
  ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
  public init(nilLiteral: ()) { self = .null }
  public init(booleanLiteral value: Bool) { self = .bool(value) }
  public init(integerLiteral value: Int64) { self = .integer(value) }
  public init(stringLiteral value: String) { self = .string(value) }
  public init(arrayLiteral elements: JSONValue...) { self = .array(elements) }
  /// Of two members with one key the later stands.
  public init(dictionaryLiteral elements: (String, JSONValue)...) { self = .object(JSONObject(elements)) }
}
