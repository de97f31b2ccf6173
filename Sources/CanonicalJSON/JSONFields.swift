/// The fields of a JSON object, taken out one by one; ``finish()`` refuses what nobody asked for.
///
///     var fields = try JSONFields(value, at: "")
///     try fields.expect("kind", "positions")
///     let rows = try fields.array("positions")
///     try fields.finish()
///
/// Errors name the place as a path from the root, `tables.mark.values[3]`.
public struct JSONFields {
  /// Where the object stands; empty for the root.
  public let path: String
  private let object: JSONObject
  private var isTaken: [Bool]
  private var asked: [String] = []

  /// - Throws: when the value is no object.
  public init(_ value: JSONValue, at path: String) throws(JSONError) {
    self.init(try value.object(at: path), at: path)
  }

  public init(_ object: JSONObject, at path: String) {
    self.path = path
    self.object = object
    isTaken = Array(repeating: false, count: object.count)
  }

  /// The path of one of the object's fields.
  public func path(of key: String) -> String { path.isEmpty ? key : path + "." + key }

  /// Refuses the object if it has a field that was not taken.
  public func finish() throws(JSONError) {
    guard let place = isTaken.firstIndex(of: false) else { return }
    throw JSONError(.path(path), .unknown(key: object.members[place].key, known: asked))
  }

  // MARK: Fields of any kind

  /// The field's value, nil when it is absent (a null is a value).
  public mutating func optionalValue(_ key: String) -> JSONValue? {
    asked.append(key)
    guard let place = object.index(of: key) else { return nil }
    isTaken[place] = true
    return object.members[place].value
  }

  public mutating func value(_ key: String) throws(JSONError) -> JSONValue {
    guard let value = optionalValue(key) else { throw JSONError(.path(path), .missing(key: key)) }
    return value
  }

  // MARK: Required fields

  public mutating func string(_ key: String) throws(JSONError) -> String { try value(key).string(at: path(of: key)) }
  public mutating func integer(_ key: String) throws(JSONError) -> Int { try value(key).integer(at: path(of: key)) }
  public mutating func bool(_ key: String) throws(JSONError) -> Bool { try value(key).bool(at: path(of: key)) }
  public mutating func array(_ key: String) throws(JSONError) -> [JSONValue] { try value(key).array(at: path(of: key)) }
  public mutating func object(_ key: String) throws(JSONError) -> JSONObject { try value(key).object(at: path(of: key)) }
  public mutating func fields(_ key: String) throws(JSONError) -> JSONFields { try JSONFields(value(key), at: path(of: key)) }

  /// Refuses the object unless the field is this string.
  public mutating func expect(_ key: String, _ expected: String) throws(JSONError) {
    guard try string(key).utf8.elementsEqual(expected.utf8) else {
      throw JSONError(.path(path(of: key)), .rule("must be \"\(expected)\""))
    }
  }

  /// Refuses the object unless the field is this integer.
  public mutating func expect(_ key: String, _ expected: Int) throws(JSONError) {
    guard try integer(key) == expected else { throw JSONError(.path(path(of: key)), .rule("must be \(expected)")) }
  }

  // MARK: Optional fields: nil when absent, refused when of another kind (null included)

  public mutating func optionalString(_ key: String) throws(JSONError) -> String? {
    guard let value = optionalValue(key) else { return nil }
    return try value.string(at: path(of: key))
  }

  public mutating func optionalInteger(_ key: String) throws(JSONError) -> Int? {
    guard let value = optionalValue(key) else { return nil }
    return try value.integer(at: path(of: key))
  }

  public mutating func optionalBool(_ key: String) throws(JSONError) -> Bool? {
    guard let value = optionalValue(key) else { return nil }
    return try value.bool(at: path(of: key))
  }

  public mutating func optionalArray(_ key: String) throws(JSONError) -> [JSONValue]? {
    guard let value = optionalValue(key) else { return nil }
    return try value.array(at: path(of: key))
  }

  public mutating func optionalObject(_ key: String) throws(JSONError) -> JSONObject? {
    guard let value = optionalValue(key) else { return nil }
    return try value.object(at: path(of: key))
  }

  public mutating func optionalFields(_ key: String) throws(JSONError) -> JSONFields? {
    guard let value = optionalValue(key) else { return nil }
    return try JSONFields(value, at: path(of: key))
  }
}

/// A value as one kind, or an error that names the place; paths of long lists are made only when they are needed.
extension JSONValue {
  public func string(at path: @autoclosure () -> String) throws(JSONError) -> String {
    guard case .string(let string) = self else { throw wrongKind("a string in double quotes", path()) }
    return string
  }

  public func integer(at path: @autoclosure () -> String) throws(JSONError) -> Int {
    guard case .integer(let integer) = self else { throw wrongKind("a whole number", path()) }
    return Int(integer)
  }

  public func bool(at path: @autoclosure () -> String) throws(JSONError) -> Bool {
    guard case .bool(let bool) = self else { throw wrongKind("true or false", path()) }
    return bool
  }

  public func array(at path: @autoclosure () -> String) throws(JSONError) -> [JSONValue] {
    guard case .array(let elements) = self else { throw wrongKind("a list", path()) }
    return elements
  }

  public func object(at path: @autoclosure () -> String) throws(JSONError) -> JSONObject {
    guard case .object(let object) = self else { throw wrongKind("an object", path()) }
    return object
  }

  private func wrongKind(_ wanted: String, _ path: String) -> JSONError {
    JSONError(.path(path), .wrongKind(wanted: wanted, found: kind))
  }
}
