import Foundation
import MarginModel
import Testing

/// The section "Examples" of `docs/circuits.md`: a market, a book, and rules with figures behind their lines.
struct DocumentedExamples {
  struct Example {
    /// A whole circuit.
    let rule: String
    let book: [String: String]
    let figures: [Figure]
  }

  /// A comment such as `# [BTC] with level=maintenance: 0.5 * 7500 = 3750`.
  struct Figure {
    enum Kind { case value, surplus }
    let line: String
    let kind: Kind
    /// The name or the comparison that the comment stands behind.
    let subject: String
    let element: String?
    /// Arguments and quantities that differ from the example's own.
    let changes: [String: String]
    /// An expression of the language.
    let working: String
    /// What the working gives; without one the rule must not hold.
    let value: Rational?
  }

  let risk: RiskFile
  let examples: [Example]

  init() throws {
    let page = try Self.text("docs/circuits.md")
    let section = try #require(page.components(separatedBy: "\n## 5 Examples\n").last?.components(separatedBy: "\n## ").first)
    risk = try RiskFile(bytes: Array(#require(Self.fences(in: section, language: "json").first).utf8))
    let csv = try #require(Self.fences(in: section, language: "csv").first)
    let book = Dictionary(
      uniqueKeysWithValues: try PositionBook(csv: Array(csv.utf8), file: "book.csv").positions.map {
        ($0.instrument, $0.quantity.decimal(places: 2))
      })
    examples = try Self.fences(in: section, language: "yaml").map { try Self.example($0, book: book) }
  }

  /// The rule with the figure's changes, with its working as the definition `working`, and the book in lots.
  func bound(_ example: Example, figure: Figure?) throws -> (BoundCircuit, lots: [Int64]) {
    var (book, arguments) = (example.book, [String: String]())
    var rule = example.rule
    for (name, value) in figure?.changes ?? [:] {
      if name.hasSuffix("=") { arguments[String(name.dropLast())] = value } else { book[name] = value }
    }
    if let figure { rule = rule.replacing("\ndefine:\n", with: "\ndefine:\n  working: \(figure.working)\n") }
    let bound = try BoundCircuit(Circuit(bytes: Array(rule.utf8), file: "example.yaml"), risk: risk, arguments: arguments)
    return (bound, try bound.lots(book))
  }

  private static func example(_ fence: String, book: [String: String]) throws -> Example {
    var (book, subject, figures) = (book, "", [Figure]())
    for line in fence.split(separator: "\n") {
      if let match = line.wholeMatch(of: /# book: (.*)/) {
        book = [:]
        for entry in match.1.split(separator: ", ") {
          let parts = entry.split(separator: " ")
          book[String(parts[0])] = String(parts[1])
        }
      } else if let match = line.wholeMatch(of: #/  (?:- (.*?)|(\w+)(?:\[.*?\])?:.*?)(?: +#.*)?/#) {
        subject = String(match.1 ?? match.2 ?? "")
      }
      if let match = line.firstMatch(of: /# (surplus: )?(?:\[(.*?)\] )?(?:with (.*?): )?([^#]* = (\S+)|fails)$/) {
        let holds = match.5 != nil
        figures.append(
          Figure(
            line: String(line), kind: match.1 == nil ? .value : .surplus, subject: subject, element: match.2.map(String.init),
            changes: changes(match.3 ?? ""), working: holds ? String(match.4.components(separatedBy: " = ")[0]) : "0",
            value: try match.5.map { try #require(Rational(String($0))) }))
      }
    }
    let rule = "circuit: example\nversion: 1\nsummary: An example.\n" + fence
    let asserts = fence.contains("\nassert:") || fence.contains("\nreveal:")
    return Example(rule: rule + (asserts ? "" : "assert: [equity >= 0]\n"), book: book, figures: figures)
  }

  /// `BTC -0.5 level=maintenance`: a quantity by its coordinate, an argument by its name and `=`.
  private static func changes(_ text: Substring) -> [String: String] {
    var (changes, coordinate): ([String: String], String?) = ([:], nil)
    for word in text.split(separator: " ") {
      if let name = coordinate {
        (changes[name], coordinate) = (String(word), nil)
      } else if let equals = word.firstIndex(of: "=") {
        changes[String(word[...equals])] = String(word[word.index(after: equals)...])
      } else {
        coordinate = String(word)
      }
    }
    return changes
  }

  static func text(_ path: String) throws -> String { String(decoding: try Fixture.bytes(path), as: UTF8.self) }

  static func fences(of path: String, language: String) throws -> [String] { fences(in: try text(path), language: language) }

  static func fences(in text: String, language: String) -> [String] {
    text.components(separatedBy: "```\(language)\n").dropFirst().map { $0.components(separatedBy: "```")[0] }
  }
}
