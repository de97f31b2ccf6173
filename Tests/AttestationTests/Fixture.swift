import CanonicalJSON
import Foundation

/// Files beside the package's sources.
enum Fixture {
  static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  /// Third parties' files, beside the package where they are at hand.
  static let sharedMerkle = root.appendingPathComponent("../shared/data/primitives/merkle_rfc6962/testdata/inclusion")

  static func bytes(_ path: String) throws -> [UInt8] {
    [UInt8](try Data(contentsOf: root.appendingPathComponent("fixtures/" + path)))
  }

  static func json(_ path: String) throws -> JSONValue { try JSONValue(lenient: bytes(path)) }
}
