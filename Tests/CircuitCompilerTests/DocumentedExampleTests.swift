import CircuitCompiler
import Foundation
import MarginModel
import Testing

/// The rules of `docs/circuits.md`: every figure that stands behind one comes out, and what holds has a witness.
@Suite struct DocumentedExampleTests {
  @Test func everyExampleOfTheLanguageGivesItsFigures() throws {
    let page = try DocumentedExamples()
    #expect(page.examples.count == 10)
    for example in page.examples {
      let (bound, lots) = try page.bound(example, figure: nil)
      let search = try ChoiceSearch(bound)
      let choices = search.choices(lots: lots)
      let report = try bound.evaluate(lots: lots, choices: choices.steps)
      #expect(report.isSolvent, "\(example.rule)")
      let compiled = try CompiledCircuit(bound, revealed: report.revealed.map(\.value))
      let (positions, variables) = try compiled.witness(lots: lots, choices: choices.steps)
      #expect(compiled.check(positions: positions, variables: variables) == nil, "\(example.rule)")
      #expect(!example.figures.isEmpty, "\(example.rule)")
      for figure in example.figures { try check(figure, of: example, on: page) }
    }
  }

  private func check(_ figure: DocumentedExamples.Figure, of example: DocumentedExamples.Example, on page: DocumentedExamples)
    throws
  {
    let (bound, lots) = try page.bound(example, figure: figure)
    let choices = try ChoiceSearch(bound).choices(lots: lots)
    let report = try bound.evaluate(lots: lots, choices: choices.steps)
    guard let value = figure.value else {
      #expect(!choices.satisfies && !report.isSolvent, "\(figure.line)")
      #expect(throws: InfeasibleError.self, "\(figure.line)") {
        try CompiledCircuit(bound).witness(lots: lots, choices: choices.steps)
      }
      return
    }
    #expect(report.definitions.first { $0.name == "working" }?.value == value, "\(figure.line)")
    switch figure.kind {
    case .surplus:
      let comparisons = report.assertions.filter { $0.text == figure.subject && $0.instance == figure.element ?? "" }
      #expect(comparisons.contains { $0.surplus == value }, "\(figure.line)")
    case .value:
      let name = figure.subject + (figure.element.map { "[\($0)]" } ?? "")
      let values = report.definitions + report.chosen + report.revealed
      #expect(values.first { $0.name == name }?.value == value, "\(figure.line)")
    }
  }

  /// The desk of "A rule, step by step", with the risk file and the book that the other pages show.
  @Test func theRuleStepByStepGivesItsFigures() throws {
    let rule = try #require(
      DocumentedExamples.fences(of: "docs/circuits.md", language: "yaml").last {
        $0.contains("coverage * req") && $0.contains("desk-margin")
      })
    let section = try #require(DocumentedExamples.text("docs/risk-file.md").components(separatedBy: "## 7 Example").last)
    let risk = try #require(DocumentedExamples.fences(in: section, language: "json").first)
    let csv = try #require(DocumentedExamples.fences(of: "docs/positions.md", language: "csv").first)
    let bound = try BoundCircuit(
      Circuit(bytes: Array(rule.utf8), file: "desk-margin.yaml"), risk: RiskFile(bytes: Array(risk.utf8)),
      arguments: ["coverage": "1.25"])
    let book = try PositionBook(csv: Array(csv.utf8), file: "book.csv")
    let report = try bound.evaluate(lots: book.lots(of: bound.coordinates.map { ($0.id, $0.lot, $0.limit) }))
    let figures: [String: Rational] = [
      "equity": 17600, "worst": 6600, "shortOptions": 1400, "fees": 77, "requirement": 6677,
    ]
    #expect(Dictionary(uniqueKeysWithValues: report.definitions.map { ($0.name, $0.value) }) == figures)
    #expect(report.assertions.map(\.surplus) == [Rational(925375) / 100])
  }
}
