import ArgumentParser
import Attestation
import CanonicalJSON
import MarginVerifier
import SystemCryptography

struct AuditCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "audit", abstract: "Verify every attestation of a folder, in batches, one row each.",
    discussion: """
      Every *.json file directly in the folder is taken for an attestation. Nonces are not checked, audiences must be of the policy, and a
      commitment that backs two attestations at once is refused in both. Exit status 1 if any is refused.

      Example:
        marginproof audit received --circuit circuits/portfolio-scan.yaml \\
          --risk risk.signed.json --trust trust.yaml --at 2026-05-21T10:10:00Z
      """)
  @Argument(help: ArgumentHelp("The folder.", valueName: "folder"))
  var folder: String
  @OptionGroup var verifier: VerifierOptions
  @Flag(name: .long, help: "Print the rows and totals as JSON.")
  var json = false
  @Flag(name: .long, help: "Print the rows as CSV.")
  var csv = false

  /// One attestation's row.
  private struct Row {
    let file: String
    var signer = "", circuit = "", coverage = "", asOf = "", expires = ""
    let verdict: String
    let reason: String

    static let headings = ["file", "signer", "circuit", "coverage", "as-of", "expiry", "verdict", "reason"]
    var cells: [String] { [file, signer, circuit, coverage, asOf, expires, verdict, reason] }
  }

  func run() throws {
    guard !(json && csv) else { throw CommandFailure.couldNotRun("--json and --csv exclude each other; give one of them") }
    let inputs = try verifier.inputs(request: nil)
    let paths = try Files.list(folder, suffix: ".json")
    guard !paths.isEmpty else {
      throw CommandFailure.couldNotRun("\(folder): holds no .json file; name the folder of attestations")
    }
    let files = try paths.map(Files.read)
    let session = VerificationSession(circuits: inputs.circuits, riskFiles: inputs.riskFiles, policy: inputs.policy)
    var progress = Progress("verifying", of: files.count)
    let verdicts = session.audit(files, now: inputs.now) { progress.reached($0) }
    let names = Dictionary(inputs.circuits.map { ($0.digest, $0.name) }) { first, _ in first }
    let rows = zip(paths, zip(files, verdicts)).map { path, item in Self.row(path, item.0, item.1, names) }
    let refused = rows.count { $0.verdict == "refused" }
    if json {
      printJSON(
        jsonObject([
          ("rows", .array(rows.map { row in jsonObject(zip(Row.headings, row.cells).map { ($0, .string($1)) }) })),
          ("verified", .integer(Int64(rows.count - refused))), ("refused", .integer(Int64(refused))),
        ]))
    } else if csv {
      for cells in [Row.headings] + rows.map(\.cells) { print(cells.map(Self.csvCell).joined(separator: ",")) }
    } else {
      Self.table(rows).forEach { print($0) }
      print("\n\(rows.count) attestation\(rows.count == 1 ? "" : "s"): \(rows.count - refused) verified, \(refused) refused")
    }
    if refused > 0 { throw ExitCode(ExitStatus.refused.rawValue) }
  }

  private static func row(
    _ path: String, _ bytes: [UInt8], _ verdict: Result<VerifiedAttestation, VerificationFailure>, _ circuitNames: [Digest: String]
  ) -> Row {
    let file = path.split(separator: "/").last.map(String.init) ?? path
    var row: Row
    switch verdict {
    case .success(let verified):
      row = Row(file: file, verdict: "verified", reason: verified.isCustodianAttested ? "custodian-attested" : "self-declared")
    case .failure(let failure):
      row = Row(file: file, verdict: "refused", reason: failure.description)
    }
    // What a refused file says of itself helps to find who sent it; it is only a claim.
    guard let claimed = try? UnverifiedAttestation(bytes).claimed else { return row }
    row.signer = claimed.prover.bytes.hex
    row.circuit = circuitNames[claimed.circuit] ?? "\(claimed.circuit)"
    // The two names that rules give it; empty for a rule without such an argument.
    row.coverage = claimed.arguments["coverage"] ?? claimed.arguments["ratio"] ?? ""
    row.asOf = claimed.commitments.map(\.claimed.asOf).min().map { "\($0)" } ?? ""
    row.expires = "\(claimed.expires)"
    return row
  }

  private static func table(_ rows: [Row]) -> [String] {
    let shown =
      [Row.headings]
      + rows.map { row in
        var cells = row.cells
        cells[1] = String(cells[1].prefix(12))
        if cells[2].hasPrefix("sha256:") { cells[2] = String(cells[2].prefix(19)) }
        return cells
      }
    let widths = Row.headings.indices.map { column in shown.map { $0[column].count }.max() ?? 0 }
    return shown.map { cells in
      zip(cells, widths).map { Terminal.pad(Terminal.safe($0), $1) }.joined(separator: "  ").trimmingTrailingSpaces
    }
  }

  /// A CSV cell; one that a spreadsheet would take for a formula gets an apostrophe.
  private static func csvCell(_ text: String) -> String {
    var text = text
    if let first = text.first, "=+-@".contains(first) { text = "'" + text }
    return text.contains { ",\"\n\r".contains($0) } ? "\"" + text.replacing("\"", with: "\"\"") + "\"" : text
  }
}

extension String {
  fileprivate var trimmingTrailingSpaces: String {
    var text = self
    while text.last == " " { text.removeLast() }
    return text
  }
}
