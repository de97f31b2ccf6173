import CanonicalJSON
import MarginModel

/// Prints a value as one line of canonical JSON.
func printJSON(_ value: JSONValue) { print(String(decoding: value.canonicalBytes, as: UTF8.self)) }

/// An object of the members that are there.
func jsonObject(_ members: [(String, JSONValue?)]) -> JSONValue {
  var object = JSONObject()
  for (key, value) in members { if let value { object[key] = value } }
  return .object(object)
}

extension JSONValue {
  static func exact(_ value: Rational) -> JSONValue { .string(value.description) }
  static func strings(_ values: [String]) -> JSONValue { .array(values.map { .string($0) }) }
}
