import ArgumentParser
import Attestation
import CanonicalJSON
import MarginModel
import SystemCryptography

struct InspectCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "inspect", abstract: "What a file is and says, without believing it.",
    discussion: """
      Knows attestations, commitments, signed and plain risk files, sealed keys and openings (what is outside the seal). Nothing is verified
      but the file's form.

      Example:
        marginproof inspect attestation.json
      """)
  @Argument(help: ArgumentHelp("The file.", valueName: "file"))
  var file: String
  @Flag(name: .long, help: "Print the fields as JSON.")
  var json = false

  func run() throws {
    let bytes = try Files.read(file)
    guard let fields = Self.fields(bytes) else {
      throw CommandFailure.couldNotRun(
        "\(file): is no attestation, commitment, risk file, sealed key or opening in the form this version reads")
    }
    guard !json else { return printJSON(jsonObject(fields.map { ($0.0, .string($0.1)) })) }
    let width = fields.map(\.0.count).max() ?? 0
    for (name, value) in fields { print(Terminal.pad(name, width + 2) + Terminal.safe(value)) }
    print(Terminal.paint("not verified", .yellow) + ": these are the file's own claims")
  }

  private static func fields(_ bytes: [UInt8]) -> [(String, String)]? {
    if let file = try? UnverifiedAttestation(bytes) { return attestation(file) }
    if let file = try? UnverifiedCommitment(bytes) { return commitment(file) }
    if let file = try? UnverifiedRiskFile(bytes) {
      return risk(file.claimed, kind: "signed risk file") + [signers(file.envelope)]
    }
    if let file = try? SealedFile(bytes, kind: .key) { return [("kind", "sealed signing key"), ("publicKey", file.label)] }
    if let file = try? SealedFile(bytes, kind: .opening) { return [("kind", "sealed opening"), ("commitment", file.label)] }
    if let file = try? RiskFile(bytes: bytes) { return risk(file, kind: "risk file, unsigned") }
    return nil
  }

  private static func signers(_ envelope: UnverifiedEnvelope) -> (String, String) {
    ("signers", envelope.claimedSigners.map(\.bytes.hex).joined(separator: " "))
  }

  private static func attestation(_ file: UnverifiedAttestation) -> [(String, String)] {
    let claim = file.claimed
    return [
      ("kind", "attestation"), ("digest", "\(file.digest)"), ("prover", claim.prover.bytes.hex), ("circuit", "\(claim.circuit)"),
      ("risk", "\(claim.risk)"), ("program", "\(claim.program)"),
      ("arguments", claim.arguments.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: " ")),
      ("audience", claim.audience), ("nonce", claim.nonce.hex), ("issued", "\(claim.issued)"), ("expires", "\(claim.expires)"),
      ("previous", claim.previous.map { "\($0)" } ?? "none"),
      (
        "commitments",
        claim.commitments.map { "\($0.claimed.id.hex) at \($0.claimed.venue) as of \($0.claimed.asOf)" }.joined(separator: "; ")
      ),
      ("proof", "\(file.proof.count) bytes"),
    ]
  }

  private static func commitment(_ file: UnverifiedCommitment) -> [(String, String)] {
    let record = file.claimed
    return [
      ("kind", "commitment"), ("id", record.id.hex), ("holder", record.holder.bytes.hex), ("venue", record.venue),
      ("asOf", "\(record.asOf)"), ("point", (record.point.compressed ?? []).hex), ("root", "\(record.root)"),
      ("leaves", "\(record.leafCount)"), signers(file.envelope),
    ]
  }

  private static func risk(_ file: RiskFile, kind: String) -> [(String, String)] {
    [
      ("kind", kind), ("digest", "\(file.digest)"), ("model", file.model ?? "not stated"),
      ("asOf", file.asOf?.description ?? "not stated"),
      ("validUntil", file.validUntil?.description ?? "not stated"),
      ("previous", file.previous?.description ?? "none"), ("inputs", file.inputs.map(\.description).joined(separator: " ")),
      ("sets", file.sets.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value.elements.count)" }.joined(separator: ", ")),
      ("tables", file.tables.keys.sorted().joined(separator: ", ")),
    ]
  }
}
