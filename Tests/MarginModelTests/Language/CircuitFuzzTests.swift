import MarginModel
import Testing
import TestSupport

/// Any bytes are read or refused, in bounded time and stack; FUZZ=10 runs ten times as many rounds.
@Suite struct CircuitFuzzTests {
  private static let words = [
    "circuit", "version", "summary", "sets", "risk", "arguments", "committed", "chosen", "define", "assert", "reveal", "for", "in",
    "where", "and", "step", "weighted", "sum", "max", "min", "abs", "positive", "shortfall", "tiers", "lot", "limit", "number",
    "USD",
    "rising", "falling", "of", "instrument", "kind", "x", "i", "mark", "0", "1", "0.5", "99999999999999999999999", "1/0", "'a'",
    "''",
    "'a", "\"", "\\n", "+", "-", "*", "/", "(", ")", "[", "]", "{", "}", ",", ".", "..", ">=", "<=", "==", "!=", "<", ">", "=", ":",
    ": ", "- ", "# ", " #", "#", "&a ", "*a", "!t ", "|", ">", "%", "---", "...", "?", "~", "null", "true", "\n", "\n  ", "\n  - ",
  ].map { Array($0.utf8) }

  @Test func randomBytes() {
    var random = SeededGenerator.fromEnvironment()
    var rules: Set<CircuitError.Rule?> = []
    for _ in 0..<CircuitFuzz.rounds(1_500) {
      let count = Int.random(in: 0...120, using: &random)
      let printable = Bool.random(using: &random)
      let bytes = (0..<count).map { _ in
        printable ? random.one(of: Array(" \n:-#'\"[]{},&*!|>%@`?abx01".utf8)) : UInt8.random(in: 0...255, using: &random)
      }
      rules.insert(CircuitFuzz.read(bytes, "SEED=\(random.seed) \(bytes)"))
    }
    #expect(rules.contains(.file) && rules.contains(.yaml))
  }

  /// Words of the language in any order, as a whole file and inside one assertion.
  @Test func randomWords() {
    var random = SeededGenerator.fromEnvironment()
    var rules: Set<CircuitError.Rule?> = []
    for round in 0..<CircuitFuzz.rounds(4_000) {
      let isAssertion = round % 3 > 0
      var bytes = isAssertion ? Array((CircuitText.header + CircuitText.risk + "assert:\n  - \"").utf8) : []
      for _ in 0..<Int.random(in: 1...24, using: &random) {
        let word = random.one(of: Self.words)
        // Inside quotes only what a rule is written with.
        guard !isAssertion || !word.contains(where: { "\"\\\n".utf8.contains($0) }) else { continue }
        bytes += word
        if Bool.random(using: &random) { bytes.append(UInt8(ascii: " ")) }
      }
      if isAssertion { bytes += Array("\"\n".utf8) }
      rules.insert(CircuitFuzz.read(bytes, "SEED=\(random.seed) \(String(decoding: bytes, as: UTF8.self))"))
    }
    // Rarer refusals depend on the seed; thousands of rounds never miss these two.
    #expect(rules.contains(.yaml) && rules.contains(.syntax), "SEED=\(random.seed) \(rules)")
  }

  /// The project's circuits with bytes, words and lines removed, doubled, put in or swapped.
  @Test func changedCircuits() {
    var random = SeededGenerator.fromEnvironment()
    var rules: Set<CircuitError.Rule?> = []
    let rounds = CircuitFuzz.rounds(6_000 / max(1, CircuitFuzz.circuits.count))
    for (name, original) in CircuitFuzz.circuits {
      #expect(CircuitFuzz.read(original, name) == nil)
      for _ in 0..<rounds {
        var bytes = original
        for _ in 0..<Int.random(in: 1...3, using: &random) { Self.change(&bytes, using: &random) }
        rules.insert(CircuitFuzz.read(bytes, "SEED=\(random.seed) \(name)\n\(String(decoding: bytes, as: UTF8.self))"))
      }
    }
    #expect(rules.contains(nil) && rules.count > 8)
  }

  private static func change(_ bytes: inout [UInt8], using random: inout SeededGenerator) {
    guard !bytes.isEmpty else { return }
    let place = Int.random(in: bytes.indices, using: &random)
    func word(at place: Int) -> Range<Int> {
      func isLetter(_ byte: UInt8) -> Bool { byte > 0x20 && !"()[],:'".utf8.contains(byte) }
      let start = bytes[..<place].lastIndex { !isLetter($0) }.map { $0 + 1 } ?? 0
      return start..<(bytes[place...].firstIndex { !isLetter($0) } ?? bytes.count)
    }
    func line(at place: Int) -> Range<Int> {
      let start = bytes[..<place].lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
      return start..<(bytes[place...].firstIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? bytes.count)
    }
    let other = Int.random(in: bytes.indices, using: &random)
    switch Int.random(in: 0..<10, using: &random) {
    case 0: bytes[place] = UInt8.random(in: 0...255, using: &random)
    case 1: bytes[place] = random.one(of: Array(" \n:-#'\"[]{},.0".utf8))
    case 2: bytes.remove(at: place)
    case 3: bytes.swapAt(place, other)
    case 4: bytes.removeSubrange(word(at: place))
    case 5: bytes.replaceSubrange(word(at: place), with: random.one(of: words))
    case 6: bytes.replaceSubrange(word(at: place), with: bytes[word(at: other)])
    case 7: bytes.insert(contentsOf: bytes[line(at: other)], at: line(at: place).lowerBound)
    case 8: bytes.removeSubrange(line(at: place))
    default: bytes.removeSubrange(place...)
    }
  }

  // MARK: Extremes

  private static func repeated(_ text: String, _ count: Int) -> String { String(repeating: text, count: count) }

  /// As much of one thing as fits a file: nothing overflows the stack, and nothing takes time that grows with its square.
  static let extremes: [(what: String, text: String)] = {
    let header = CircuitText.header
    func asserting(_ text: String) -> String { header + CircuitText.risk + "assert:\n  - \"\(text)\"\n" }
    let distinct = (0..<30_000).map { "e\($0)" }
    return [
      ("a long name", asserting(repeated("n", 200_000) + " >= 0")),
      ("a long number", asserting(repeated("9", 200_000) + " >= 0")),
      ("a long fraction", asserting("0." + repeated("0", 200_000) + "1 >= 0")),
      ("a long element", asserting("x['" + repeated("n", 200_000) + "'] >= 0")),
      ("a long key", header + repeated("k", 200_000) + ": 1\n"),
      ("a long circuit's name", "circuit: " + repeated("a", 200_000) + "\n"),
      ("a long version", "circuit: a\nversion: " + repeated("1", 200_000) + "\n"),
      ("a long unit", header + "risk:\n  m: " + repeated("USD*", 50_000) + "USD\nassert:\n  - m >= 0\n"),
      ("a long default", header + "arguments: {a: {type: number, default: " + repeated("1", 200_000) + "}}\nassert:\n  - a >= 0\n"),
      ("a long range", header + "risk:\n  m: number >= " + repeated("1", 200_000) + "\nassert:\n  - m >= 0\n"),
      ("brackets", asserting(repeated("(", 100_000) + "1" + repeated(")", 100_000) + " >= 0")),
      ("signs", asserting(repeated("-", 200_000) + "1 >= 0")),
      ("calls", asserting(repeated("abs(", 50_000) + "1")),
      ("indices", asserting("x[" + repeated("i,", 100_000) + "i] >= 0")),
      ("terms", asserting(repeated("1+", 100_000) + "1 >= 0")),
      ("factors", asserting(repeated("2*", 100_000) + "1 >= 0")),
      ("divisors", asserting(repeated("1/", 100_000) + "3 >= 0")),
      (
        "squares",
        header + "define:\n  a0: 3\n" + (1..<60).map { "  a\($0): a\($0 - 1) * a\($0 - 1)\n" }.joined() + "assert:\n  - 1 >= 0\n"
      ),
      ("items", asserting("max(" + repeated("1,", 100_000) + "1) >= 0")),
      ("comparisons", asserting("1" + repeated(">=1", 60_000))),
      ("conditions", asserting("sum(1 for i in s where a=='b'" + repeated(" and a=='b'", 18_000) + ") >= 0")),
      ("bindings", asserting("sum(1" + (0..<12_000).map { " for i\($0) in instrument" }.joined().prefix(230_000) + ") >= 0")),
      ("parameters", header + "define:\n  d[" + (0..<9_000).map { "i\($0) in instrument" }.joined(separator: ", ") + "]: 1\n"),
      ("elements", header + "sets:\n  s: [" + distinct.joined(separator: ", ") + "]\nassert:\n  - 1 >= 0\n"),
      ("sets", header + "sets:\n" + distinct.prefix(18_000).map { "  \($0): s\n" }.joined() + "assert:\n  - 1 >= 0\n"),
      ("tables", header + "risk:\n  " + distinct.joined(separator: ", ") + ": number\nassert:\n  - 1 >= 0\n"),
      ("arguments", header + "arguments:\n" + distinct.prefix(6_000).map { "  \($0): {type: number}\n" }.joined()),
      ("definitions", header + "define:\n" + distinct.prefix(18_000).map { "  \($0): 1\n" }.joined() + "assert:\n  - 1 >= 0\n"),
      ("reveals", header + "reveal:\n" + distinct.prefix(18_000).map { "  \($0): 1\n" }.joined()),
      ("assertions", header + "assert:\n" + repeated("  - 1 >= 0\n", 20_000)),
      ("spaces in quotes", header + "define:\n  a: \"1" + repeated(" ", 200_000) + "+ 1\"\nassert:\n  - a >= 0\n"),
      ("spaces", asserting("1 >=" + repeated(" ", 200_000) + "0")),
      ("lines of one value", header + "define:\n  a: 1\n" + repeated("    + 1\n", 30_000) + "assert:\n  - a >= 0\n"),
      ("empty lines", repeated("\n", 200_000)), ("comments", repeated("# a\n", 60_000)),
      ("a comment", "# " + repeated("#", 200_000)),
      ("lists", header + "sets: {s: " + repeated("[", 200_000)), ("maps", repeated("{a: ", 60_000)),
      ("dashes", repeated("- ", 100_000)),
      ("questions", repeated("? ", 100_000)), ("quotes", repeated("'", 200_000)), ("colons", repeated("a: ", 80_000)),
      ("indents", (0..<600).map { repeated(" ", $0) + "a:\n" }.joined()),
      ("anchors", (0..<20_000).map { "- &a\($0) 1\n" }.joined()), ("aliases", "a: &a 1\nb: [" + repeated("*a, ", 50_000) + "]\n"),
      ("tags", repeated("!t ", 80_000)),
    ]
  }()

  @Test(arguments: extremes.indices)
  func extremesAreReadOrRefused(index: Int) {
    let (what, text) = Self.extremes[index]
    #expect(text.utf8.count < 256 * 1024, "\(what)")
    CircuitFuzz.read(Array(text.utf8), what)
  }

  @Test func aFileBeyondTheLimitIsNotLookedAt() {
    #expect(CircuitFuzz.read([UInt8](repeating: 0, count: 256 * 1024 + 1), "zeros") == .file)
    #expect(CircuitFuzz.read([UInt8](repeating: 0, count: 256 * 1024), "zeros") == .file)
  }
}
