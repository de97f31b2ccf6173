import CircuitCompiler
import MarginModel
import Testing

/// Of several assertions that a book breaks, the first of the file is named.
@Suite struct FirstFailureTests {
  private static let rule = """
    circuit: pair
    version: 1
    summary: A book in balance that owes nothing.
    risk:
      unit[instrument]: number >= 0
    assert:
      - x['A'] >= 0
      - x['A'] == x['B']
      - sum(unit[i] * x[i] for i in instrument) >= 0

    """
  private static let market = """
    {"sets": {"instrument": {"elements": ["A", "B"], "lot": "1", "limit": "100"}},
     "tables": {"unit": {"index": ["instrument"], "values": ["1", "1"]}}}
    """

  @Test(arguments: [([1, -3], 8), ([2, 1], 8), ([-2, -2], 7), ([-1, -3], 7)])
  func theFirstBrokenAssertionIsNamed(book: [Int64], line: Int) throws {
    let bound = try BoundCircuit(
      Circuit(bytes: Array(Self.rule.utf8), file: "rule.yaml"), risk: RiskFile(bytes: Array(Self.market.utf8)))
    let compiled = try CompiledCircuit(bound)
    let error = #expect(throws: InfeasibleError.self) { try compiled.witness(lots: book) }
    guard case .assertion(_, _, let named, let short, _)? = error else {
      Issue.record("\(book): \(error.map { "\($0)" } ?? "accepted")")
      return
    }
    #expect(named == line && short.signum > 0)
    // The evaluator, which judges every assertion, agrees which is the first.
    let report = try bound.evaluate(lots: book)
    #expect(report.assertions.first { !$0.holds }?.line == line)
  }
}
