import CanonicalJSON
import Foundation
import ProofSystem
import Secp256k1
import SystemCryptography
import Testing

/// A known answer of fixtures/proofs; its README.md explains the fields.
struct Fixture: Sendable, CustomTestStringConvertible {
  static let packageRoot = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()
  static let folder = packageRoot.appendingPathComponent("fixtures/proofs")

  /// All cases; a broken fixture fails the tests that read it.
  static let names: [String] = {
    let files = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    return files.filter { $0.hasSuffix(".json") && !["generators.json", "transcript.json"].contains($0) }
      .map { String($0.dropLast(5)) }.sorted()
  }()

  static let accepted = names.filter { !$0.hasPrefix("refused-") }
  static let refused = names.filter { $0.hasPrefix("refused-") }

  let name: String
  let isAccepted: Bool
  let program: Program
  let digest: String
  let context: [UInt8]
  let commitment: [UInt8]
  let proof: [UInt8]
  let secrets: Secrets?

  struct Secrets: Sendable {
    let positions: [Int256]
    let variables: [Int256]
    let blinding: Scalar
    let seed: String

    /// The prover's randomness: the first draw was the blinding.
    var source: SeededScalars {
      var source = SeededScalars(seed: Array(seed.utf8))
      _ = source.next()
      return source
    }

    var witness: Witness { Witness(positions: positions, blinding: blinding, variables: variables) }
  }

  var testDescription: String { name }
  var statement: Statement { Statement(program: program, context: context, commitment: commitment) }

  static func json(_ name: String) throws -> JSONFields {
    let data = try Data(contentsOf: folder.appendingPathComponent(name + ".json"))
    return try JSONFields(JSONValue(lenient: [UInt8](data)), at: "")
  }

  init(_ name: String) throws {
    var fields = try Self.json(name)
    self.name = try fields.string("name")
    isAccepted = try fields.string("verdict") == "accepted"
    var program = try fields.fields("program")
    digest = try program.string("digest")
    self.program = try Program(
      baseBits: try program.integer("bits"), columns: try program.array("columns").map { try $0.string(at: "columns") },
      digits: try program.string("widths").split(separator: " ").map { try #require(Int($0)) },
      rows: try program.array("rows").map { try Self.row(try $0.string(at: "rows")) },
      projection: try program.optionalString("projection").map { text in
        let parts = text.components(separatedBy: " x ")
        return Program.Projection(rows: try #require(Int(parts[0])), digits: try #require(Int(parts[1])))
      })
    context = try #require([UInt8](hex: try fields.string("context")))
    commitment = try #require([UInt8](hex: try fields.string("commitment")))
    var proof = try fields.fields("proof")
    let parts = try proof.array("points") + (try proof.array("scalars"))
    self.proof = try parts.flatMap { try #require([UInt8](hex: try $0.string(at: "proof"))) }
    secrets = try fields.optionalFields("witness").map { witness in
      var witness = witness
      return Secrets(
        positions: try Self.integers(try witness.string("positions")),
        variables: try Self.integers(try witness.string("variables")),
        blinding: try #require([UInt8](hex: try witness.string("blinding")).flatMap { Scalar(bytes: $0) }),
        seed: try witness.string("seed"))
    }
  }

  private static func integers(_ text: String) throws -> [Int256] {
    try text.split(separator: " ").map { try #require(Int256(decimal: String($0))) }
  }

  private static func row(_ text: String) throws -> Program.Row {
    let parts = text.components(separatedBy: "|").map { $0.trimmingCharacters(in: .whitespaces) }
    try #require(parts.count == 3)
    func terms(_ text: String) throws -> [Program.Term] {
      try text.split(separator: " ").map { term in
        let halves = term.split(separator: ":")
        return Program.Term(index: try #require(Int(halves[0])), coefficient: try #require(Int256(decimal: String(halves[1]))))
      }
    }
    return Program.Row(
      positions: try terms(parts[0]), variables: try terms(parts[1]), constant: try #require(Int256(decimal: parts[2])))
  }
}
