import Attestation
import MarginModel
import ProofSystem
import SystemCryptography

extension VerificationSession {
  /// Every check but the proof's, in order.
  func examine(
    _ bytes: [UInt8], request: AttestationRequest?, now: Timestamp
  ) throws(VerificationFailure) -> ExaminedAttestation {
    var log = CheckLog()
    let attestation = try readFormat(bytes, &log)
    let commitments = try checkSignatures(attestation, &log)
    let circuit = try findCircuit(attestation.claimed, request, &log)
    let risk = try findRiskFile(attestation.claimed, now, &log)
    let rule = try checkAnswer(attestation.claimed, request, now, circuit, risk, &log)
    let point = try checkCommitments(attestation.claimed, now, &log)
    let statement = try proofStatement(attestation.claimed, rule, point, log)
    return ExaminedAttestation(
      attestation: attestation, commitments: commitments, circuit: circuit, risk: risk,
      published: rule.published, statement: statement, log: log)
  }

  private func readFormat(_ bytes: [UInt8], _ log: inout CheckLog) throws(VerificationFailure) -> UnverifiedAttestation {
    do throws(EnvelopeError) {
      let attestation = try UnverifiedAttestation(bytes)
      let count = attestation.claimed.commitments.count
      log.pass(.format, "version 1, \(count) commitment\(count == 1 ? "" : "s"), proof of \(attestation.proof.count) bytes")
      return attestation
    } catch { throw log.failure(VerificationFailure.Code(error), error.description) }
  }

  /// Who signed what, and whether the policy takes their word.
  private func checkSignatures(
    _ attestation: UnverifiedAttestation, _ log: inout CheckLog
  ) throws(VerificationFailure) -> [VerifiedAttestation.Commitment] {
    let prover = attestation.claimed.prover
    let signed: [SignedCommitment]
    do throws(EnvelopeError) {
      _ = try attestation.envelope.verified()
      var commitments: [SignedCommitment] = []
      for claimed in attestation.claimed.commitments { commitments.append(try claimed.verified()) }
      signed = commitments
    } catch { throw log.failure(VerificationFailure.Code(error), error.description) }
    var commitments: [VerifiedAttestation.Commitment] = []
    for commitment in signed {
      let record = commitment.record
      guard record.holder == prover else {
        throw log.failure(
          .wrongHolder,
          "the commitment at \(record.venue) is held by \(record.holder.bytes.hex), not by the prover; its holder must prove")
      }
      guard let voucher = policy.voucher(for: commitment) else {
        let signers = commitment.signers.map(\.bytes.hex).joined(separator: ", ")
        let reason =
          commitment.isSignedByHolder
          ? "is declared by the prover itself, which the policy refuses; ask for one signed by a custodian"
          : "is signed by nobody the policy trusts (\(signers)); add the custodian's key to the policy or ask for another"
        throw log.failure(.commitmentUntrusted, "the commitment at \(record.venue) \(reason)")
      }
      commitments.append(VerifiedAttestation.Commitment(record: record, voucher: voucher))
    }
    let words = commitments.map { "\($0.record.venue) \($0.voucher.words)" }
    log.pass(.signatures, "prover \(prover.bytes.hex); \(words.joined(separator: "; "))")
    return commitments
  }

  private func findCircuit(
    _ statement: AttestationStatement, _ request: AttestationRequest?, _ log: inout CheckLog
  ) throws(VerificationFailure) -> Circuit {
    let digest = statement.circuit
    guard policy.circuits.contains(digest) else {
      throw log.failure(
        .unknownCircuit, "\(digest) is no circuit of the policy; read the circuit, then add its digest or ask for another")
    }
    if let asked = request?.circuit, asked != digest {
      throw log.failure(.unknownCircuit, "\(digest) is not the circuit asked for, \(asked); ask again")
    }
    guard let circuit = circuits[digest] else {
      throw log.failure(.unknownCircuit, "the file of circuit \(digest) is not at hand; bring it")
    }
    log.pass(.circuit, "\(circuit.name) version \(circuit.version), \(digest)")
    return circuit
  }

  private func findRiskFile(
    _ statement: AttestationStatement, _ now: Timestamp, _ log: inout CheckLog
  ) throws(VerificationFailure) -> TrustedRiskFile {
    guard let checked = signedRiskFile(statement.risk) else {
      throw log.failure(.unknownRisk, "risk file \(statement.risk) is not at hand; bring it, or ask for an attestation on yours")
    }
    let signed: SignedRiskFile
    do throws(EnvelopeError) { signed = try checked.get() } catch { throw log.failure(.riskUntrusted, error.description) }
    let publishers = policy.publishers(of: signed)
    guard publishers.count >= policy.threshold else {
      throw log.failure(
        .riskUntrusted,
        "signed by \(publishers.count) of the policy's \(policy.publishers.count) publishers where \(policy.threshold) are needed; "
          + "bring a risk file that more of them signed")
    }
    guard let asOf = signed.risk.asOf else {
      throw log.failure(.stale, "the risk file states no as-of time; bring one that does")
    }
    guard asOf <= now.advanced(bySeconds: policy.clockSkew) else {
      throw log.failure(.notYetValid, "the risk file is as of \(asOf), after now, \(now); check the clock")
    }
    guard now.seconds(since: asOf) <= policy.maximumRiskAge else {
      throw log.failure(
        .stale,
        "the risk file is as of \(asOf), \(now.seconds(since: asOf)) s ago where the policy tolerates \(policy.maximumRiskAge); "
          + "bring a newer one and ask for an attestation on it")
    }
    if let end = signed.risk.validUntil, end < now {
      throw log.failure(.stale, "the risk file was valid until \(end); bring a newer one and ask for an attestation on it")
    }
    log.pass(
      .riskFile,
      "signed by \(publishers.map(\.name).joined(separator: ", ")) (\(policy.threshold) needed), as of \(asOf), \(statement.risk)")
    return TrustedRiskFile(risk: signed.risk, asOf: asOf, publishers: publishers)
  }

  private func proofStatement(
    _ statement: AttestationStatement, _ rule: CompiledRule, _ point: [UInt8], _ log: CheckLog
  ) throws(VerificationFailure) -> Statement {
    guard rule.program.digest == statement.program else {
      throw log.failure(
        .programMismatch,
        "program \(statement.program) is not \(rule.program.digest), to which circuit, risk file and arguments compile; use the release "
          + "that wrote it")
    }
    return Statement(program: rule.program, context: statement.context, commitment: point)
  }
}

extension VerificationFailure.Code {
  /// The code for a file that could not be read or whose signatures do not hold.
  init(_ error: EnvelopeError) {
    self =
      switch error {
      case .malformed, .cannotSign, .signedAlready: .malformed
      case .unsupportedVersion: .unsupportedVersion
      case .signatureInvalid: .signatureInvalid
      }
  }
}

extension TrustPolicy.Voucher {
  /// Who vouches, in words.
  var words: String {
    switch self {
    case .custodians(let keys): "attested by custodian \(keys.map(\.name).joined(separator: ", "))"
    case .selfDeclared: "declared by the prover itself"
    }
  }
}
