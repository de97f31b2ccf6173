/// Why an attestation is refused; two refusals are equal when their codes are.
public struct VerificationFailure: Error, Equatable, Sendable, CustomStringConvertible {
  /// The closed list of reasons.
  public enum Code: String, Hashable, Sendable, CaseIterable {
    /// The bytes are no attestation in its one spelling.
    case malformed
    /// The file, or a commitment in it, is of a version that is not read.
    case unsupportedVersion
    /// A signature in the attestation does not fit what it signs.
    case signatureInvalid
    /// A commitment belongs to another key than the prover's.
    case wrongHolder
    /// Nobody whom the policy trusts vouches for a commitment.
    case commitmentUntrusted
    /// The circuit is none that the policy accepts, or none that was asked for, or its file is not at hand.
    case unknownCircuit
    /// The risk file is none that the verifier brought.
    case unknownRisk
    /// The risk file is not signed by enough publishers of the policy.
    case riskUntrusted
    /// The risk file or a commitment is older than the policy tolerates, or has no time.
    case stale
    /// Something is of a time that has not come yet.
    case notYetValid
    /// The attestation's validity, or the request's deadline, is over.
    case expired
    /// The attestation is addressed to someone else.
    case wrongAudience
    /// The attestation answers another request.
    case wrongNonce
    /// The attestation states the circuit for other arguments than those asked for.
    case wrongArguments
    /// A commitment is counted twice, here or in another attestation of the same batch.
    case duplicateCommitment
    /// The circuit, the risk file and the stated arguments do not fit together.
    case argumentInvalid
    /// The stated program or revealed values are not those of circuit, risk file and arguments.
    case programMismatch
    /// The proof does not prove the statement, or the commitments hold instruments or lots that the risk file does not have.
    case proofInvalid
  }

  public let code: Code
  /// One line: what is wrong, and the mend.
  public let message: String
  /// Every check in order, up to the one that failed.
  public let checks: [VerificationCheck]

  init(_ code: Code, _ message: String, checks: [VerificationCheck]) {
    self.code = code
    self.message = message
    self.checks = checks
  }

  /// The refusal of what had passed every check, one of them looked at again beside other attestations.
  init(revising checks: [VerificationCheck], _ subject: VerificationCheck.Subject, _ code: Code, _ message: String) {
    let checks = checks.map { $0.subject == subject ? VerificationCheck(subject: subject, outcome: .failed(message)) : $0 }
    self.init(code, message, checks: checks)
  }

  public static func == (left: VerificationFailure, right: VerificationFailure) -> Bool { left.code == right.code }

  public var description: String { "\(code.rawValue): \(message)" }
}
