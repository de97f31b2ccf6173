import Foundation
import MarginModel
import Testing
import TestSupport

/// The strict subset of YAML, the order of keys, the grammar, and the limits on size and nesting.
@Suite struct CircuitFileTests {
  static let end = "assert:\n  - 1 >= 0\n"
  static let plain = CircuitText.header + "assert:\n  - x['a'] >= 0\n"

  struct Refusal: Sendable {
    let text: String
    let rule: CircuitError.Rule
    /// Line and column, where the refusal has a place that this test fixes.
    let place: String?

    init(_ text: String, _ rule: CircuitError.Rule) {
      (self.text, self.rule, place) = (text, rule, nil)
    }

    init(_ text: String, _ rule: CircuitError.Rule, _ line: Int, _ column: Int) {
      (self.text, self.rule, place) = (text, rule, "\(line):\(column)")
    }
  }

  static let refused: [Refusal] = [
    Refusal("", .yaml, 1, 1),
    Refusal("- a\n", .yaml),
    Refusal("circuit: [a\n", .yaml),
    Refusal("circuit: te\tst\n", .file, 1, 12),
    Refusal("circuit: t\u{e9}st\n", .file, 1, 11),
    Refusal("circuit: test\r\n", .file, 1, 14),
    Refusal("---\n" + plain, .yaml, 1, 1),
    Refusal("%YAML 1.1\n" + plain, .yaml, 1, 1),
    Refusal(plain + "...\n", .yaml, 6, 1),
    Refusal("circuit: &a test\nversion: 1\n", .yaml, 1, 10),
    Refusal("circuit: &a test\nsummary: *a\n", .yaml, 1, 10),
    Refusal("circuit: !!str test\n", .yaml, 1, 10),
    Refusal("circuit: test\nversion: 1\nsummary: |\n  text\n", .yaml, 3, 10),
    Refusal("circuit: test\nversion:\n", .yaml),
    Refusal("circuit: test\ncircuit: test\n", .yaml, 1, 1),
    Refusal(CircuitText.header + "define:\n  a: 1\n  b: 2\n  a: 3\n" + end, .yaml, 5, 3),
    Refusal("circuit: test\nversion: 1\nsummary: \"a\\n\"\n", .yaml, 3, 12),
    Refusal("circuit: test\nversion: 1\nsummary: rule #1 of two\n", .yaml, 3, 15),
    Refusal("circuit: test\nauthor: me\n", .keys, 2, 1),
    Refusal("circuit: Test\n", .keys, 1, 10),
    Refusal("circuit: test\nversion: 1.0\n", .keys, 2, 10),
    Refusal("circuit: test\nversion: 01\n", .keys, 2, 10),
    Refusal("circuit: test\nversion: 1\nassert:\n  - 1 >= 0\n", .keys, 1, 1),
    Refusal(CircuitText.header, .keys, 1, 1),
    Refusal(CircuitText.header + "arguments: {a: {kind: number}}\n" + end, .keys, 4, 17),
    Refusal(CircuitText.header + "arguments: {a: {default: 1}}\n" + end, .keys),
    Refusal(CircuitText.header + "arguments: {a: {type: number in 0..1, default: 2}}\n" + end, .argument, 4, 48),
    Refusal(CircuitText.header + "arguments: {a: {type: number in 2..1}}\n" + end, .form),
    Refusal(CircuitText.header + "arguments: {a: {type: rising tiers of number}}\n" + end, .schedule),
    Refusal(CircuitText.header + "sets: {s: [a, b, a]}\n" + end, .duplicateName, 4, 18),
    Refusal(CircuitText.header + "sets:\n  a: b where k == 'x'\n  b: instrument\n" + end, .recursion, 5, 6),
    Refusal(CircuitText.header + "sets: {s: [a]}\nrisk:\n  t[s]: number\n" + end, .indexSet, 6, 5),
    Refusal(CircuitText.header + "risk:\n  a, a: number\n" + end, .duplicateName, 5, 6),
    Refusal(CircuitText.header + "risk:\n  max: number\n" + end, .reservedName, 5, 3),
    Refusal(CircuitText.header + "risk:\n  for: number\n" + end, .syntax, 5, 3),
    Refusal(CircuitText.header + "risk:\n  t[i in instrument]: number\n" + end, .syntax, 5, 7),
    Refusal(CircuitText.header + "committed: [\"x\"]\n" + end, .indexCount),
    Refusal(CircuitText.header + "assert:\n  - 1\n", .syntax, 5, 6),
    Refusal(CircuitText.header + "assert:\n  - 1 >= 0 0\n", .syntax, 5, 12),
    Refusal(CircuitText.header + "assert:\n  - 1 > 0\n", .syntax, 5, 7),
    Refusal(CircuitText.header + "assert:\n  - 1 == 1 >= 0\n", .syntax, 5, 12),
    Refusal(CircuitText.header + "assert:\n  - 1.2.3 >= 0\n", .syntax, 5, 8),
    Refusal(CircuitText.header + "assert:\n  - 2x >= 0\n", .syntax, 5, 6),
    Refusal(CircuitText.header + "assert:\n  - (1 >= 0\n", .syntax, 5, 8),
    Refusal(CircuitText.header + "assert:\n  - sum(1) >= 0\n", .syntax, 5, 10),
    Refusal(CircuitText.header + "assert:\n  - x['BTC # 1'] >= 0\n", .syntax, 5, 7),
    Refusal(CircuitText.header + "assert:\n  - x['a'] >= 1 +\n      y\n", .unknownName, 6, 7),
    Refusal(CircuitText.header + "assert:\n  - \"x['a'] >= y\"\n", .unknownName, 5, 16),
    Refusal(CircuitText.header + "assert:\n  - 'x[''a''] >= y'\n", .unknownName, 5, 18),
  ]

  @Test(arguments: refused)
  func refuses(refusal: Refusal) throws {
    let refused = CircuitText.error { () throws(CircuitError) in try CircuitText.circuit(refusal.text) }
    let error = try #require(refused, "\(refusal.text)")
    #expect(error.rule == refusal.rule, "\(error)")
    if let place = refusal.place { #expect(error.location?.description == place, "\(error)") }
    #expect(!error.description.contains("\n"))
  }

  @Test func readsEveryPart() throws {
    let circuit = try CircuitText.circuit(
      """
      # A comment, then every key.
      circuit: all-of-it
      version: 12
      summary: 'It''s all here: every key.'   # quoted
      sets:
        side: [down, up]
        cash: instrument where kind == 'cash' and unit != 'x'
      risk:
        a[instrument], b[instrument, scan]: USD/BTC in -1.5..2
        flat: number
        up[instrument]: rising tiers of number >= 0
      arguments:
        level: {in: level, default: initial}
        size: {type: number >= 0, default: 1}
      committed: ["x[s in side, i in instrument]", "y[i in cash]"]
      define:
        gross[s in side]: sum(abs(x[s, i])
          for i in instrument
          where kind != 'cash')
      assert:
        - gross[s] <= size for s in side
        - "y[i] >= -1 for i in cash"
      reveal:
        total[s in side]: sum(x[s, i] for i in instrument)

      """)
    #expect(circuit.name == "all-of-it" && circuit.version == 12 && circuit.summary == "It's all here: every key.")
    #expect(circuit.tables.map(\.name) == ["a", "b", "flat", "up"])
    #expect(circuit.tables[1].sets == ["instrument", "scan"] && circuit.tables[3].schedule == .rising)
    #expect(circuit.arguments.map(\.name) == ["level", "size"] && circuit.committed.map(\.name) == ["x", "y"])
    #expect(circuit.definitions[0].location.description == "17:3")
    #expect(circuit.assertions.map(\.text) == ["gross[s] <= size for s in side", "y[i] >= -1 for i in cash"])
    #expect(circuit.reveals.map(\.name) == ["total"])
  }

  @Test func nestingAndSizeAreLimited() {
    func nested(_ open: String, _ close: String, _ count: Int) -> CircuitError.Rule? {
      let inner = String(repeating: open, count: count) + "x['a']" + String(repeating: close, count: count)
      return CircuitText.error { () throws(CircuitError) in
        try CircuitText.circuit(CircuitText.header + "assert:\n  - \"\(inner) >= 0\"\n")
      }?.rule
    }
    #expect(nested("(", ")", 30) == nil && nested("(", ")", 50_000) == .nesting)
    #expect(nested("- ", "", 30) == nil && nested("- ", "", 50_000) == .nesting)
    #expect(nested("abs(", ")", 20_000) == .nesting)
    #expect(nested("1 + ", "", 30_000) == nil && nested("2 * ", "", 2_000) == nil)
    let lists = CircuitText.header + "sets: {a: " + String(repeating: "[", count: 20_000)
    #expect(CircuitText.error { () throws(CircuitError) in try CircuitText.circuit(lists) }?.rule == .nesting)
    let dashes = CircuitText.header + "assert:\n  " + String(repeating: "- ", count: 20_000) + "1\n"
    #expect(CircuitText.error { () throws(CircuitError) in try CircuitText.circuit(dashes) } != nil)
    let long = CircuitText.header + "# " + String(repeating: "a", count: 300_000)
    #expect(CircuitText.error { () throws(CircuitError) in try CircuitText.circuit(long) }?.rule == .file)
  }

  @Test func aSnippetShowsThePlaceInALineOfAnyLength() throws {
    for length in [0, 40, 79, 80, 81, 5_000] {
      let padding = String(repeating: "1 + ", count: length)
      let error = CircuitText.error { () throws(CircuitError) in
        try CircuitText.circuit(CircuitText.header + "assert:\n  - \(padding)y + \(padding)1 >= 0\n")
      }
      let lines = try #require(error?.snippet).split(separator: "\n").map(Array.init)
      let caret = try #require(lines[1].lastIndex(of: "^"))
      #expect(lines.count == 2 && lines[0].count < 180 && lines[0][caret] == "y")
    }
  }

  /// Mutated circuits are read or refused; none traps, and a refusal's place lies in the file.
  @Test func mutatedFilesNeverTrap() throws {
    var random = SeededGenerator.fromEnvironment()
    let seed = random.seed
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let pieces = [
      "for", "in", "where", "sum(", "max(", "shortfall(", "tiers(", "[", "]", "(", ")", ",", "'", "\"", " #", ":", "..", ">=", "- ",
      "{", "}", "&a ", "*a", "!", "0", "1/0", "\n", "  ", "lot[", "positive(", "|", "99999999999999999999", "x[i]", "%",
    ].map { Array($0.utf8) }
    for file in ["portfolio-scan", "solvency"] {
      let original = try Array(Data(contentsOf: root.appending(path: "circuits/\(file).yaml")))
      for _ in 0..<400 {
        var bytes = original
        for _ in 0..<Int.random(in: 1...4, using: &random) {
          let place = Int.random(in: 0..<bytes.count, using: &random)
          switch Int.random(in: 0..<4, using: &random) {
          case 0: bytes[place] = UInt8.random(in: 0...255, using: &random)
          case 1: bytes.insert(contentsOf: pieces.randomElement(using: &random) ?? [], at: place)
          case 2: bytes.removeSubrange(place..<min(bytes.count, place + Int.random(in: 1...40, using: &random)))
          default: bytes.insert(contentsOf: original[place % original.count..<original.count].prefix(30), at: place)
          }
        }
        let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        do throws(CircuitError) {
          _ = try Circuit(bytes: bytes, file: "mutated.yaml")
        } catch {
          guard let location = error.location else { continue }
          #expect(location.line <= lines.count + 1 && location.column >= 1, "SEED=\(seed)")
        }
      }
    }
  }
}
