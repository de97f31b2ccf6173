import CanonicalJSON
import Foundation
import MarginModel

/// The project's circuits with the example risk file and books that belong to each.
enum CircuitFolder {
  /// What `circuits` holds, by name.
  static let circuits = names(in: "circuits") { $0.pathExtension == "yaml" ? $0.deletingPathExtension().lastPathComponent : nil }
  /// The folders of `fixtures/circuits`.
  static let examples = names(in: "fixtures/circuits") { $0.hasDirectoryPath ? $0.lastPathComponent : nil }

  private static func names(in folder: String, _ name: (URL) -> String?) -> [String] {
    let files = try? FileManager.default.contentsOfDirectory(
      at: Fixture.root.appending(path: folder), includingPropertiesForKeys: [.isDirectoryKey], options: .skipsHiddenFiles)
    return (files ?? []).compactMap(name).filter { $0 != "__pycache__" }.sorted()
  }

  static func circuit(_ name: String) throws -> Circuit { try Fixture.circuit("circuits/\(name).yaml") }

  static func riskBytes(_ name: String) throws -> [UInt8] { try Fixture.bytes("fixtures/circuits/\(name)/risk.json") }

  static func bound(_ name: String) throws -> BoundCircuit {
    try BoundCircuit(circuit(name), risk: RiskFile(bytes: riskBytes(name)))
  }

  /// An example book, `accepted` or `refused`, in lots.
  static func lots(_ book: String, of name: String, _ bound: BoundCircuit) throws -> [Int64] {
    let path = "fixtures/circuits/\(name)/\(book).csv"
    return try PositionBook(csv: Fixture.bytes(path), file: path).lots(of: bound.coordinates.map { ($0.id, $0.lot, $0.limit) })
  }

  /// What is kept of each circuit's compiled size.
  static func sizes() throws -> JSONObject {
    try JSONValue(lenient: Fixture.bytes("fixtures/circuits/sizes.json")).object(at: "sizes.json")
  }
}
