import CircuitCompiler
import Foundation
import MarginModel
import RiskEngine

/// The option book of `make demo`: real BTC and ETH chains, 24 scenarios, the rule of circuits/portfolio-scan.yaml.
enum RealBook {
  /// Reads the project's files, which the current folder must hold.
  static func proofCase() throws -> ProofCase {
    let (circuit, risk) = try rule()
    let bound = try BoundCircuit(circuit, risk: risk)
    let bookName = "fixtures/books/market-maker.csv"
    let book = try PositionBook(file(bookName), file: bookName)
    let lots = try book.lots(of: bound.coordinates.map { ($0.id, $0.lot, $0.limit) })
    let compiled = try CompiledCircuit(bound)
    let (positions, variables) = try compiled.witness(lots: lots)
    return try ProofCase(compiled.program, positions: positions, variables: variables)
  }

  /// The rule and its risk file, which `risk build` would write.
  static func rule() throws -> (circuit: Circuit, risk: RiskFile) {
    let markets = try ["btc", "eth"].map { try MarketSnapshot(bytes: file("fixtures/markets/\($0)-20260521.json")) }
    let modelName = "circuits/risk-models/portfolio-scan.yaml"
    let model = try RiskModel(bytes: file(modelName), file: modelName)
    let circuitName = "circuits/portfolio-scan.yaml"
    return try (Circuit(bytes: file(circuitName), file: circuitName), RiskBuilder.build(markets, model).riskFile)
  }

  private static func file(_ path: String) throws -> [UInt8] {
    guard let data = FileManager.default.contents(atPath: path) else {
      throw BenchmarkError("\(path): cannot be read; run this in the project's folder")
    }
    return [UInt8](data)
  }
}
