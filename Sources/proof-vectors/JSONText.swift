import CanonicalJSON

/// JSON for people: a member or element a line.
enum JSONText {
  static func lines(_ value: JSONValue) -> String { text(value, indent: "\n") + "\n" }

  private static func text(_ value: JSONValue, indent: String) -> String {
    let inner = indent + " "
    switch value {
    case .array(let elements) where !elements.isEmpty:
      return "[" + elements.map { inner + text($0, indent: inner) }.joined(separator: ",") + indent + "]"
    case .object(let object) where !object.isEmpty:
      let members = object.members.map { inner + text(.string($0.key), indent: inner) + ": " + text($0.value, indent: inner) }
      return "{" + members.joined(separator: ",") + indent + "}"
    default:
      return String(decoding: value.canonicalBytes, as: UTF8.self)
    }
  }
}
