import CanonicalJSON
import Testing
import TestSupport

@Suite struct JSONPropertyTests {
  @Test func randomValuesSurviveTheRoundTrip() throws {
    var random = SeededGenerator.fromEnvironment()
    for _ in 0..<2_000 {
      let value = random.json(depth: 4)
      let bytes = value.canonicalBytes
      #expect(try JSONValue(canonical: bytes) == value, "SEED=\(random.seed)")
      #expect(try JSONValue(lenient: random.spaced(bytes)) == value, "SEED=\(random.seed)")
    }
  }

  /// Whatever the bytes: a value that reads itself back, or an error in one line.
  @Test func mutatedTextsNeverTrap() {
    var random = SeededGenerator.fromEnvironment()
    var (read, refused) = (0, 0)
    for _ in 0..<20_000 {
      let bytes = random.mutated(random.json(depth: 3).canonicalBytes)
      do {
        let value = try JSONValue(lenient: bytes)
        read += 1
        #expect((try? JSONValue(canonical: value.canonicalBytes)) == value, "SEED=\(random.seed)")
      } catch {
        refused += 1
        #expect(error.description.utf8.allSatisfy { (0x20...0x7E).contains($0) || $0 >= 0x80 }, "SEED=\(random.seed)")
      }
    }
    #expect(read > 0 && refused > 0, "SEED=\(random.seed)")
  }
}

extension SeededGenerator {
  mutating func json(depth: Int) -> JSONValue {
    switch Int.random(in: 0..<(depth > 0 ? 6 : 4), using: &self) {
    case 0: return .null
    case 1: return .bool(Bool.random(using: &self))
    case 2:
      let edges: [Int64] = [0, 1, -1, JSONValue.maximumInteger, -JSONValue.maximumInteger]
      let any = Int64.random(in: -JSONValue.maximumInteger...JSONValue.maximumInteger, using: &self)
      return .integer(Bool.random(using: &self) ? any : edges.randomElement(using: &self) ?? 0)
    case 3: return .string(string())
    case 4: return .array((0..<Int.random(in: 0..<5, using: &self)).map { _ in json(depth: depth - 1) })
    default:
      return .object(JSONObject((0..<Int.random(in: 0..<5, using: &self)).map { _ in (string(), json(depth: depth - 1)) }))
    }
  }

  private mutating func string() -> String {
    let edges: [Unicode.Scalar] = [
      "\"", "\\", "/", "\0", "\u{1f}", " ", "\u{7f}", "\u{80}", "\u{d7ff}", "\u{e000}", "\u{ffff}", "\u{10000}",
    ]
    var text = ""
    for _ in 0..<Int.random(in: 0..<6, using: &self) {
      let any = Unicode.Scalar(UInt32.random(in: 0..<0x11_0000, using: &self)) ?? "a"
      text.unicodeScalars.append(Bool.random(using: &self) ? any : edges.randomElement(using: &self) ?? "b")
    }
    return text
  }

  /// White space around some of the marks that stand outside strings.
  mutating func spaced(_ bytes: [UInt8]) -> [UInt8] {
    var (spaced, isInside, isEscaped) = ([UInt8](), false, false)
    for byte in bytes {
      let isMark = !isInside && "[]{},:".utf8.contains(byte)
      if isMark, Bool.random(using: &self) { spaced.append(contentsOf: " \n".utf8) }
      spaced.append(byte)
      if isMark, Bool.random(using: &self) { spaced.append(contentsOf: "\t\r".utf8) }
      if byte == UInt8(ascii: "\""), !isEscaped { isInside.toggle() }
      isEscaped = byte == UInt8(ascii: "\\") && !isEscaped
    }
    return spaced
  }

  /// One to four bytes changed, removed, inserted or cut off.
  mutating func mutated(_ original: [UInt8]) -> [UInt8] {
    var bytes = original
    for _ in 0..<Int.random(in: 1...4, using: &self) where !bytes.isEmpty {
      let place = Int.random(in: bytes.indices, using: &self)
      let byte =
        Bool.random(using: &self)
        ? UInt8.random(in: 0...255, using: &self) : "\"\\[]{},:-019eu".utf8.randomElement(using: &self) ?? 0
      switch Int.random(in: 0..<4, using: &self) {
      case 0: bytes[place] = byte
      case 1: bytes.remove(at: place)
      case 2: bytes.insert(byte, at: place)
      default: bytes.removeSubrange(place...)
      }
    }
    return bytes
  }
}
