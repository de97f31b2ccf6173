import CanonicalJSON
import Foundation
import Testing

/// The publishers' record by the command line: built on real chains, signed by two publishers, checked, recomputed, and broken.
@Suite(RecordTrait()) struct RiskRecordTests {
  /// A folder with two publishers' keys and a record of two files, made once for the suite.
  fileprivate final class Record: Sendable {
    let folder: Command.Folder
    let publishers: [String]

    @TaskLocal static var current: Record?
    static let environment = ["MARGINPROOF_PASSPHRASE": "several words"]
    static let model = Command.project("circuits/risk-models/portfolio-scan.yaml")
    static let today = ["btc", "eth"].map { Command.project("fixtures/markets/\($0)-20260521.json") }

    init() throws {
      folder = try Command.Folder()
      publishers = try ["one.key", "two.key"].map { [folder] name in try Self.made(["keys", "new", "--out", folder.path(name)]) }
      _ = try Self.made(["risk", "build"] + Self.today + ["--model", Self.model, "--quiet", "--out", folder.path("first.json")])
      // The same quotes an hour later stand for the next state of the market.
      for (name, path) in zip(["btc.json", "eth.json"], Self.today) {
        let text = String(decoding: try Command.Folder.bytes(of: path), as: UTF8.self)
        try folder.write(text.replacing("2026-05-21T10:", with: "2026-05-21T11:"), to: name)
      }
      _ = try Self.made(
        ["risk", "build"] + later + [
          "--model", Self.model, "--quiet", "--previous", folder.path("first.json"), "--out", folder.path("second.json"),
        ])
      for name in ["first", "second"] { _ = try sign(name + ".json", by: ["one.key", "two.key"], to: name + ".signed.json") }
    }

    var later: [String] { ["btc.json", "eth.json"].map(folder.path) }
    var quorum: [String] { publishers.flatMap { ["--publisher", $0] } + ["--threshold", "2"] }

    static func made(_ arguments: [String]) throws -> String {
      let outcome = try Command.run(arguments, environment: environment)
      try #require(outcome.status == 0, "\(arguments): \(outcome.errors)")
      return outcome.output.trimmingCharacters(in: .newlines)
    }

    /// Signs a file by one key after the other; what the last command said.
    func sign(_ name: String, by keys: [String], to signed: String) throws -> String {
      var (input, said) = (folder.path(name), "")
      for key in keys {
        said = try Self.made(["risk", "sign", input, "--key", folder.path(key), "--out", folder.path(signed)] + quorum)
        input = folder.path(signed)
      }
      return said
    }

    func check(_ names: [String], _ more: [String] = []) throws -> Command.Outcome {
      try Command.run(["risk", "check"] + names.map(folder.path) + quorum + more)
    }

    func recompute(_ name: String, from inputs: [String], _ more: [String] = []) throws -> Command.Outcome {
      try Command.run(["risk", "recompute", folder.path(name), "--inputs"] + inputs + ["--model", Self.model] + more)
    }
  }

  private let record: Record

  init() throws { record = try #require(Record.current) }

  // MARK: Signing and checking

  @Test func signingSaysHowManyOfThePublishersHaveSigned() throws {
    #expect(
      try record.sign("first.json", by: ["two.key"], to: "half.json").contains(
        ": signed by 1 of 2 publishers (publisher 2), 2 needed, sha256:"))
    #expect(
      try record.sign("half.json", by: ["one.key"], to: "whole.json").contains(
        "signed by 2 of 2 publishers (publisher 1, publisher 2)"))
    #expect(try record.check(["whole.json", "second.signed.json"]).status == 0)
    let half = try record.check(["half.json"])
    #expect(half.status == 1 && half.errors.isEmpty)
    #expect(half.output.contains("half.json: signed by 1 of 2 publishers where 2 are needed (publisher 2)"))
  }

  @Test func aRecordHoldsInAnyOrderAndGoesOnAfterItsLastFile() throws {
    let outcome = try record.check(["second.signed.json", "first.signed.json"])
    #expect(outcome.status == 0 && outcome.errors.isEmpty, "\(outcome.output)")
    #expect(outcome.output.split(separator: "\n").prefix { $0.hasPrefix("passed") }.count == 3)
    #expect(outcome.output.contains("chain: 2 files, begins with \(record.folder.path("first.signed.json")), ends with "))
    #expect(try record.check(["second.signed.json"], ["--after", record.folder.path("first.json")]).status == 0)
    let alone = try record.check(["second.signed.json"])
    #expect(alone.status == 1 && alone.output.contains("which is not here"))
  }

  @Test func nobodyIsTrustedUnlessNamed() throws {
    let file = record.folder.path("first.signed.json")
    let unnamed = try Command.run(["risk", "check", file])
    #expect(unnamed.status == 2 && unnamed.output.isEmpty && unnamed.errorLines.count == 1)
    // A well signed file of somebody else.
    let stranger = try Record.made(["keys", "new", "--out", record.folder.path("three.key")])
    let outcome = try Command.run(["risk", "check", file, "--publisher", stranger])
    #expect(outcome.status == 1)
    #expect(outcome.output.contains("signed by 0 of 1 publishers where 1 are needed, and by keys of no publisher"))
    let plain = try record.check(["first.json"])
    #expect(plain.status == 2 && plain.errors.contains("is not signed"))
    let both = try record.check(["first.signed.json"], ["--trust", "trust.yaml"])
    #expect(both.status == 2 && both.errors.contains("leave --publisher and --threshold out"))
    let many = try Command.run(["risk", "check", file, "--publisher", stranger, "--threshold", "2"])
    #expect(many.status == 2 && many.errors.contains("from 1 to 1"))
  }

  @Test func aPolicysPublishersAreTaken() throws {
    try record.folder.write(
      """
      policy: desk
      version: 1
      audiences: [desk]
      self-declared: refused
      publishers:
        threshold: 2
        keys: [{name: Exchange, key: \(record.publishers[0])}, {name: Oracle, key: \(record.publishers[1])}]
      circuits: [\(Command.project("circuits/portfolio-scan.yaml"))]
      ages: {risk: 1h, commitment: 1h, spread: 5m}
      clock-skew: 30s

      """, to: "trust.yaml")
    let outcome = try Command.run([
      "risk", "check", record.folder.path("first.signed.json"), "--trust", record.folder.path("trust.yaml"),
    ])
    #expect(outcome.status == 0)
    #expect(outcome.output.contains("signed by 2 of 2 publishers (") && outcome.output.contains("Exchange"))
  }

  @Test func twoFilesForOneEpochAreNamedWithTheirSigner() throws {
    let text = String(decoding: try record.folder.read("second.json"), as: UTF8.self)
    try record.folder.write(text.replacing("\"12415.48\"", with: "\"12415.47\""), to: "other.json")
    _ = try record.sign("other.json", by: ["two.key"], to: "other.signed.json")
    let names = ["first.signed.json", "second.signed.json", "other.signed.json"]
    let outcome = try record.check(names)
    #expect(outcome.status == 1)
    let (second, other) = (record.folder.path("second.signed.json"), record.folder.path("other.signed.json"))
    #expect(
      outcome.output.contains(
        "\(second) and \(other) are two files for one epoch, both signed by publisher 2 \(record.publishers[1]); "),
      "\(outcome.output)")
    let json = try record.check(names, ["--json"])
    let object = try JSONValue(lenient: Array(json.output.utf8)).object(at: "")
    #expect(json.status == 1 && object["verdict"] == "refused")
    let codes = try #require(object["faults"]).array(at: "").map { try $0.object(at: "")["code"] }
    #expect(codes == ["tooFewPublishers", "equivocation"])
  }

  @Test func aForgedSignatureIsNotCheckedAgainstTheRest() throws {
    let (first, second) = (try record.folder.read("first.signed.json"), try record.folder.read("second.signed.json"))
    // The second file's signatures on the first one's content.
    let marker = Array("\"signatures\"".utf8)
    func split(_ bytes: [UInt8]) -> Int? {
      bytes.indices.dropLast(marker.count).last { bytes[$0...].starts(with: marker) }
    }
    let (place, other) = (try #require(split(first)), try #require(split(second)))
    try record.folder.write(Array(first[..<place] + second[other...]), to: "forged.json")
    let outcome = try record.check(["forged.json", "second.signed.json"])
    #expect(outcome.status == 1)
    #expect(outcome.output.contains("does not fit the content") && outcome.output.contains("not done chain"))
    let signing = try Command.run(
      [
        "risk", "sign", record.folder.path("forged.json"), "--key", record.folder.path("one.key"), "--out", record.folder.path("x"),
      ],
      environment: Record.environment)
    #expect(signing.status == 2 && signing.errors.contains("does not fit the content") && !record.folder.has("x"))
  }

  // MARK: Recomputation

  @Test func bothFilesAreRecomputedByteForByte() throws {
    let first = try record.recompute("first.signed.json", from: Record.today)
    #expect(first.status == 0 && first.output.hasPrefix("identical: "), "\(first.output)")
    let second = try record.recompute("second.json", from: record.later, ["--previous", record.folder.path("first.signed.json")])
    #expect(second.status == 0 && second.output.hasPrefix("identical: "), "\(second.output)")
    let alone = try record.recompute("second.json", from: record.later)
    #expect(alone.status == 1 && alone.output.contains("previous: published sha256:") && alone.output.contains("as --previous"))
  }

  @Test func aCentThatPublishersSignedIsNamed() throws {
    let text = String(decoding: try record.folder.read("first.json"), as: UTF8.self)
    try record.folder.write(text.replacing("\"12415.48\"", with: "\"12415.47\""), to: "cent.json")
    _ = try record.sign("cent.json", by: ["one.key", "two.key"], to: "cent.signed.json")
    #expect(try record.check(["cent.signed.json"]).status == 0)
    let outcome = try record.recompute("cent.signed.json", from: Record.today)
    #expect(outcome.status == 1 && outcome.errors.isEmpty)
    #expect(
      outcome.output.hasSuffix(": pnl[BTC-PERPETUAL, spot +16% vol +40%]: published 12415.47, recomputed 12415.48\n"),
      "\(outcome.output)")
    let json = try record.recompute("cent.signed.json", from: Record.today, ["--json"])
    let object = try JSONValue(lenient: Array(json.output.utf8)).object(at: "")
    #expect(json.status == 1 && object["verdict"] == "refused")
    #expect(object["published"] == "12415.47" && object["recomputed"] == "12415.48")
  }

  @Test func anInputThatTheFileDoesNotListIsNamed() throws {
    let outcome = try record.recompute("first.json", from: [Record.today[0], record.later[1]])
    #expect(outcome.status == 1)
    #expect(outcome.output.contains("does not list the input \(record.later[1]), sha256:"))
    let missing = try record.recompute("first.json", from: [Record.today[0]])
    #expect(missing.status == 1 && missing.output.contains("lists the input sha256:"))
  }

  @Test func aFileIsNotBuiltToSucceedALaterOne() throws {
    let outcome = try Command.run(
      ["risk", "build"] + Record.today + [
        "--model", Record.model, "--quiet", "--previous", record.folder.path("second.json"), "--out", record.folder.path("x.json"),
      ])
    #expect(outcome.status == 2 && outcome.errorLines.count == 1 && !record.folder.has("x.json"))
    #expect(outcome.errors.contains("not before 2026-05-21T10:04:10Z"))
  }
}

/// Makes the suite's folder before its first test and removes it after the last.
private struct RecordTrait: SuiteTrait, TestScoping {
  func provideScope(for test: Test, testCase: Test.Case?, performing function: @Sendable () async throws -> Void) async throws {
    try await RiskRecordTests.Record.$current.withValue(try RiskRecordTests.Record()) { try await function() }
  }
}
