import CircuitCompiler
import Foundation
import MarginModel
import RiskEngine

/// The option book of `make demo`: real BTC and ETH chains under 24 scenarios. Reads the project's files, which the current folder must hold.
enum RealBook {
  /// The rule that the made-up books have too: what the book is worth is not below zero in any scenario.
  static func scenarios() throws -> ProofCase {
    try proofCase(Circuit(bytes: Array(scenarioWorth.utf8), file: "scenario-worth.yaml"), risk())
  }

  /// The demo's own rule, circuits/portfolio-scan.yaml.
  static func wholeRule() throws -> ProofCase {
    let (circuit, risk) = try rule()
    return try proofCase(circuit, risk)
  }

  private static let scenarioWorth = """
    circuit: scenario-worth
    version: 1
    summary: The book is worth something after each weighted scenario.
    risk:
      mark[instrument]: USD >= 0
      pnl[instrument, scan]: USD
      weight[scan]: number in 0..1
    assert:
      - sum((mark[i] + weight[s] * pnl[i, s]) * x[i] for i in instrument) >= 0 for s in scan
    """

  private static func proofCase(_ circuit: Circuit, _ risk: RiskFile) throws -> ProofCase {
    let bound = try BoundCircuit(circuit, risk: risk)
    let bookName = "fixtures/books/market-maker.csv"
    let book = try PositionBook(file(bookName), file: bookName)
    let lots = try book.lots(of: bound.coordinates.map { ($0.id, $0.lot, $0.limit) })
    let compiled = try CompiledCircuit(bound)
    let (positions, variables) = try compiled.witness(lots: lots)
    return try ProofCase(compiled.program, positions: positions, variables: variables)
  }

  /// The demo's rule and its risk file.
  static func rule() throws -> (circuit: Circuit, risk: RiskFile) {
    let circuitName = "circuits/portfolio-scan.yaml"
    return try (Circuit(bytes: file(circuitName), file: circuitName), risk())
  }

  /// What `risk build` would write.
  private static func risk() throws -> RiskFile {
    let markets = try ["btc", "eth"].map { try MarketSnapshot(bytes: file("fixtures/markets/\($0)-20260521.json")) }
    let modelName = "circuits/risk-models/portfolio-scan.yaml"
    let model = try RiskModel(bytes: file(modelName), file: modelName)
    return try RiskBuilder.build(markets, model).riskFile
  }

  private static func file(_ path: String) throws -> [UInt8] {
    guard let data = FileManager.default.contents(atPath: path) else {
      throw BenchmarkError("\(path): cannot be read; run this in the project's folder")
    }
    return [UInt8](data)
  }
}
