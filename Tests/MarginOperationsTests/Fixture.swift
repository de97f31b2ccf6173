import Foundation
import MarginModel

/// The circuits of the package with the risk files and books beside them.
enum Fixture {
  static let root = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  static func bytes(_ path: String) throws -> [UInt8] { try Array(Data(contentsOf: root.appending(path: path))) }

  /// Every circuit with a folder of examples.
  static let names: [String] = {
    let folder = root.appending(path: "fixtures/circuits").path
    return ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).filter { name in
      FileManager.default.fileExists(atPath: folder + "/\(name)/risk.json")
    }.sorted()
  }()

  static func bound(_ name: String, arguments: [String: String] = [:]) throws -> BoundCircuit {
    try BoundCircuit(
      Circuit(bytes: bytes("circuits/\(name).yaml"), file: name),
      risk: RiskFile(bytes: bytes("fixtures/circuits/\(name)/risk.json")),
      arguments: arguments)
  }

  static func lots(_ name: String, _ book: String, _ bound: BoundCircuit) throws -> [Int64] {
    try PositionBook(csv: bytes("fixtures/circuits/\(name)/\(book).csv"), file: book)
      .lots(of: bound.coordinates.map { ($0.id, $0.lot, $0.limit) })
  }

  /// A rule and a risk file as text.
  static func bound(circuit: String, risk: String, arguments: [String: String] = [:]) throws -> BoundCircuit {
    try BoundCircuit(
      Circuit(bytes: Array(circuit.utf8), file: "rule"), risk: RiskFile(bytes: Array(risk.utf8)), arguments: arguments)
  }

  /// A hundred dollars of margin for nine units of one perpetual, and ten for closing them; a dollar is 900,000 lots.
  static func perpetual() throws -> BoundCircuit {
    try bound(
      circuit: """
        circuit: perpetual
        version: 1
        summary: Cash covers a share of the notional.
        sets:
          cash: instrument where kind == 'cash'
          contract: instrument where kind != 'cash'
        risk:
          mark[instrument]: USD >= 0
          notional[instrument]: USD >= 0
          rate: number in 0..1
        define:
          equity: sum(mark[i] * x[i] for i in cash)
          requirement: rate * sum(notional[i] * abs(x[i]) for i in contract)
        assert:
          - equity >= requirement
        """,
      risk: """
        {"sets": {"instrument": {"elements": ["PERP", "USD"], "attributes": {"kind": ["perpetual", "cash"]},
          "lot": ["0.000001", "1/900000"], "limit": "1000000"}},
         "tables": {"mark": {"index": ["instrument"], "unit": "USD", "values": ["0", "1"]},
          "notional": {"index": ["instrument"], "unit": "USD", "values": ["1000", "0"]},
          "fee": {"index": ["instrument"], "unit": "USD", "values": ["10/9", "0"]},
          "rate": {"index": [], "values": "1/90"}}}
        """)
  }
}
