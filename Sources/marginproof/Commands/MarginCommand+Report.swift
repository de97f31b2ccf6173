import ArgumentParser
import CanonicalJSON
import CircuitCompiler
import MarginModel
import MarginOperations

extension MarginCommand {
  /// What a book is worth under a rule.
  struct Report: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "report", abstract: "Equity, requirement, surplus or shortfall, worst scenario; as text, JSON or an HTML page.",
      discussion: """
        Exact numbers, on this machine alone; nothing is proven or published. Exit status 0 when the rule holds, 1 when it does not.

        Example:
          marginproof margin report --circuit circuits/portfolio-scan.yaml \\
            --risk risk.json --positions fixtures/books/market-maker.csv \\
            --html report.html
        """)
    @OptionGroup var rule: RuleOptions
    @Option(name: .long, help: ArgumentHelp("The book, CSV or JSON.", valueName: "book.csv"))
    var positions: String
    @Flag(name: .long, help: "Print the report as JSON, with exact numbers.")
    var json = false
    @Option(
      name: .long,
      help: ArgumentHelp(
        "Write the report with charts as one HTML file, for its owner alone; it needs no network.", valueName: "report.html"))
    var html: String?

    func run() throws {
      let book = try HeldBook(rule, positions: positions)
      let report = try orFail { try book.bound.evaluate(lots: book.lots, choices: book.choices) }
      if let html {
        let page = try orFail {
          try MarginPage(book.bound, lots: book.lots, choices: book.choices, notes: book.notes).html()
        }
        try Files.write(Array(page.utf8), to: html, privately: true)
      }
      if json {
        printJSON(Self.encode(report, notes: book.notes))
      } else {
        MarginPicture.lines(report, notes: book.notes).forEach { print($0) }
      }
      guard report.isSolvent else { throw ExitCode(ExitStatus.refused.rawValue) }
    }

    private static func encode(_ report: MarginReport, notes: [String]) -> JSONValue {
      func value(_ item: MarginReport.Value) -> JSONValue {
        jsonObject([("name", .string(item.name)), ("value", .exact(item.value)), ("unit", .string("\(item.unit)"))])
      }
      let assertions: [JSONValue] = report.assertions.map {
        jsonObject([
          ("text", .string($0.text)), ("instance", .string($0.instance)), ("larger", .exact($0.larger)),
          ("smaller", .exact($0.smaller)),
          ("surplus", .exact($0.surplus)), ("unit", .string("\($0.unit)")), ("holds", .bool($0.holds)),
        ])
      }
      let ladders: [JSONValue] = report.ladders.map { ladder in
        jsonObject([
          ("name", .string(ladder.name)), ("unit", .string("\(ladder.unit)")), ("worst", .string(ladder.steps[ladder.worst].label)),
          ("steps", .array(ladder.steps.map { jsonObject([("label", .string($0.label)), ("value", .exact($0.value))]) })),
        ])
      }
      return jsonObject([
        ("solvent", .bool(report.isSolvent)), ("assertions", .array(assertions)),
        ("definitions", .array(report.definitions.map(value))), ("ladders", .array(ladders)),
        ("chosen", .array(report.chosen.map(value))), ("revealed", .array(report.revealed.map(value))), ("notes", .strings(notes)),
      ])
    }
  }
}
