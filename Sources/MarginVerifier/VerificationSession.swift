import Attestation
import MarginModel
import ProofSystem
import Synchronization
import SystemCryptography

/// Verifies many attestations against the same circuits, risk files and policy, compiling each rule once.
///
/// Safe to use from many threads.
public final class VerificationSession: Sendable {
  let policy: TrustPolicy
  let circuits: [Digest: Circuit]
  let riskFiles: [Digest: UnverifiedRiskFile]
  let cache = ProgramCache(capacity: 64)
  /// The risk files whose signatures have been checked, with what came of it.
  private let checkedRiskFiles = Mutex<[Digest: Result<SignedRiskFile, EnvelopeError>]>([:])

  public init(circuits: [Circuit], riskFiles: [UnverifiedRiskFile], policy: TrustPolicy) {
    self.policy = policy
    self.circuits = Dictionary(circuits.map { ($0.digest, $0) }) { first, _ in first }
    self.riskFiles = Dictionary(riskFiles.map { ($0.claimed.digest, $0) }) { first, _ in first }
  }

  /// A risk file at hand, nil if there is no such one: its signatures are checked when it is first asked for, not for every attestation.
  func signedRiskFile(_ digest: Digest) -> Result<SignedRiskFile, EnvelopeError>? {
    guard let file = riskFiles[digest] else { return nil }
    if let checked = checkedRiskFiles.withLock({ $0[digest] }) { return checked }
    let checked = Result { () throws(EnvelopeError) in try file.verified() }
    checkedRiskFiles.withLock { $0[digest] = checked }
    return checked
  }

  /// The verdict on one attestation: everything in it checked, in the order of ``VerificationCheck/Subject``, up to the first fault.
  ///
  /// `request` is what was asked for, nil when nothing was. Of commitments pledged elsewhere only ``audit(_:now:progress:)`` knows.
  ///
  /// - Throws: a failure with its code, a line that says the mend, and the checks done.
  public func verify(
    _ attestation: [UInt8], request: AttestationRequest?, now: Timestamp
  ) throws(VerificationFailure) -> VerifiedAttestation {
    let examined = try examine(attestation, request: request, now: now)
    do throws(VerificationError) {
      try FeasibilityProof.verify(examined.attestation.proof, for: examined.statement)
    } catch { throw examined.refused(error) }
    return examined.accepted()
  }
}

/// An attestation that passed every check but the proof's.
struct ExaminedAttestation: Sendable {
  let attestation: UnverifiedAttestation
  let commitments: [VerifiedAttestation.Commitment]
  let circuit: Circuit
  let risk: TrustedRiskFile
  let published: [VerifiedAttestation.PublishedValue]
  /// What the proof must prove.
  let statement: Statement
  /// The checks done.
  var log: CheckLog

  /// The refusal for a proof that does not hold.
  func refused(_ error: VerificationError) -> VerificationFailure { log.failure(.proofInvalid, error.description) }

  /// The verified attestation: the proof has been checked.
  func accepted() -> VerifiedAttestation {
    var log = log
    log.pass(.proof, "holds for program \(statement.program.digest)")
    return VerifiedAttestation(
      digest: attestation.digest, statement: attestation.claimed, commitments: commitments, circuitName: circuit.name,
      circuitVersion: circuit.version, assertions: circuit.assertions.map(\.text), published: published, riskModel: risk.risk.model,
      riskAsOf: risk.asOf, publishers: risk.publishers, proofByteCount: attestation.proof.count, checks: log.checks)
  }
}

/// A risk file signed by enough publishers of the policy, and fresh.
struct TrustedRiskFile: Sendable {
  let risk: RiskFile
  let asOf: Timestamp
  let publishers: [TrustPolicy.NamedKey]
}
