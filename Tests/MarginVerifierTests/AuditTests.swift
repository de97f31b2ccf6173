import Attestation
import CircuitCompiler
import MarginModel
import MarginProver
import MarginVerifier
import ProofSystem
import SystemCryptography
import Testing

@Suite("Audit") struct AuditTests {
  private static func session(_ scenario: Scenario) -> VerificationSession {
    VerificationSession(circuits: [scenario.circuit], riskFiles: [scenario.signedRisk], policy: scenario.policy)
  }

  private static func codes(
    _ verdicts: [Result<VerifiedAttestation, VerificationFailure>]
  ) -> [VerificationFailure.Code?] {
    verdicts.map { if case .failure(let failure) = $0 { failure.code } else { nil } }
  }

  @Test("every attestation of a batch gets its own verdict") func mixed() throws {
    let scenario = try Scenario.small()
    let good = try (1...5).map { try scenario.attest("USD,\($0)000", venue: "account \($0)") }
    let badProof = try scenario.resigned { $0["proof"] = .string([UInt8](repeating: 1, count: good[0].proof.count).base64) }
    let wrongProof = try scenario.restated { $0["expires"] = "2026-05-21T10:59:59Z" }
    let stale = try scenario.attest(asOf: "2026-05-21T09:00:00Z").bytes
    let batch = [good[0].bytes, badProof, good[1].bytes, [], wrongProof, good[2].bytes, stale, good[3].bytes, good[4].bytes]
    var progress: [Int] = []
    let verdicts = Self.session(scenario).audit(batch, now: scenario.now) { progress.append($0) }
    #expect(Self.codes(verdicts) == [nil, .proofInvalid, nil, .malformed, .proofInvalid, nil, .stale, nil, nil])
    #expect(progress.last == batch.count)
    #expect(try verdicts[2].get().digest == good[1].digest)
    #expect(Self.session(scenario).audit([], now: scenario.now).isEmpty)
  }

  /// Two attestations on one commitment.
  private static func pair(
    _ scenario: Scenario, secondAudience: String = "other desk", firstExpires: String = "2026-05-21T11:00:00Z",
    secondIssued: String = "2026-05-21T10:06:00Z", replaces: Bool = false
  ) throws -> [UnverifiedAttestation] {
    var positions = OpenedPositions()
    try Scenario.add(to: &positions, "custody", "USD,1000", scenario.risk)
    let first = try Scenario.attest(scenario.circuit, scenario.risk, positions, expires: firstExpires)
    let second = try Scenario.attest(
      scenario.circuit, scenario.risk, positions, audience: secondAudience, issued: secondIssued,
      previous: replaces ? first.digest : nil)
    return [first, second]
  }

  private static func audit(_ scenario: Scenario, _ attestations: [UnverifiedAttestation]) -> [VerificationFailure.Code?] {
    codes(session(scenario).audit(attestations.map(\.bytes), now: scenario.now))
  }

  @Test("a commitment that backs two attestations at once refuses both, and no third") func pledgedTwice() throws {
    let scenario = try Scenario.small()
    let verdicts = Self.session(scenario).audit(
      try (Self.pair(scenario) + [scenario.attestation]).map(\.bytes), now: scenario.now)
    #expect(Self.codes(verdicts) == [.duplicateCommitment, .duplicateCommitment, nil])
    guard case .failure(let failure) = verdicts[0] else { return }
    #expect(failure.message.contains("other desk"))
    #expect(failure.checks.first { $0.subject == .commitments }?.outcome == .failed(failure.message))
  }

  @Test("one point under two ids is one book pledged twice") func renamedCommitment() throws {
    let scenario = try Scenario.small()
    let book = try PositionBook(csv: Array("instrument,quantity\nUSD,1000\n".utf8), file: "positions.csv")
    let new = try MarginProver.commit(
      book, risk: scenario.risk, venue: "custody", asOf: Scenario.time("2026-05-21T10:01:00Z"),
      holder: Scenario.publicKey(Scenario.prover), signedBy: Scenario.key(Scenario.custodian))
    var positions = OpenedPositions()
    try positions.add(new.commitment, opening: new.opening)
    let first = try Scenario.attest(scenario.circuit, scenario.risk, positions)

    let record = new.commitment.claimed
    let renamed = try UnverifiedCommitment(
      signing: PositionCommitmentRecord(
        id: [UInt8](repeating: 7, count: 16), holder: record.holder, venue: record.venue, asOf: record.asOf, point: record.point,
        root: record.root, leafCount: record.leafCount), by: Scenario.key(Scenario.custodian))
    let claim = first.claimed
    let statement = AttestationStatement(
      circuit: claim.circuit, risk: claim.risk, program: claim.program, arguments: claim.arguments, commitments: [renamed],
      audience: "other desk", nonce: claim.nonce, issued: claim.issued, expires: claim.expires, previous: nil, revealed: [:],
      prover: claim.prover)
    let bound = try BoundCircuit(scenario.circuit, risk: scenario.risk, arguments: ["coverage": "1.5"])
    let compiled = try CompiledCircuit(bound)
    let values = try compiled.witness(lots: positions.lots(in: bound))
    let proof = try FeasibilityProof.prove(
      Statement(program: compiled.program, context: statement.context, commitment: try #require(statement.point)),
      witness: Witness(positions: values.positions, blinding: new.opening.blinding(), variables: values.variables))
    let second = try UnverifiedAttestation(signing: statement, proof: proof, by: Scenario.key(Scenario.prover))
    #expect(Self.audit(scenario, [second]) == [nil])
    #expect(Self.audit(scenario, [first, second]) == [.duplicateCommitment, .duplicateCommitment])
  }

  @Test("attestations to one audience that do not replace each other are two pledges") func sameAudience() throws {
    let scenario = try Scenario.small()
    #expect(
      Self.audit(scenario, try Self.pair(scenario, secondAudience: "example-desk")) == [.duplicateCommitment, .duplicateCommitment])
  }

  @Test("a renewal for the same audience is one pledge, for another audience it is two") func renewal() throws {
    let scenario = try Scenario.small()
    #expect(Self.audit(scenario, try Self.pair(scenario, secondAudience: "example-desk", replaces: true)) == [nil, nil])
    #expect(Self.audit(scenario, try Self.pair(scenario, replaces: true)) == [.duplicateCommitment, .duplicateCommitment])
  }

  @Test("one after the other is no double pledge") func consecutive() throws {
    let scenario = try Scenario.small()
    let pair = try Self.pair(scenario, firstExpires: "2026-05-21T10:09:45Z", secondIssued: "2026-05-21T10:09:46Z")
    #expect(Self.audit(scenario, pair) == [nil, nil])
  }

  @Test("one attestation filed twice is one pledge") func copies() throws {
    let scenario = try Scenario.small()
    #expect(Self.audit(scenario, [scenario.attestation, scenario.attestation]) == [nil, nil])
    // Signed again, the same statement is the same pledge.
    let again = try UnverifiedAttestation(scenario.restated { _ in })
    #expect(again.digest != scenario.attestation.digest)
    #expect(Self.audit(scenario, [scenario.attestation, again]) == [nil, nil])
  }

  @Test("an attestation that is refused pledges nothing") func refusedPledge() throws {
    let scenario = try Scenario.small()
    let forged = try UnverifiedAttestation(scenario.restated { $0["audience"] = "other desk" })
    #expect(Self.audit(scenario, [scenario.attestation, forged]) == [nil, .proofInvalid])
  }
}
