import Attestation
import MarginModel
import SystemCryptography

/// Everything a verdict rests on besides the attestation; the verifier brings all of it.
public struct VerifierInputs: Sendable {
  /// The circuits at hand; which of them are accepted is the policy's to say.
  public let circuits: [Circuit]
  /// The risk files at hand; whether they are signed well enough is checked.
  public let riskFiles: [UnverifiedRiskFile]
  public let policy: TrustPolicy
  /// What was asked for; nil when the verifier did not ask, as an auditor, and then nonce and arguments are whatever they are.
  public let request: AttestationRequest?
  /// The verifier's clock.
  public let now: Timestamp

  public init(
    circuits: [Circuit], riskFiles: [UnverifiedRiskFile], policy: TrustPolicy, request: AttestationRequest?, now: Timestamp
  ) {
    self.circuits = circuits
    self.riskFiles = riskFiles
    self.policy = policy
    self.request = request
    self.now = now
  }
}

/// What a verifier asked for, and so what the attestation must answer.
public struct AttestationRequest: Hashable, Sendable {
  /// The name under which it asked, one of its policy's.
  public let audience: String
  /// The 16 to 64 fresh random bytes it sent.
  public let nonce: [UInt8]
  /// The circuit it asked for; nil for any that the policy accepts.
  public let circuit: Digest?
  /// The circuit's arguments it asked for, those left out at the circuit's defaults; nil for any arguments at all.
  public let arguments: [String: String]?
  /// The last second at which the answer may be issued; nil for none.
  public let deadline: Timestamp?

  public init(audience: String, nonce: [UInt8], circuit: Digest?, arguments: [String: String]?, deadline: Timestamp?) {
    self.audience = audience
    self.nonce = nonce
    self.circuit = circuit
    self.arguments = arguments
    self.deadline = deadline
  }
}
