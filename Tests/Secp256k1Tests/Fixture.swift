import Foundation
import SystemCryptography

/// Known answers, from the package's own `fixtures/secp256k1` or from a reference beside the package.
enum Fixture {
  private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  /// The shared reference's folder of vectors, which need not be there.
  private static let reference = root.appending(path: "../shared/reference/vectors")

  static let isReferencePresent = FileManager.default.fileExists(atPath: reference.path)

  static func load<Content: Decodable>(_ name: String, as type: Content.Type = Content.self) throws -> Content {
    try decode(root.appending(path: "fixtures/secp256k1").appending(path: name))
  }

  static func loadReference<Content: Decodable>(_ name: String, as type: Content.Type = Content.self) throws -> Content {
    try decode(reference.appending(path: name))
  }

  private static func decode<Content: Decodable>(_ url: URL) throws -> Content {
    try JSONDecoder().decode(Content.self, from: Data(contentsOf: url))
  }
}

/// Bytes that a fixture writes in lower-case hexadecimal digits.
struct HexadecimalBytes: Decodable {
  let bytes: [UInt8]

  init(from decoder: any Decoder) throws {
    let text = try decoder.singleValueContainer().decode(String.self)
    guard let bytes = [UInt8](hex: text) else {
      throw DecodingError.dataCorrupted(.init(codingPath: decoder.codingPath, debugDescription: "not hexadecimal: \(text)"))
    }
    self.bytes = bytes
  }
}
