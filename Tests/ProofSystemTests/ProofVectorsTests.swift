import CanonicalJSON
import Foundation
import ProofSystem
import SystemCryptography
import Testing

/// Runs the executable: its exit codes, its lines, what it leaves on disk.
@Suite("proof-vectors")
struct ProofVectorsTests {
  private static let shared = Fixture.packageRoot.appendingPathComponent("../shared/reference/vectors").standardizedFileURL
  /// Products lie beside the test's own executable.
  private static let tool = Bundle.main.executableURL?.resolvingSymlinksInPath().deletingLastPathComponent().appendingPathComponent(
    "proof-vectors")

  private struct Run {
    let code: Int32
    let output: String
    let errors: String
  }

  private func run(_ arguments: [String]) throws -> Run {
    let process = Process()
    process.executableURL = Self.tool
    process.arguments = arguments
    let (output, errors) = (Pipe(), Pipe())
    process.standardOutput = output
    process.standardError = errors
    try process.run()
    let text = try output.fileHandleForReading.readToEnd() ?? Data()
    let complaints = try errors.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    return Run(
      code: process.terminationStatus, output: String(decoding: text, as: UTF8.self),
      errors: String(decoding: complaints, as: UTF8.self))
  }

  /// A fixture in the shared form.
  private static func vector(_ name: String) throws -> JSONObject {
    let fixture = try Fixture(name)
    func terms(_ terms: [Program.Term]) -> JSONValue {
      .object(JSONObject(terms.map { ("\($0.index)", .string($0.coefficient.description)) }))
    }
    var program = JSONObject()
    program["baseBits"] = .integer(Int64(fixture.program.baseBits))
    program["columns"] = .array(fixture.program.columns.map { .string($0) })
    program["digits"] = .array(fixture.program.digits.map { .integer(Int64($0)) })
    program["projection"] = .array(
      [fixture.program.projection?.rows ?? 0, fixture.program.projection?.digits ?? 0].map { .integer(Int64($0)) })
    program["rows"] = .array(
      fixture.program.rows.map {
        ["x": terms($0.positions), "d": terms($0.variables), "constant": .string($0.constant.description)]
      })
    program["digest"] = .string(fixture.program.digest.bytes.hex)
    var vector = JSONObject()
    vector["program"] = .object(program)
    vector["context"] = .string(fixture.context.hex)
    vector["commitment"] = .string(fixture.commitment.hex)
    vector["proof"] = .string(fixture.proof.hex)
    if !fixture.isAccepted { vector["expect"] = "refused" }
    if let secrets = fixture.secrets {
      vector["lots"] = .array(secrets.positions.map { .string($0.description) })
      vector["variables"] = .array(secrets.variables.map { .string($0.description) })
      vector["blinding"] = .string(secrets.blinding.bytes.hex)
      vector["seed"] = .string(secrets.seed)
    }
    return vector
  }

  /// Writes files into a folder of their own, which is removed afterwards.
  private func withFolder(_ body: (URL) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("proof-vectors-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try body(folder)
  }

  private func write(_ vector: JSONObject, _ name: String, in folder: URL) throws -> String {
    let file = folder.appendingPathComponent(name)
    try Data(JSONValue.object(vector).canonicalBytes).write(to: file)
    return file.path
  }

  @Test(
    "every vector of the reference", .enabled(if: FileManager.default.fileExists(atPath: shared.path), "../shared is not there"))
  func reference() throws {
    let files = try FileManager.default.contentsOfDirectory(atPath: Self.shared.path)
      .filter { $0.hasPrefix("proof-") || $0.hasPrefix("refuse-") }.map { Self.shared.appendingPathComponent($0).path }
    try #require(files.count >= 10)
    let run = try run(["check"] + files)
    #expect(run.code == 0 && run.errors.isEmpty, "\(run.output)\(run.errors)")
    #expect(run.output.split(separator: "\n").count == files.count)
  }

  @Test("check: accepted, refused, mismatched") func check() throws {
    try withFolder { folder in
      let good = try write(try Self.vector("small"), "good.json", in: folder)
      let refused = try write(try Self.vector("refused-phantom"), "refused.json", in: folder)
      let both = try run(["check", good, refused])
      #expect(both.code == 0 && both.output.split(separator: "\n").count == 2, "\(both.output)\(both.errors)")

      let mutations: [(String, (inout JSONObject) -> Void)] = [
        ("proof", { $0["proof"] = .string(String(repeating: "00", count: 555)) }),
        ("commitment", { $0["commitment"] = .string("03" + String(repeating: "00", count: 31) + "01") }),
        ("seed", { $0["seed"] = "other" }),
        ("lots", { $0["lots"] = ["50001", "-30", "400"] }),
        ("count", { $0["lots"] = ["50000", "-30"] }),
        ("expect", { $0["expect"] = "refused" }),
        (
          "digest",
          {
            guard case .object(var program)? = $0["program"] else { return }
            program["digest"] = .string(String(repeating: "0", count: 64))
            $0["program"] = .object(program)
          }
        ),
      ]
      for (name, mutate) in mutations {
        var vector = try Self.vector("small")
        mutate(&vector)
        let run = try run(["check", good, try write(vector, name + ".json", in: folder), refused])
        #expect(run.code == 1 && run.output.contains("MISMATCH"), "\(name): \(run.output)")
        #expect(run.output.split(separator: "\n").count == 3)
      }
    }
  }

  @Test("check: a program that cannot be built counts as refused") func unsound() throws {
    try withFolder { folder in
      for (key, value) in [
        ("digits", [63, 8, 6, 6, 6]), ("projection", [127, 8]), ("columns", ["a", "a", "b"]), ("baseBits", 17),
      ] as [(String, JSONValue)] {
        var vector = try Self.vector("small")
        guard case .object(var program)? = vector["program"] else { continue }
        program[key] = value
        vector["program"] = .object(program)
        #expect(try run(["check", try write(vector, "accept-\(key).json", in: folder)]).code == 1)
        vector["expect"] = "refused"
        #expect(try run(["check", try write(vector, "refuse-\(key).json", in: folder)]).code == 0)
      }
    }
  }

  @Test("files that cannot be used: one line, exit 2") func malformed() throws {
    try withFolder { folder in
      var files = [folder.appendingPathComponent("absent.json").path, folder.path]
      for (name, text) in [("empty", ""), ("text", "proof"), ("list", "[]"), ("object", "{}"), ("fraction", "{\"program\": 1.5}")] {
        let file = folder.appendingPathComponent(name)
        try Data(text.utf8).write(to: file)
        files.append(file.path)
      }
      for key in ["program", "context", "commitment", "proof", "blinding", "variables", "lots"] {
        var vector = try Self.vector("small")
        vector[key] = "zz"
        files.append(try write(vector, key, in: folder))
      }
      for file in files {
        let run = try run(["check", file])
        #expect(run.code == 2, "\(file): \(run.output)")
        #expect(run.errors.split(separator: "\n").count == 1 && run.errors.hasPrefix(file), "\(run.errors)")
      }
      #expect(try run([]).code == 2)
      #expect(try run(["check"]).code == 2)
      #expect(try run(["make", "a", "b"]).code == 2)
    }
  }

  @Test("make fills in commitment, proof and digest, and keeps the rest", arguments: ["small", "no-digits", "projected-base4"])
  func make(_ name: String) throws {
    try withFolder { folder in
      let full = try Self.vector(name)
      var vector = full
      vector["proof"] = nil
      vector["commitment"] = nil
      vector["note"] = "kept"
      if case .object(var program)? = vector["program"] {
        program["digest"] = nil
        vector["program"] = .object(program)
      }
      let file = try write(vector, "vector.json", in: folder)
      let run = try run(["make", file])
      #expect(run.code == 0, "\(run.errors)")
      var expected = full
      expected["note"] = "kept"
      #expect(try JSONValue(lenient: [UInt8](Data(contentsOf: URL(fileURLWithPath: file)))) == .object(expected))
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["vector.json"])
    }
  }

  @Test("make leaves a file as it was when it refuses") func makeRefused() throws {
    try withFolder { folder in
      var vector = try Self.vector("small")
      vector["lots"] = ["1", "2", "3"]
      let file = try write(vector, "vector.json", in: folder)
      let before = try Data(contentsOf: URL(fileURLWithPath: file))
      let run = try run(["make", file])
      #expect(run.code == 1 && run.errors.split(separator: "\n").count == 1, "\(run.errors)")
      #expect(try Data(contentsOf: URL(fileURLWithPath: file)) == before)
    }
  }
}
