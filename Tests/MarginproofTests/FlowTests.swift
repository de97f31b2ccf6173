import CanonicalJSON
import Foundation
import Testing

/// From keys to verdict by the command line, on the small solvency rule.
@Suite(DeskTrait()) struct FlowTests {
  /// A folder in which keys, signed risk file, commitment, attestation and trust policy have been made once for the suite.
  fileprivate final class Desk: Sendable {
    let folder: Command.Folder
    let firm: String

    @TaskLocal static var current: Desk?
    static let environment = ["MARGINPROOF_PASSPHRASE": "several words"]
    static let nonce = "000102030405060708090a0b0c0d0e0f"
    static let now = "2026-05-21T10:10:00Z"

    init() throws {
      folder = try Command.Folder()
      func made(_ arguments: [String]) throws -> String {
        let outcome = try Command.run(arguments, environment: Self.environment)
        try #require(outcome.status == 0, "\(arguments): \(outcome.errors)")
        return outcome.output.trimmingCharacters(in: .newlines)
      }
      let publisher = try made(["keys", "new", "--out", folder.path("publisher.key")])
      firm = try made(["keys", "new", "--out", folder.path("firm.key")])
      _ = try made([
        "risk", "sign", Command.project("fixtures/risk/solvency.json"), "--key", folder.path("publisher.key"), "--out",
        folder.path("risk.json"),
      ])
      try folder.write(
        """
        policy: desk
        version: 1
        audiences: [desk]
        self-declared: accepted
        publishers: {threshold: 1, keys: [{name: publisher, key: \(publisher)}]}
        circuits: [\(Command.project("circuits/solvency.yaml"))]
        ages: {risk: 1h, commitment: 1h, spread: 5m}
        clock-skew: 30s

        """, to: "trust.yaml")
      _ = try made(commit(out: folder.path("commitment.json"), opening: folder.path("book.opening")))
      _ = try made(prove(out: folder.path("attestation.json")))
    }

    var rule: [String] { ["--circuit", Command.project("circuits/solvency.yaml"), "--risk", folder.path("risk.json")] }
    var verifier: [String] { rule + ["--trust", folder.path("trust.yaml"), "--at", Self.now] }

    func commit(out: String, opening: String) -> [String] {
      [
        "commit", "--positions", Command.project("fixtures/books/lender.csv"), "--risk", folder.path("risk.json"),
        "--venue", "bank/1", "--as-of", "2026-05-21T10:04:10Z", "--key", folder.path("firm.key"), "--out", out, "--opening",
        opening,
      ]
    }

    func prove(out: String, arguments: [String] = []) -> [String] {
      ["prove"] + rule + [
        "--commitment", folder.path("commitment.json"), "--opening", folder.path("book.opening"), "--key", folder.path("firm.key"),
        "--audience", "desk", "--nonce", Self.nonce, "--at", Self.now, "--out", out,
      ] + arguments
    }

    func verify(_ file: String, nonce: String = nonce, audience: String = "desk") -> [String] {
      ["verify", file] + verifier + ["--audience", audience, "--nonce", nonce]
    }

    /// A copy of the attestation with one bit changed.
    func flipped(_ place: Int) throws -> [UInt8] {
      var bytes = try folder.read("attestation.json")
      bytes[place] ^= 1
      return bytes
    }
  }

  private let desk: Desk

  init() throws { desk = try #require(Desk.current) }

  private func object(_ text: String) throws -> JSONObject {
    let bytes = Array(text.trimmingCharacters(in: .newlines).utf8)
    let value = try JSONValue(lenient: bytes)
    #expect(value.canonicalBytes == bytes)
    return try value.object(at: "")
  }

  @Test func verifyPrintsALineForEachCheckAndWhatIsStated() throws {
    let outcome = try Command.run(desk.verify(desk.folder.path("attestation.json")))
    #expect(outcome.status == 0 && outcome.errors.isEmpty)
    #expect(outcome.output.split(separator: "\n").prefix { $0.hasPrefix("passed") }.count == 7)
    #expect(outcome.output.contains("it does not state"))
    let json = try object(Command.run(desk.verify(desk.folder.path("attestation.json")) + ["--json"]).output)
    #expect(json["verdict"] == "verified" && json["prover"] == .string(desk.firm))
  }

  @Test func aRefusalHasACodeAndStatusOne() throws {
    let wrong = String(repeating: "ab", count: 16)
    let outcome = try Command.run(desk.verify(desk.folder.path("attestation.json"), nonce: wrong))
    #expect(outcome.status == 1 && outcome.errors.isEmpty)
    #expect(outcome.output.contains("refused: wrongNonce: ") && outcome.output.contains("not done proof"))
    let json = try Command.run(desk.verify(desk.folder.path("attestation.json"), nonce: wrong) + ["--json"])
    #expect(json.status == 1)
    let object = try object(json.output)
    #expect(object["verdict"] == "refused" && object["code"] == "wrongNonce")
  }

  @Test func anAudienceThatThePolicyDoesNotHaveIsAMistakeOfTheVerifiersOwn() throws {
    let outcome = try Command.run(desk.verify(desk.folder.path("attestation.json"), audience: "disk"))
    #expect(outcome.status == 2 && outcome.output.isEmpty)
    #expect(outcome.errorLines.count == 1 && outcome.errors.contains("--audience disk: ") && outcome.errors.contains("has desk"))
  }

  @Test func anInsolventBookGetsNoAttestation() throws {
    let file = desk.folder.path("none.json")
    let outcome = try Command.run(desk.prove(out: file, arguments: ["--argument", "ratio=1.5"]), environment: Desk.environment)
    #expect(outcome.status == 1 && outcome.output.isEmpty)
    #expect(outcome.errorLines.count == 1 && outcome.errors.contains("short by "))
    #expect(!desk.folder.has("none.json"))
  }

  @Test func theMarginReportIsExactAsDataAndDrawnAsText() throws {
    let arguments = ["margin"] + desk.rule + ["--positions", Command.project("fixtures/books/lender.csv")]
    let covered = try Command.run(arguments)
    #expect(covered.status == 0 && covered.output.contains("holds, surplus "))
    #expect(!covered.output.split(separator: "\n").contains { $0.hasSuffix(" ") })
    let short = try Command.run(arguments + ["--argument", "ratio=1.5", "--json"])
    #expect(short.status == 1)
    let object = try object(short.output)
    #expect(object["solvent"] == false)
  }

  @Test func anAuditGivesARowForEachFileAndTotals() throws {
    let folder = try Command.Folder()
    try folder.write(desk.folder.read("attestation.json"), to: "a.json")
    try folder.write(desk.flipped(600), to: "b.json")
    try folder.write("no attestation", to: "c.json")
    try folder.write("not looked at", to: "notes.txt")
    let audit = ["audit", folder.url.path] + desk.verifier
    let text = try Command.run(audit)
    #expect(text.status == 1 && text.errors.isEmpty)
    let lines = text.output.split(separator: "\n")
    #expect(lines.count == 5 && lines[0].hasPrefix("file") && lines[1].hasPrefix("a.json") && lines[1].contains(" verified "))
    #expect(lines[2].contains(" refused ") && lines[3].contains(" refused "))
    #expect(lines[4] == "3 attestations: 1 verified, 2 refused")

    let csv = try Command.run(audit + ["--csv"])
    #expect(csv.status == 1)
    let rows = csv.output.split(separator: "\n")
    #expect(rows.count == 4 && rows[0] == "file,signer,circuit,coverage,as-of,expiry,verdict,reason")
    #expect(rows[1] == "a.json,\(desk.firm),solvency,1,2026-05-21T10:04:10Z,2026-05-21T11:10:00Z,verified,self-declared")

    let json = try Command.run(audit + ["--json"])
    #expect(json.status == 1)
    let object = try object(json.output)
    #expect(object["verified"] == 1 && object["refused"] == 2)

    for name in ["b.json", "c.json"] { try FileManager.default.removeItem(atPath: folder.path(name)) }
    let good = try Command.run(audit)
    #expect(good.status == 0 && good.output.hasSuffix("1 attestation: 1 verified, 0 refused\n"))
  }

  @Test func inspectSaysWhatAFileClaims() throws {
    for (file, kind) in [
      ("attestation.json", "attestation"), ("commitment.json", "commitment"), ("risk.json", "signed risk file"),
      ("firm.key", "sealed signing key"), ("book.opening", "sealed opening"),
    ] {
      let text = try Command.run(["inspect", desk.folder.path(file)])
      #expect(text.status == 0 && text.output.hasSuffix("not verified: these are the file's own claims\n"))
      let json = try object(Command.run(["inspect", desk.folder.path(file), "--json"]).output)
      #expect(json["kind"] == .string(kind))
    }
  }

  @Test func commitWritesBothFilesOrNeither() throws {
    let folder = try Command.Folder()
    let arguments = desk.commit(out: folder.path("missing/commitment.json"), opening: folder.path("book.opening"))
    let outcome = try Command.run(arguments, environment: Desk.environment)
    #expect(outcome.status == 2 && outcome.errorLines.count == 1)
    #expect(folder.names.isEmpty)
  }
}

/// Makes the suite's folder before its first test and removes it after the last.
private struct DeskTrait: SuiteTrait, TestScoping {
  func provideScope(for test: Test, testCase: Test.Case?, performing function: @Sendable () async throws -> Void) async throws {
    try await FlowTests.Desk.$current.withValue(try FlowTests.Desk()) { try await function() }
  }
}
