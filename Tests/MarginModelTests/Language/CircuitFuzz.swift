import Foundation
import MarginModel
import SystemCryptography
import Testing
import TestSupport

/// What must hold for any bytes that are read as a circuit, and the project's circuits to start from.
enum CircuitFuzz {
  static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  /// The circuits of the project, by name.
  static let circuits: [(name: String, bytes: [UInt8])] = {
    let folder = root.appending(path: "circuits")
    let files = (try? FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)) ?? []
    return files.filter { $0.pathExtension == "yaml" }.sorted { $0.path < $1.path }.compactMap { file in
      (try? Data(contentsOf: file)).map { (file.lastPathComponent, Array($0)) }
    }
  }()

  /// How many rounds for one: FUZZ=10 runs ten times as many.
  static func rounds(_ count: Int) -> Int {
    count * (ProcessInfo.processInfo.environment["FUZZ"].flatMap { Int($0) } ?? 1)
  }

  /// Reads any bytes: what is taken is named by its bytes' digest and reads the same again; what is refused is told in one short line,
  /// with a place inside the file.
  ///
  /// - Returns: the rule that was broken, nil for bytes that are a circuit.
  @discardableResult
  static func read(_ bytes: [UInt8], _ label: String) -> CircuitError.Rule? {
    do throws(CircuitError) {
      let circuit = try Circuit(bytes: bytes, file: "fuzz.yaml")
      #expect(circuit.digest == SHA256.hash(bytes), "\(label)")
      #expect(try Circuit(bytes: bytes, file: "again.yaml").digest == circuit.digest, "\(label)")
      return nil
    } catch {
      check(error, bytes, label)
      return error.rule
    }
  }

  private static func check(_ error: CircuitError, _ bytes: [UInt8], _ label: String) {
    let text = error.description
    #expect(text.hasPrefix("fuzz.yaml:") && text.utf8.count < 600, "\(label): \(text)")
    #expect(text.utf8.allSatisfy { (0x20..<0x7f).contains($0) }, "\(label): \(text)")
    #expect((error.snippet ?? "").utf8.count < 400, "\(label)")
    guard let place = error.location else {
      // A file too long to be looked at has no place.
      #expect(error.rule == .file && bytes.count > 256 * 1024, "\(label): \(text)")
      return
    }
    let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    #expect((1...max(1, lines.count)).contains(place.line), "\(label): \(text)")
    let length = lines.indices.contains(place.line - 1) ? lines[place.line - 1].count : 0
    #expect((1...length + 1).contains(place.column), "\(label): \(text) in a line of \(length)")
  }
}

extension SeededGenerator {
  mutating func one<Value>(of values: [Value]) -> Value { values[Int.random(in: values.indices, using: &self)] }
}
