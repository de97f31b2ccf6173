import ArgumentParser
import CanonicalJSON
import CircuitCompiler
import MarginModel

struct MarginCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "margin", abstract: "The trader's private report: equity, requirement, surplus or shortfall, worst scenario.",
    discussion: """
      Exact numbers, on this machine alone; nothing is proven or published. Exit status 0 when the rule holds, 1 when it does not.

      Example:
        marginproof margin --circuit circuits/portfolio-scan.yaml \\
          --risk risk.json --positions fixtures/books/market-maker.csv
      """)
  @OptionGroup var rule: RuleOptions
  @Option(name: .long, help: ArgumentHelp("The book, CSV or JSON.", valueName: "book.csv"))
  var positions: String
  @Flag(name: .long, help: "Print the report as JSON, with exact numbers.")
  var json = false

  func run() throws {
    let bound = try rule.bound()
    let book = try RuleFiles.positions(positions)
    let lots = try orFail { try book.lots(of: bound.coordinates.map { ($0.id, $0.lot, $0.limit) }) }
    let choices = try orFail(at: rule.circuit) { try ChoiceSearch(bound) }.choices(lots: lots)
    let report = try orFail { try bound.evaluate(lots: lots, choices: choices.steps) }
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
