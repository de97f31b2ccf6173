import ArgumentParser
import Attestation
import MarginModel
import MarginProver
import SystemCryptography

struct ProveCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "prove", abstract: "Attest that the committed positions satisfy a margin rule.",
    discussion: """
      Give --commitment and --opening once for each account, in the same order; several accounts are netted. A book that does not satisfy
      the rule gets no attestation: the command says by how much it is short, to you alone, and ends with status 1.

      Example:
        marginproof prove --circuit circuits/portfolio-scan.yaml \\
          --risk risk.json --commitment commitment.json \\
          --opening book.opening --key firm.key --audience "Example Bank" \\
          --nonce "$(cat request.nonce)" --at 2026-05-21T10:10:00Z \\
          --out attestation.json
      """)
  @OptionGroup var rule: RuleOptions
  @Option(name: .long, help: ArgumentHelp("A commitment.", valueName: "commitment.json"))
  var commitment: [String]
  @Option(name: .long, help: ArgumentHelp("Its opening.", valueName: "book.opening"))
  var opening: [String]
  @Option(name: .long, help: ArgumentHelp("The holder's sealed key.", valueName: "firm.key"))
  var key: String
  @Option(name: .long, help: ArgumentHelp("The verifier's name, as it asked.", valueName: "name"))
  var audience: String
  @Option(name: .long, help: ArgumentHelp("The verifier's nonce.", valueName: "hex"))
  var nonce: String
  @Option(name: .long, help: ArgumentHelp("How long the attestation stands: 90s, 10m, 1h, 7d.", valueName: "duration"))
  var validFor = "1h"
  @Option(name: .long, help: ArgumentHelp("The digest of the attestation that this one replaces.", valueName: "sha256:hex"))
  var previous: String?
  @Option(name: .long, help: ArgumentHelp("The attestation to write.", valueName: "attestation.json"))
  var out: String
  @Flag(name: .long, help: "Hide the positions from whoever measures the proof's duration; far slower.")
  var constantTime = false
  @OptionGroup var clock: ClockOption
  @OptionGroup var passphrase: PassphraseOptions

  func run() throws {
    guard commitment.count == opening.count, !commitment.isEmpty else {
      throw CommandFailure.couldNotRun("give --commitment and --opening once for each account, in the same order")
    }
    let issued = try clock.now()
    let replaced = try previous.map { text in
      guard let digest = Digest(text: text) else {
        throw CommandFailure.couldNotRun("--previous: write sha256: and 64 hexadecimal digits")
      }
      return digest
    }
    let order = AttestationOrder(
      circuit: try RuleFiles.circuit(rule.circuit), risk: try RuleFiles.risk(rule.risk), arguments: try rule.arguments.values(),
      audience: audience, nonce: try Nonce.bytes(nonce), issued: issued,
      expires: issued.advanced(bySeconds: try Duration.seconds(validFor, option: "--valid-for")), previous: replaced)
    let signer = try SigningKeys.open(key, passphrase)
    let secret = try passphrase.existing()
    var positions = OpenedPositions()
    for (commitment, opening) in zip(commitment, opening) {
      let bytes = try Files.read(commitment)
      let record = try orFail(at: commitment) { try UnverifiedCommitment(bytes) }
      let sealed = try Files.read(opening)
      let opened = try orFail(at: opening) {
        try Opening.open(try SealedFile(sealed, kind: .opening), passphrase: secret)
      }
      do throws(ProverError) {
        try positions.add(record, opening: opened)
      } catch { throw CommandFailure.couldNotRun("\(commitment): \(error)") }
    }
    let proved: ProvedAttestation
    let start = ContinuousClock.now
    do throws(ProverError) {
      proved = try MarginProver.attest(order, positions: positions, by: signer, constantTime: constantTime)
    } catch .insolvent(let shortfall) {
      throw CommandFailure.refused(shortfall.description)
    } catch { throw CommandFailure.couldNotRun(error.description) }
    let taken = Terminal.milliseconds(since: start)
    try Files.write(proved.attestation.bytes, to: out)
    print(
      "\(out): \(proved.attestation.bytes.count) bytes, proof \(proved.attestation.proof.count) bytes, proven and checked in \(taken) ms, "
        + "valid until \(order.expires), \(proved.attestation.digest)")
  }
}
