import CanonicalJSON
import Foundation
import MarginModel
import Testing

/// The risk files of the reference model of the circuit language, where they stand beside the package.
@Suite struct SharedRiskFileTests {
  private static let folder = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "../shared/reference/language/risk").standardizedFileURL
  private static let isThere = FileManager.default.fileExists(atPath: folder.path)

  @Test(.enabled(if: isThere, "there is no folder ../shared/reference/language/risk beside the package"))
  func everyFileLoads() throws {
    let files = try FileManager.default.contentsOfDirectory(at: Self.folder, includingPropertiesForKeys: nil)
      .filter { $0.pathExtension == "json" }
    #expect(files.count == 16)
    for file in files {
      let json = try JSONValue(lenient: Array(Data(contentsOf: file)))
      let risk = try RiskFile(json: Self.withoutCaches(json))
      #expect(!risk.sets.isEmpty && !risk.tables.isEmpty, "\(file.lastPathComponent)")
    }
  }

  /// The reference model left a cache of its own, "_pos", in two of its files.
  private static func withoutCaches(_ json: JSONValue) throws -> JSONValue {
    var root = try json.object(at: "")
    var sets = try (root["sets"] ?? .null).object(at: "sets")
    for member in sets.members {
      var set = try member.value.object(at: member.key)
      set["_pos"] = nil
      sets[member.key] = .object(set)
    }
    root["sets"] = .object(sets)
    return .object(root)
  }
}
