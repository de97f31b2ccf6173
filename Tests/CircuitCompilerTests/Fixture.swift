import CanonicalJSON
import Foundation
import MarginModel

/// Files of the package, and of the folder that may stand beside it.
enum Fixture {
  static let root = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
  static let shared = root.appending(path: "../shared/reference/language").standardizedFileURL
  static let isSharedThere = FileManager.default.fileExists(atPath: shared.path)

  static func bytes(_ path: String) throws -> [UInt8] { try Array(Data(contentsOf: root.appending(path: path))) }

  static func circuit(_ path: String) throws -> Circuit {
    try Circuit(bytes: bytes(path), file: path)
  }

  static func sharedCircuit(_ name: String) throws -> Circuit {
    try Circuit(bytes: Array(Data(contentsOf: shared.appending(path: "circuits/\(name).yaml"))), file: "\(name).yaml")
  }

  /// A risk file of the reference, without the cache "_pos" that the reference model left in two of them.
  static func sharedRisk(_ name: String) throws -> RiskFile {
    let json = try JSONValue(lenient: Array(Data(contentsOf: shared.appending(path: "risk/\(name).json"))))
    var root = try json.object(at: "")
    var sets = try (root["sets"] ?? .null).object(at: "sets")
    for member in sets.members {
      var set = try member.value.object(at: member.key)
      set["_pos"] = nil
      sets[member.key] = .object(set)
    }
    root["sets"] = .object(sets)
    return try RiskFile(json: .object(root))
  }
}
