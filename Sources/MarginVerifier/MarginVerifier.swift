/// Verifies attestations: what a counterparty embeds.
///
/// It brings its own circuits, risk files, trust policy, request and clock; the attestation only names digests. It needs no secret, and
/// no randomness but the batch weights. For many attestations make one ``VerificationSession``, which compiles each rule once.
public enum MarginVerifier {
  /// The verdict on one attestation.
  ///
  /// What the caller must still weigh is in ``VerifiedAttestation/doesNotState``.
  ///
  /// - Throws: a failure with its code, a line that says the mend, and the checks done.
  public static func verify(
    _ attestation: [UInt8], against inputs: VerifierInputs
  ) throws(VerificationFailure) -> VerifiedAttestation {
    let session = VerificationSession(circuits: inputs.circuits, riskFiles: inputs.riskFiles, policy: inputs.policy)
    return try session.verify(attestation, request: inputs.request, now: inputs.now)
  }

  /// The verdict on each of many attestations, proofs checked in batches; see ``VerificationSession/audit(_:now:progress:)``.
  public static func audit(
    _ attestations: [[UInt8]], against inputs: VerifierInputs
  ) -> [Result<VerifiedAttestation, VerificationFailure>] {
    let session = VerificationSession(circuits: inputs.circuits, riskFiles: inputs.riskFiles, policy: inputs.policy)
    return session.audit(attestations, now: inputs.now)
  }
}
