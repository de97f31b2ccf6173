import Foundation
import MarginModel
import SystemCryptography
import Testing

/// The project's own example files and the documented one: what the docs say of them holds.
@Suite struct ProjectFileTests {
  private static let root = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  private func bytes(_ path: String) throws -> [UInt8] { try Array(Data(contentsOf: Self.root.appending(path: path))) }

  private func files(_ folder: String, _ type: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: Self.root.appending(path: folder).path)
      .filter { $0.hasSuffix("." + type) }.map { folder + "/" + $0 }
  }

  @Test func theDocumentedRiskFileHasTheDocumentedDigest() throws {
    let page = try String(decoding: bytes("docs/risk-file.md"), as: UTF8.self)
    let section = try #require(page.components(separatedBy: "## 7 Example").last)
    let example = try #require(section.components(separatedBy: "```json\n").dropFirst().first?.components(separatedBy: "```").first)
    let file = try RiskFile(bytes: Array(example.utf8))
    #expect(section.contains("\(file.json.canonicalBytes.count) bytes"))
    #expect(section.contains(file.digest.description))
  }

  @Test func everyExampleLoads() throws {
    let risks = try files("fixtures/risk", "json")
    #expect(!risks.isEmpty)
    for path in risks { #expect(try !RiskFile(bytes: bytes(path)).tables.isEmpty, "\(path)") }
    let books = try files("fixtures/books", "csv")
    #expect(!books.isEmpty)
    for path in books { #expect(try !PositionBook(csv: bytes(path), file: path).positions.isEmpty, "\(path)") }
  }
}
