import Foundation
import MarginModel
import Testing
import TestSupport

/// The example risk files, changed: each is read or refused in one line that begins with its place; FUZZ=10 runs ten times as many
/// rounds.
@Suite struct RiskFileFuzzTests {
  private static let files: [(name: String, bytes: [UInt8])] = {
    let folder = CircuitFuzz.root.appending(path: "fixtures/circuits")
    let folders = (try? FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)) ?? []
    return folders.sorted { $0.path < $1.path }.compactMap { folder in
      (try? Data(contentsOf: folder.appending(path: "risk.json"))).map { (folder.lastPathComponent, Array($0)) }
    }
  }()

  private static let words = [
    "null", "true", "1", "-0", "1e9", "\"\"", "\"1/3\"", "\"-1\"", "\"0\"", "[]", "{}", "[[", "]]", ",", ":", "\"values\"",
    "\"entries\"",
    "\"tiers\"", "\"default\"", "\"index\"", "\"elements\"", "\"lot\"", "\"limit\"", "\"rate\"", "\"upTo\"", "\"decimals\"",
    "\"to\"",
    "\"instrument\"", "\"99999999999999999999999999999999999999\"", "\"\\ud800\"", "\"\\u0000\"", "\u{e9}", "\\",
  ].map { Array($0.utf8) }

  @Test func changedFiles() {
    var random = SeededGenerator.fromEnvironment()
    var refused = 0
    let size = Self.files.reduce(0) { $0 + $1.bytes.count }
    for (name, original) in Self.files {
      // As many rounds in all whatever the files' sizes are.
      for _ in 0..<CircuitFuzz.rounds(max(4, 20_000_000 / max(1, size) / Self.files.count)) {
        let bytes = Self.changed(original, using: &random)
        do throws(RiskFileError) {
          let file = try RiskFile(bytes: bytes)
          #expect((try? RiskFile(json: file.json))?.digest == file.digest, "SEED=\(random.seed) \(name)")
        } catch {
          refused += 1
          let text = error.description
          #expect(text.utf8.count < 600 && !text.utf8.contains { $0 < 0x20 || $0 == 0x7f }, "SEED=\(random.seed) \(name): \(text)")
          #expect(text.contains(": "), "SEED=\(random.seed) \(name): \(text)")
        }
      }
    }
    // Few changes leave a file to be read, so none may: that files are read is the circuits' tests to say.
    #expect(refused > 0, "SEED=\(random.seed)")
  }

  /// Bytes changed, and whole strings doubled, dropped, swapped or replaced.
  private static func changed(_ original: [UInt8], using random: inout SeededGenerator) -> [UInt8] {
    var bytes = original
    for _ in 0..<Int.random(in: 1...3, using: &random) where !bytes.isEmpty {
      let (place, other) = (Int.random(in: bytes.indices, using: &random), Int.random(in: bytes.indices, using: &random))
      func string(at place: Int) -> Range<Int> {
        guard let start = bytes[place...].firstIndex(of: UInt8(ascii: "\"")),
          let end = bytes[(start + 1)...].firstIndex(of: UInt8(ascii: "\""))
        else { return place..<place }
        return start..<(end + 1)
      }
      switch Int.random(in: 0..<6, using: &random) {
      case 0: bytes = random.mutated(bytes)
      case 1: bytes.replaceSubrange(string(at: place), with: random.one(of: words))
      case 2: bytes.replaceSubrange(string(at: place), with: bytes[string(at: other)])
      case 3: bytes.removeSubrange(string(at: place))
      case 4: bytes.insert(contentsOf: random.one(of: words), at: place)
      default: bytes.removeSubrange(place..<min(bytes.count, place + Int.random(in: 1...60, using: &random)))
      }
    }
    return bytes
  }
}
