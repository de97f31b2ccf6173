import Foundation

/// Files of the package's `fixtures` folder, and of the shared folder beside the package where there is one.
enum Fixture {
  static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()
  static let shared = root.appendingPathComponent("../shared")

  static var hasShared: Bool { FileManager.default.fileExists(atPath: shared.appendingPathComponent("data/market").path) }

  /// The names of a folder's YAML files, without the ending, sorted.
  static func yaml(_ folder: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: root.appendingPathComponent(folder).path)
      .filter { $0.hasSuffix(".yaml") }.map { String($0.dropLast(5)) }.sorted()
  }

  static func bytes(_ path: String) throws -> [UInt8] {
    [UInt8](try Data(contentsOf: root.appendingPathComponent(path)))
  }

  static func sharedBytes(_ path: String) throws -> [UInt8] {
    [UInt8](try Data(contentsOf: shared.appendingPathComponent(path)))
  }

  /// The rows of a comma-separated file without quoting, its heading left out.
  static func rows(_ path: String) throws -> [[String]] {
    String(decoding: try bytes(path), as: UTF8.self).split(separator: "\n").dropFirst()
      .map { $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init) }
  }
}
