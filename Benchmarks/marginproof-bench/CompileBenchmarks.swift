import CircuitCompiler
import MarginModel

/// From a rule and a risk file that have been read to the program: binding and compiling, instruments by scenarios.
enum CompileBenchmarks {
  static var all: [Benchmark] {
    [
      benchmark("compile.portfolio-scan") { try RealBook.rule() },
      benchmark("compile.4096x1000") { try madeUp(instruments: 4096, scenarios: 1000) },
    ]
  }

  private static func benchmark(_ name: String, _ rule: @escaping () throws -> (circuit: Circuit, risk: RiskFile)) -> Benchmark {
    Benchmark(
      name: name,
      subject: .time(.milliseconds) {
        let (circuit, risk) = try rule()
        return { _ = try CompiledCircuit(BoundCircuit(circuit, risk: risk)) }
      })
  }

  private static let worstScenario = """
    circuit: worst-scenario
    version: 1
    summary: Equity covers the worst scenario.
    risk:
      mark[instrument], pnl[instrument, scan]: USD
    define:
      worst: max(0, -sum(pnl[i, s] * x[i] for i in instrument) for s in scan)
    assert:
      - sum(mark[i] * x[i] for i in instrument) >= worst

    """

  /// Profits up to 30,000 dollars, to the cent.
  private static func madeUp(instruments: Int, scenarios: Int) throws -> (circuit: Circuit, risk: RiskFile) {
    var numbers = SeededNumbers(seed: 11)
    func list(_ count: Int, _ item: (Int) -> String) -> String { "[" + (0..<count).map(item).joined(separator: ",") + "]" }
    func cents() -> String {
      let value = Int.random(in: -3_000_000...3_000_000, using: &numbers)
      return "\"\(value < 0 ? "-" : "")\(value.magnitude / 100).\(value.magnitude / 10 % 10)\(value.magnitude % 10)\""
    }
    let text = """
      {"sets": {"instrument": {"elements": \(list(instruments) { "\"OPTION-\($0)\"" }), "lot": "0.1", "limit": "10000"},
                "scan": {"elements": \(list(scenarios) { "\"\($0)\"" })}},
       "tables": {"mark": {"index": ["instrument"], "unit": "USD", "decimals": 2, "values": \(list(instruments) { _ in cents() })},
                  "pnl": {"index": ["instrument", "scan"], "unit": "USD", "decimals": 2,
                          "values": \(list(instruments) { _ in list(scenarios) { _ in cents() } })}}}
      """
    return (
      try Circuit(bytes: Array(worstScenario.utf8), file: "worst-scenario.yaml"), try RiskFile(bytes: Array(text.utf8))
    )
  }
}
