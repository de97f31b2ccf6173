import CanonicalJSON
import SystemCryptography

/// ``JSONFields`` in a risk file's own types and errors.
struct RiskFields {
  private var fields: JSONFields

  init(_ object: JSONObject, at path: String) { fields = JSONFields(object, at: path) }

  init(_ value: JSONValue, at path: String) throws(RiskFileError) {
    do { fields = try JSONFields(value, at: path) } catch { throw RiskFileError(error) }
  }

  func path(of key: String) -> String { fields.path(of: key) }

  func finish() throws(RiskFileError) {
    do { try fields.finish() } catch { throw RiskFileError(error) }
  }

  func rule(_ key: String, _ rule: String) -> RiskFileError { RiskFileError(JSONError(.path(path(of: key)), .rule(rule))) }

  mutating func optionalValue(_ key: String) -> JSONValue? { fields.optionalValue(key) }

  mutating func optionalString(_ key: String) throws(RiskFileError) -> String? {
    do { return try fields.optionalString(key) } catch { throw RiskFileError(error) }
  }

  mutating func optionalInteger(_ key: String) throws(RiskFileError) -> Int? {
    do { return try fields.optionalInteger(key) } catch { throw RiskFileError(error) }
  }

  mutating func object(_ key: String) throws(RiskFileError) -> JSONObject {
    do { return try fields.object(key) } catch { throw RiskFileError(error) }
  }

  mutating func optionalObject(_ key: String) throws(RiskFileError) -> JSONObject? {
    do { return try fields.optionalObject(key) } catch { throw RiskFileError(error) }
  }

  mutating func array(_ key: String) throws(RiskFileError) -> [JSONValue] {
    do { return try fields.array(key) } catch { throw RiskFileError(error) }
  }

  mutating func optionalArray(_ key: String) throws(RiskFileError) -> [JSONValue]? {
    do { return try fields.optionalArray(key) } catch { throw RiskFileError(error) }
  }

  mutating func optionalIdentifier(_ key: String) throws(RiskFileError) -> String? {
    guard let text = try optionalString(key) else { return nil }
    guard Identifier.isValid(text) else { throw RiskFileError(path(of: key), .notAnIdentifier) }
    return text
  }

  mutating func optionalTimestamp(_ key: String) throws(RiskFileError) -> Timestamp? {
    guard let text = try optionalString(key) else { return nil }
    guard let time = Timestamp(text) else { throw RiskFileError(path(of: key), .notATimestamp) }
    return time
  }

  mutating func optionalDigest(_ key: String) throws(RiskFileError) -> Digest? {
    guard let text = try optionalString(key) else { return nil }
    guard let digest = Digest(text: text) else { throw RiskFileError(path(of: key), .notADigest) }
    return digest
  }

  /// An absent list is empty.
  mutating func digests(_ key: String) throws(RiskFileError) -> [Digest] {
    var digests: [Digest] = []
    for (place, value) in (try optionalArray(key) ?? []).enumerated() {
      let path = "\(path(of: key))[\(place)]"
      guard let digest = Digest(text: try value.riskString(at: path)) else { throw RiskFileError(path, .notADigest) }
      digests.append(digest)
    }
    return digests
  }

  /// A key that names a set, a table or an attribute.
  static func name(_ key: String, at path: String) throws(RiskFileError) -> String {
    guard Identifier.isName(key) else { throw RiskFileError(path + "." + key, .notAName) }
    return key
  }
}

extension JSONValue {
  func riskString(at path: @autoclosure () -> String) throws(RiskFileError) -> String {
    guard case .string(let string) = self else { throw riskKind("a string in double quotes", path()) }
    return string
  }

  func riskArray(at path: @autoclosure () -> String) throws(RiskFileError) -> [JSONValue] {
    guard case .array(let elements) = self else { throw riskKind("a list", path()) }
    return elements
  }

  func riskIdentifier(at path: @autoclosure () -> String) throws(RiskFileError) -> String {
    let text = try riskString(at: path())
    guard Identifier.isValid(text) else { throw RiskFileError(path(), .notAnIdentifier) }
    return text
  }

  func riskNumber(at path: @autoclosure () -> String) throws(RiskFileError) -> Rational {
    guard case .string(let text) = self, let number = Rational(text) else { throw RiskFileError(path(), .notANumber) }
    return number
  }

  private func riskKind(_ wanted: String, _ path: String) -> RiskFileError {
    RiskFileError(JSONError(.path(path), .wrongKind(wanted: wanted, found: kind)))
  }
}
