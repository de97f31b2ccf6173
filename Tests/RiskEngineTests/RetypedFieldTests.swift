import CanonicalJSON
import RiskEngine
import Testing

/// Every field of the publisher's own JSON files made another kind of value, taken away, or joined by one that nobody knows: what is refused
/// is refused by that field's place.
@Suite struct RetypedFieldTests {
  /// A file's reader, which tells what it refuses.
  struct Reader: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let sound: @Sendable () throws -> [UInt8]
    let refusal: @Sendable ([UInt8]) -> String?

    init(
      _ name: String, _ sound: @escaping @Sendable () throws -> [UInt8],
      _ read: @escaping @Sendable ([UInt8]) throws(MarketError) -> Void
    ) {
      testDescription = name
      self.sound = sound
      refusal = { bytes in
        do throws(MarketError) { try read(bytes) } catch { return error.description }
        return nil
      }
    }

    static let all = [
      Reader("snapshot", { Array(SmallMarket.snapshot.utf8) }) { (bytes) throws(MarketError) in _ = try MarketSnapshot(bytes: bytes)
      },
      Reader("depth", { try Fixture.bytes("fixtures/markets/market-depth.json") }) { (bytes) throws(MarketError) in
        _ = try MarketDepth(bytes: bytes)
      },
      Reader("oracle sources", { try Fixture.bytes("fixtures/markets/oracle-sources.json") }) { (bytes) throws(MarketError) in
        _ = try OracleSources(bytes: bytes)
      },
      Reader("oracle prices", { try OracleFixture.prices().canonicalBytes }) { (bytes) throws(MarketError) in
        _ = try OraclePrices(bytes: bytes)
      },
    ]
  }

  @Test(arguments: Reader.all) func anotherKindOfValueIsRefusedByItsField(reader: Reader) throws {
    let kinds: [JSONValue] = [.null, .bool(true), .integer(7), .string("a word"), .array([]), .object(JSONObject())]
    try forEachField(of: reader) { field in
      for kind in kinds where kind.kind != field.value.kind {
        let refusal = reader.refusal(field.file(kind).canonicalBytes)
        #expect(refusal?.contains(field.key) == true, "\(field.key) as \(kind.kind): \(refusal ?? "taken")")
      }
    }
  }

  @Test(arguments: Reader.all) func aMissingFieldIsNamed(reader: Reader) throws {
    var named = 0
    try forEachField(of: reader) { field in
      // What may be left out is taken.
      guard let refusal = reader.refusal(field.file(nil).canonicalBytes) else { return }
      #expect(refusal.contains(field.key), "without \(field.key): \(refusal)")
      named += 1
    }
    #expect(named > 3)
  }

  @Test(arguments: Reader.all) func aFieldThatNobodyKnowsIsNamed(reader: Reader) throws {
    try forEachField(of: reader) { field in
      guard case .object(var object) = field.value else { return }
      object["surplus"] = .integer(1)
      let refusal = reader.refusal(field.file(.object(object)).canonicalBytes)
      #expect(refusal?.contains("surplus") == true, "in \(field.key): \(refusal ?? "taken")")
    }
  }

  /// A field of a file, and the file with another value there, or none.
  private struct Field {
    let key: String
    let value: JSONValue
    let file: (JSONValue?) -> JSONValue
  }

  private func forEachField(of reader: Reader, _ body: (Field) -> Void) throws {
    let sound = try reader.sound()
    #expect(reader.refusal(sound) == nil)
    Self.fields(in: try JSONValue(lenient: sound)) { $0 }.forEach(body)
  }

  /// All fields but those of a list's middle items, which are as the first and the last.
  private static func fields(in value: JSONValue, _ file: @escaping (JSONValue) -> JSONValue) -> [Field] {
    switch value {
    case .object(let object):
      return object.members.flatMap { member in
        let around: (JSONValue?) -> JSONValue = { inner in
          var changed = object
          changed[member.key] = inner
          return file(.object(changed))
        }
        return [Field(key: member.key, value: member.value, file: around)] + fields(in: member.value) { around($0) }
      }
    case .array(let items):
      return Set([0, items.count - 1]).filter(items.indices.contains).sorted().flatMap { place in
        fields(in: items[place]) { inner in
          var changed = items
          changed[place] = inner
          return file(.array(changed))
        }
      }
    default: return []
    }
  }
}
