import CanonicalJSON
import RiskEngine
import Testing

/// Every field of the publisher's own JSON files made another kind of value, taken away, or joined by one that nobody knows: what is refused
/// is refused by that field's place.
@Suite struct RetypedFieldTests {
  typealias Reader = MalformedInputTests.Reader

  /// The readers of files of our own format in JSON, every field of which is read.
  static let readers = Reader.all.filter { reader in
    reader.readsAll && (try? JSONValue(lenient: reader.sound())) != nil
  }

  @Test func allOwnFormatsAreAmongThem() {
    #expect(Self.readers.map(\.testDescription) == ["snapshot", "depth", "oracle sources", "oracle prices"])
  }

  @Test(arguments: readers) func anotherKindOfValueIsRefusedByItsField(reader: Reader) throws {
    let kinds: [JSONValue] = [.null, .bool(true), .integer(7), .string("a word"), .array([]), .object(JSONObject())]
    try forEachField(of: reader) { field in
      for kind in kinds where kind.kind != field.value.kind {
        let refusal = Self.refusal(reader, field.file(kind))
        #expect(refusal?.hasPrefix(field.path) == true, "\(field.path) as \(kind.kind): \(refusal ?? "taken")")
      }
    }
  }

  @Test(arguments: readers) func aMissingFieldIsNamed(reader: Reader) throws {
    var named = 0
    try forEachField(of: reader) { field in
      // What may be left out is taken.
      guard let refusal = Self.refusal(reader, field.file(nil)) else { return }
      #expect(refusal.hasPrefix(field.parent) && refusal.contains(field.key), "without \(field.path): \(refusal)")
      named += 1
    }
    #expect(named > 3)
  }

  @Test(arguments: readers) func aFieldThatNobodyKnowsIsNamed(reader: Reader) throws {
    try forEachField(of: reader) { field in
      guard case .object(var object) = field.value else { return }
      object["surplus"] = .integer(1)
      let refusal = Self.refusal(reader, field.file(.object(object)))
      #expect(
        refusal?.hasPrefix(field.path) == true && refusal?.contains("surplus") == true, "in \(field.path): \(refusal ?? "taken")")
    }
  }

  private static func refusal(_ reader: Reader, _ file: JSONValue) -> String? {
    do throws(MalformedInputTests.Refusal) { try reader.read(file.canonicalBytes) } catch { return error.text }
    return nil
  }

  /// A field of a file by its path, `options[0].strike`, and the file with another value there, or none.
  private struct Field {
    let parent, key: String
    let value: JSONValue
    let file: (JSONValue?) -> JSONValue

    var path: String { parent.isEmpty ? key : "\(parent).\(key)" }
  }

  private func forEachField(of reader: Reader, _ body: (Field) -> Void) throws {
    let sound = try JSONValue(lenient: reader.sound())
    #expect(Self.refusal(reader, sound) == nil)
    Self.fields(in: sound, at: "") { $0 }.forEach(body)
  }

  /// All fields but those of a list's middle items, which are as the first and the last.
  private static func fields(in value: JSONValue, at path: String, _ file: @escaping (JSONValue) -> JSONValue) -> [Field] {
    switch value {
    case .object(let object):
      return object.members.flatMap { member in
        let field = Field(parent: path, key: member.key, value: member.value) { inner in
          var changed = object
          changed[member.key] = inner
          return file(.object(changed))
        }
        return [field] + fields(in: member.value, at: field.path) { field.file($0) }
      }
    case .array(let items):
      return Set([0, items.count - 1]).filter(items.indices.contains).sorted().flatMap { place in
        fields(in: items[place], at: "\(path)[\(place)]") { inner in
          var changed = items
          changed[place] = inner
          return file(.array(changed))
        }
      }
    default: return []
    }
  }
}
