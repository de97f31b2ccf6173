import ArgumentParser
import CanonicalJSON
import MarginModel

extension CircuitCommand {
  struct Show: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Put a rule into plain words: what is private, what is public, every inequality and every part of it.",
      discussion: """
        Example:
          marginproof circuit show circuits/solvency.yaml
        """)
    @Argument(help: ArgumentHelp("The rule.", valueName: "circuit.yaml"))
    var circuit: String
    @Flag(name: .long, help: "Print the rule as JSON.")
    var json = false

    func run() throws {
      let rule = try RuleFiles.circuit(circuit)
      guard !json else { return printJSON(Self.encode(rule)) }
      print("\(Terminal.paint(rule.name, .bold)), version \(rule.version), \(rule.digest)")
      print(rule.summary)
      Self.section("Private", rule.privateValuesInWords)
      Self.section("Public", rule.publicValuesInWords)
      for (title, parts) in Self.parts(rule) where !parts.isEmpty {
        print("\n" + Terminal.paint(title, .bold))
        for part in parts {
          let kind = part.kind.map { Terminal.paint(" (\($0))", .dim) } ?? ""
          print("  line \(part.line): \(part.title)\(kind)")
          print(Self.wrapped(part.words, indent: 6))
        }
      }
    }

    private static func parts(_ rule: Circuit) -> [(String, [Circuit.Explanation])] {
      [
        ("A proof shows that", rule.assertionsInWords), ("It publishes, exactly", rule.revealsInWords),
        ("Where", rule.definitionsInWords),
      ]
    }

    private static func section(_ title: String, _ lines: [String]) {
      guard !lines.isEmpty else { return }
      print("\n" + Terminal.paint(title, .bold))
      for line in lines { print(wrapped(line, indent: 2)) }
    }

    /// Text in lines of at most 100 characters, broken at spaces.
    private static func wrapped(_ text: String, indent: Int) -> String {
      let margin = String(repeating: " ", count: indent)
      var lines = [""]
      for word in text.split(separator: " ") {
        if !lines[lines.count - 1].isEmpty, lines[lines.count - 1].count + word.count + indent > 99 { lines.append("  ") }
        lines[lines.count - 1] += (lines[lines.count - 1].allSatisfy { $0 == " " } ? "" : " ") + word
      }
      return lines.map { margin + $0 }.joined(separator: "\n")
    }

    private static func encode(_ rule: Circuit) -> JSONValue {
      func explained(_ parts: [Circuit.Explanation]) -> JSONValue {
        .array(
          parts.map { part in
            jsonObject([
              ("text", .string(part.title)), ("words", .string(part.words)), ("kind", part.kind.map { .string($0) }),
              ("line", .integer(Int64(part.line))),
            ])
          })
      }
      return jsonObject([
        ("circuit", .string(rule.name)), ("version", .integer(Int64(rule.version))), ("digest", .string("\(rule.digest)")),
        ("summary", .string(rule.summary)), ("private", .strings(rule.privateValuesInWords)),
        ("public", .strings(rule.publicValuesInWords)), ("assertions", explained(rule.assertionsInWords)),
        ("published", explained(rule.revealsInWords)), ("definitions", explained(rule.definitionsInWords)),
      ])
    }
  }
}
