import ArgumentParser
import CanonicalJSON
import MarginModel
import MarginVerifier

/// What a verifier brings of its own.
struct VerifierOptions: ParsableArguments {
  @Option(name: .long, help: ArgumentHelp("A margin rule of your own; repeat for several.", valueName: "circuit.yaml"))
  var circuit: [String]
  @Option(name: .long, help: ArgumentHelp("A signed risk file of your own; repeat for several.", valueName: "risk.signed.json"))
  var risk: [String]
  @Option(name: .long, help: ArgumentHelp("Your trust policy: keys, circuits, ages.", valueName: "trust.yaml"))
  var trust: String
  @OptionGroup var clock: ClockOption

  func inputs(request: AttestationRequest?) throws -> VerifierInputs {
    VerifierInputs(
      circuits: try circuit.map(RuleFiles.circuit), riskFiles: try risk.map(RuleFiles.signedRisk),
      policy: try RuleFiles.policy(trust),
      request: request, now: try clock.now())
  }
}

struct VerifyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify", abstract: "Verify an attestation against your own rule, risk file, keys and clock.",
    discussion: """
      Prints a line for each check, then what the attestation states and what it does not. Exit status 0 verified, 1 refused, 2 could
      not run.

      Example:
        marginproof verify attestation.json \\
          --circuit circuits/portfolio-scan.yaml --risk risk.signed.json \\
          --trust trust.yaml --audience "Example Bank" \\
          --nonce "$(cat request.nonce)" --at 2026-05-21T10:10:00Z
      """)
  @Argument(help: ArgumentHelp("The attestation.", valueName: "attestation.json"))
  var attestation: String
  @OptionGroup var verifier: VerifierOptions
  @Option(name: .long, help: ArgumentHelp("Your name, as you asked under.", valueName: "name"))
  var audience: String
  @Option(name: .long, help: ArgumentHelp("The nonce you sent.", valueName: "hex"))
  var nonce: String
  @OptionGroup var arguments: ArgumentOptions
  @Flag(name: .long, help: "Accept any arguments of the rule: otherwise they must be those given here, the rest at the defaults.")
  var anyArguments = false
  @Flag(name: .long, help: "Print the verdict as JSON.")
  var json = false

  func run() throws {
    let asked = try arguments.values()
    guard !anyArguments || asked.isEmpty else {
      throw CommandFailure.couldNotRun("--any-arguments and --argument exclude each other; give one of them")
    }
    let request = AttestationRequest(
      audience: audience, nonce: try Nonce.bytes(nonce), circuit: nil, arguments: anyArguments ? nil : asked, deadline: nil)
    let inputs = try verifier.inputs(request: request)
    guard inputs.policy.audiences.contains(audience) else {
      throw CommandFailure.couldNotRun(
        "--audience \(audience): is no audience of \(verifier.trust), which has \(inputs.policy.audiences.joined(separator: ", "))")
    }
    let bytes = try Files.read(attestation)
    let start = ContinuousClock.now
    do throws(VerificationFailure) {
      let verified = try MarginVerifier.verify(bytes, against: inputs)
      let taken = Terminal.milliseconds(since: start)
      guard !json else {
        return printJSON(
          jsonObject(
            [("verdict", .string("verified")), ("checks", VerdictPicture.json(verified.checks))] + VerdictPicture.json(verified)))
      }
      VerdictPicture.lines(verified.checks).forEach { print($0) }
      print(Terminal.paint("\nverified", .green) + " in \(taken) ms: the attestation states that")
      verified.states.forEach { print("  - \(Terminal.safe($0))") }
      print("it does not state")
      verified.doesNotState.forEach { print("  - \(Terminal.safe($0))") }
    } catch {
      if json {
        printJSON(
          jsonObject([
            ("verdict", .string("refused")), ("code", .string(error.code.rawValue)), ("reason", .string(error.message)),
            ("checks", VerdictPicture.json(error.checks)),
          ]))
      } else {
        VerdictPicture.lines(error.checks).forEach { print($0) }
        print(Terminal.paint("\nrefused", .red) + ": \(error.code.rawValue): \(Terminal.safe(error.message))")
      }
      throw ExitCode(ExitStatus.refused.rawValue)
    }
  }
}
