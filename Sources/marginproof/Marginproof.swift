import ArgumentParser
import Foundation
import Secp256k1

/// The command: proves that collateral covers a margin requirement, and verifies such proofs.
@main
struct Marginproof: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "marginproof",
    abstract: "Zero-knowledge proofs of margin: show that collateral covers the requirement, and nothing else.",
    discussion: """
      A trading firm:     keys, margin, commit, prove
      Its counterparty:   keys, verify
      An auditor:         audit, inspect
      A risk publisher:   risk
      A rule's author:    circuit

      Exit status: 0 done or verified, 1 refused, 2 could not run.
      """,
    version: "marginproof 0.1.0\n\(kernel)",
    subcommands: [
      KeysCommand.self, RiskCommand.self, CircuitCommand.self, MarginCommand.self, CommitCommand.self, ProveCommand.self,
      VerifyCommand.self, AuditCommand.self, InspectCommand.self,
    ])

  /// What adds points on this machine, and why.
  private static var kernel: String {
    switch KernelChoice.ofProcess {
    case .success(let choice): "kernel \(choice.explanation)"
    case .failure(let error): error.description
    }
  }

  /// Runs the command line; every failure ends as one line on standard error and exit status 1 or 2.
  static func main() {
    do {
      if case .failure(let error) = KernelChoice.ofProcess { throw CommandFailure.couldNotRun(error.description) }
      var command = try parseAsRoot()
      try command.run()
    } catch let code as ExitCode {
      Foundation.exit(code.rawValue)
    } catch let failure as CommandFailure {
      Terminal.standardError("marginproof: \(failure.message)")
      Foundation.exit(failure.status.rawValue)
    } catch {
      guard Self.exitCode(for: error) != .success else { Self.exit(withError: error) }
      Terminal.standardError(Self.fullMessage(for: error))
      Foundation.exit(ExitStatus.couldNotRun.rawValue)
    }
  }
}
