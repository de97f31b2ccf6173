import Attestation
import CanonicalJSON
import Foundation
import MarginModel
import MarginProver
import MarginVerifier
import Secp256k1
import SystemCryptography
import Testing

/// One test per reason to refuse: a verifier without that check would fail it.
@Suite("Verdict") struct VerdictTests {
  @Test("a good attestation is verified, with every check, what it states and what it does not") func verified() throws {
    let scenario = try Scenario.small()
    let verified = try MarginVerifier.verify(scenario.attestation.bytes, against: scenario.inputs())
    #expect(verified.checks.map(\.subject) == VerificationCheck.Subject.allCases)
    for check in verified.checks {
      guard case .passed = check.outcome else {
        Issue.record("\(check)")
        continue
      }
    }
    #expect(verified.digest == scenario.attestation.digest)
    #expect(verified.isCustodianAttested)
    #expect(verified.publishers.map(\.name) == ["First", "Second"])
    #expect(verified.statement.arguments == ["coverage": "1.5"])
    let words = verified.states.joined(separator: " ")
    for text in [
      "example-desk", "small-cover", "equity >= coverage * requirement", "coverage = 1.5", "exchange/main", "Example Custody",
    ] {
      #expect(words.contains(text), "\(text)")
    }
    #expect(verified.doesNotState.count == 6)
  }

  @Test("an auditor, who asked for nothing, gets the same verdict") func withoutRequest() throws {
    let scenario = try Scenario.small()
    #expect(Scenario.refusal(scenario.attestation.bytes, scenario.inputs(request: .some(nil))) == nil)
  }

  // MARK: Format and signatures

  @Test("bytes that are no attestation") func malformed() throws {
    let scenario = try Scenario.small()
    for bytes in [[], Array("{}".utf8), [0xff], scenario.signedRisk.envelope.bytes, scenario.attestation.bytes + [10]] {
      Scenario.expect(bytes, scenario.inputs(), refused: .malformed, in: .format)
    }
    Scenario.expect(try scenario.restated { $0["more"] = 1 }, scenario.inputs(), refused: .malformed, in: .format)
    Scenario.expect(try scenario.restated { $0["previous"] = nil }, scenario.inputs(), refused: .malformed, in: .format)
    Scenario.expect(try scenario.restated { $0["nonce"] = "00" }, scenario.inputs(), refused: .malformed, in: .format)
    Scenario.expect(try scenario.restated { $0["commitments"] = [] }, scenario.inputs(), refused: .malformed, in: .format)
    Scenario.expect(try scenario.resigned { $0["proof"] = "A===" }, scenario.inputs(), refused: .malformed, in: .format)
    Scenario.expect(try scenario.resigned { $0["version"] = 2 }, scenario.inputs(), refused: .malformed, in: .format)
  }

  @Test("commitments in another order are a second spelling") func commitmentOrder() throws {
    let scenario = try Scenario.small()
    let bytes = try scenario.restated { statement in
      statement["commitments"] = .array(try (statement["commitments"] ?? .null).array(at: "").reversed())
    }
    Scenario.expect(bytes, scenario.inputs(), refused: .malformed, in: .format)
  }

  @Test("another version, of the file or of a commitment in it") func unsupportedVersion() throws {
    let scenario = try Scenario.small()
    let text = String(decoding: scenario.attestation.bytes, as: UTF8.self)
    let later = Array(text.replacingOccurrences(of: "attestation.v1", with: "attestation.v2").utf8)
    Scenario.expect(later, scenario.inputs(), refused: .unsupportedVersion, in: .format)
    let inside = try scenario.restated { statement in
      statement["commitments"] = .array(
        try (statement["commitments"] ?? .null).array(at: "").map { commitment in
          var object = try commitment.object(at: "")
          object["payloadType"] = "application/vnd.marginproof.commitment.v3+json"
          return .object(object)
        })
    }
    Scenario.expect(inside, scenario.inputs(), refused: .unsupportedVersion, in: .format)
  }

  @Test("an attestation signed by another key than the prover's") func otherSigner() throws {
    let scenario = try Scenario.small()
    Scenario.expect(
      try scenario.resigned(by: Scenario.stranger) { _ in }, scenario.inputs(), refused: .malformed, in: .format)
    // Who names itself the prover holds none of the commitments.
    let stranger = try Scenario.publicKey(Scenario.stranger).bytes.hex
    Scenario.expect(
      try scenario.restated(by: Scenario.stranger) { $0["prover"] = .string(stranger) }, scenario.inputs(), refused: .wrongHolder,
      in: .signatures)
  }

  @Test("a signature of the attestation, or of a commitment in it, that does not fit") func signatureInvalid() throws {
    let scenario = try Scenario.small()
    let other = try scenario.attest()
    var fields = try scenario.attestation.envelope.json.object(at: "")
    fields["signatures"] = try other.envelope.json.object(at: "")["signatures"]
    Scenario.expect(
      JSONValue.object(fields).canonicalBytes, scenario.inputs(), refused: .signatureInvalid, in: .signatures)
    let inside = try scenario.restated { statement in
      var list = try (statement["commitments"] ?? .null).array(at: "")
      var (first, second) = (try list[0].object(at: ""), try list[1].object(at: ""))
      (first["signatures"], second["signatures"]) = (second["signatures"], first["signatures"])
      list = [.object(first), .object(second)]
      statement["commitments"] = .array(list)
    }
    Scenario.expect(inside, scenario.inputs(), refused: .signatureInvalid, in: .signatures)
  }

  @Test("a commitment that nobody trusted vouches for") func commitmentUntrusted() throws {
    let scenario = try Scenario.small()
    let byStranger = try scenario.attest(signedBy: Scenario.stranger).bytes
    Scenario.expect(byStranger, scenario.inputs(), refused: .commitmentUntrusted, in: .signatures)
    let bySelf = try scenario.attest(signedBy: Scenario.prover).bytes
    Scenario.expect(bySelf, scenario.inputs(), refused: .commitmentUntrusted, in: .signatures)
    let lenient = try Scenario.policy(scenario.circuit, "self-declared: refused", by: "self-declared: accepted")
    Scenario.expect(byStranger, scenario.inputs(policy: lenient), refused: .commitmentUntrusted, in: .signatures)
    let verified = try MarginVerifier.verify(bySelf, against: scenario.inputs(policy: lenient))
    #expect(!verified.isCustodianAttested)
    #expect(verified.doesNotState.contains { $0.contains("declared by the prover") })
  }

  // MARK: Circuit and risk file

  @Test("a circuit that is not accepted, not asked for, or not at hand") func unknownCircuit() throws {
    let scenario = try Scenario.small()
    let other = try Circuit(bytes: Scenario.fixture("rule.yaml") + [10], file: "other.yaml")
    let bytes = scenario.attestation.bytes
    Scenario.expect(bytes, scenario.inputs(policy: try Scenario.policy(other)), refused: .unknownCircuit, in: .circuit)
    Scenario.expect(bytes, scenario.inputs(circuits: [other]), refused: .unknownCircuit, in: .circuit)
    let asked = AttestationRequest(
      audience: "example-desk", nonce: scenario.request.nonce, circuit: other.digest, arguments: nil, deadline: nil)
    Scenario.expect(bytes, scenario.inputs(request: asked), refused: .unknownCircuit, in: .circuit)
    Scenario.expect(
      try scenario.restated { $0["circuit"] = .string(other.digest.description) }, scenario.inputs(), refused: .unknownCircuit,
      in: .circuit)
  }

  @Test("a risk file that is not at hand") func unknownRisk() throws {
    let scenario = try Scenario.small()
    Scenario.expect(scenario.attestation.bytes, scenario.inputs(riskFiles: []), refused: .unknownRisk, in: .riskFile)
    let digest = SHA256.hash([1]).description
    Scenario.expect(try scenario.restated { $0["risk"] = .string(digest) }, scenario.inputs(), refused: .unknownRisk, in: .riskFile)
  }

  @Test("a risk file signed by too few publishers, or by others", arguments: [[3], [9], [3, 9], [1, 2, 5, 9]])
  func riskUntrusted(signers: [UInt8]) throws {
    let scenario = try Scenario.small()
    let risk = try Scenario.sign(scenario.risk, by: signers)
    Scenario.expect(scenario.attestation.bytes, scenario.inputs(riskFiles: [risk]), refused: .riskUntrusted, in: .riskFile)
  }

  @Test("a risk file with a signature that does not fit") func riskSignature() throws {
    let scenario = try Scenario.small()
    var (right, wrong) = (try scenario.signedRisk.envelope.json.object(at: ""), JSONObject())
    let list = try (right["signatures"] ?? .null).array(at: "")
    for (place, index) in [(0, 1), (1, 0)] {
      wrong = try list[place].object(at: "")
      wrong["sig"] = try list[index].object(at: "")["sig"]
      right["signatures"] = .array(place == 0 ? [.object(wrong), list[1]] : [list[0], .object(wrong)])
      let risk = try UnverifiedRiskFile(JSONValue.object(right).canonicalBytes)
      Scenario.expect(scenario.attestation.bytes, scenario.inputs(riskFiles: [risk]), refused: .riskUntrusted, in: .riskFile)
    }
  }

  @Test("a risk file that is too old, past its end, or without a time") func riskStale() throws {
    let scenario = try Scenario.small()
    let bytes = scenario.attestation.bytes
    let strict = try Scenario.policy(scenario.circuit, "{risk: 1h,", by: "{risk: 9m,")
    Scenario.expect(bytes, scenario.inputs(policy: strict), refused: .stale, in: .riskFile)
    let exact = try Scenario.policy(scenario.circuit, "{risk: 1h,", by: "{risk: 10m,")
    #expect(Scenario.refusal(bytes, scenario.inputs(policy: exact)) == nil)
    let text = String(decoding: try Scenario.fixture("risk.json"), as: UTF8.self)
    for (old, new) in [
      ("\"validUntil\": \"2026-05-22T10:00:00Z\"", "\"validUntil\": \"2026-05-21T10:09:59Z\""),
      ("\"asOf\": \"2026-05-21T10:00:00Z\", ", ""),
    ] {
      let risk = try RiskFile(bytes: Array(text.replacingOccurrences(of: old, with: new).utf8))
      #expect(risk.digest != scenario.risk.digest)
      let changed = try scenario.restated { $0["risk"] = .string(risk.digest.description) }
      Scenario.expect(changed, scenario.inputs(riskFiles: [try Scenario.sign(risk, by: [3, 5])]), refused: .stale, in: .riskFile)
    }
  }

  @Test("a risk file of the future") func riskNotYetValid() throws {
    let scenario = try Scenario.small()
    let now = try Scenario.time("2026-05-21T09:59:29Z")
    Scenario.expect(scenario.attestation.bytes, scenario.inputs(now: now), refused: .notYetValid, in: .riskFile)
  }

  // MARK: Request

  @Test("an attestation for someone else") func wrongAudience() throws {
    let scenario = try Scenario.small()
    let other = AttestationRequest(
      audience: "other desk", nonce: scenario.request.nonce, circuit: nil, arguments: nil, deadline: nil)
    Scenario.expect(scenario.attestation.bytes, scenario.inputs(request: other), refused: .wrongAudience, in: .request)
    let stranger = AttestationRequest(
      audience: "third desk", nonce: scenario.request.nonce, circuit: nil, arguments: nil, deadline: nil)
    let refusal = Scenario.refusal(scenario.attestation.bytes, scenario.inputs(request: stranger))
    #expect(refusal?.code == .wrongAudience && refusal?.message.contains("policy") == true)
    let elsewhere = try scenario.attest(audience: "third desk").bytes
    Scenario.expect(elsewhere, scenario.inputs(request: .some(nil)), refused: .wrongAudience, in: .request)
  }

  @Test("an attestation that answers another counterparty's nonce") func wrongNonce() throws {
    let scenario = try Scenario.small()
    var nonce = scenario.request.nonce
    nonce[15] ^= 1
    for nonce in [nonce, Array(scenario.request.nonce.dropLast()) + [15, 15]] {
      let other = AttestationRequest(audience: "example-desk", nonce: nonce, circuit: nil, arguments: nil, deadline: nil)
      Scenario.expect(scenario.attestation.bytes, scenario.inputs(request: other), refused: .wrongNonce, in: .request)
    }
  }

  @Test("times: issued in the future, expired, after the deadline; the clock's skew is granted") func times() throws {
    let scenario = try Scenario.small()
    let bytes = scenario.attestation.bytes
    func refusal(_ now: String) throws -> VerificationFailure.Code? {
      let policy = try Scenario.policy(scenario.circuit, "commitment: 30m", by: "commitment: 2h")
      return Scenario.refusal(bytes, scenario.inputs(policy: policy, now: try Scenario.time(now)))?.code
    }
    let early = try Scenario.time("2026-05-21T10:04:29Z")
    Scenario.expect(bytes, scenario.inputs(now: early), refused: .notYetValid, in: .request)
    #expect(try refusal("2026-05-21T10:04:30Z") == nil)
    #expect(try refusal("2026-05-21T11:00:00Z") == nil)
    let lax = try Scenario.policy(scenario.circuit, "{risk: 1h,", by: "{risk: 2h,")
    let late = try Scenario.time("2026-05-21T11:00:31Z")
    Scenario.expect(bytes, scenario.inputs(policy: lax, now: late), refused: .expired, in: .request)
    let asked = AttestationRequest(
      audience: "example-desk", nonce: scenario.request.nonce, circuit: nil, arguments: nil,
      deadline: try Scenario.time("2026-05-21T10:04:59Z"))
    Scenario.expect(bytes, scenario.inputs(request: asked), refused: .expired, in: .request)
  }

  @Test("a statement for other arguments than those asked for") func wrongArguments() throws {
    let scenario = try Scenario.small()
    for arguments in [["coverage": "1.6"], [:]] {
      let asked = AttestationRequest(
        audience: "example-desk", nonce: scenario.request.nonce, circuit: nil, arguments: arguments, deadline: nil)
      Scenario.expect(scenario.attestation.bytes, scenario.inputs(request: asked), refused: .wrongArguments, in: .request)
    }
    // The same number asked for in another spelling is the same request.
    let spelled = AttestationRequest(
      audience: "example-desk", nonce: scenario.request.nonce, circuit: nil, arguments: ["coverage": "1.50"], deadline: nil)
    #expect(Scenario.refusal(scenario.attestation.bytes, scenario.inputs(request: spelled)) == nil)
  }

  @Test(
    "arguments that the circuit does not have, out of range, left out, or in a second spelling",
    arguments: [
      ["coverage": "0.5"], ["cover": "1.5"], [:], ["coverage": "1.50"], ["coverage": "1.5", "more": "1"], ["coverage": "x"],
    ])
  func argumentInvalid(arguments: [String: String]) throws {
    let scenario = try Scenario.small()
    let bytes = try scenario.restated { statement in
      statement["arguments"] = .object(JSONObject(arguments.map { ($0.key, .string($0.value)) }))
    }
    Scenario.expect(bytes, scenario.inputs(request: .some(nil)), refused: .argumentInvalid, in: .request)
  }

  // MARK: Commitments

  @Test("a commitment used twice, or two commitments of one account") func duplicateCommitment() throws {
    let scenario = try Scenario.small()
    let twice = try scenario.restated { statement in
      let list = try (statement["commitments"] ?? .null).array(at: "")
      statement["commitments"] = [list[0], list[0]]
    }
    Scenario.expect(twice, scenario.inputs(), refused: .duplicateCommitment, in: .commitments)
    // The same account at two times, each vouched for by the custodian.
    let (first, second) = (try scenario.attest("USD,1000"), try scenario.attest("USD,2000"))
    let account = try scenario.restated { statement in
      let list = [first, second].flatMap(\.claimed.commitments).sorted { $0.claimed.id.lexicographicallyPrecedes($1.claimed.id) }
      statement["commitments"] = .array(list.map(\.envelope.json))
    }
    Scenario.expect(account, scenario.inputs(), refused: .duplicateCommitment, in: .commitments)
  }

  @Test("one book under two names: equal points are one commitment") func equalPoints() throws {
    let scenario = try Scenario.small()
    let record = try #require(scenario.attestation.claimed.commitments.first).claimed
    let renamed = PositionCommitmentRecord(
      id: [UInt8](repeating: 255, count: 16), holder: record.holder, venue: "elsewhere", asOf: record.asOf, point: record.point,
      root: record.root, leafCount: record.leafCount)
    let second = try UnverifiedCommitment(signing: renamed, by: Scenario.key(Scenario.custodian))
    let bytes = try scenario.restated { statement in
      let list = try (statement["commitments"] ?? .null).array(at: "")
      statement["commitments"] = [list[0], second.envelope.json]
    }
    Scenario.expect(bytes, scenario.inputs(), refused: .duplicateCommitment, in: .commitments)
  }

  @Test("commitments that are too old, too far apart, or of the future") func commitmentTimes() throws {
    let scenario = try Scenario.small()
    let now = try Scenario.time("2026-05-21T10:31:01Z")
    Scenario.expect(scenario.attestation.bytes, scenario.inputs(now: now), refused: .stale, in: .commitments)
    let future = try scenario.attest(asOf: "2026-05-21T10:05:31Z").bytes
    Scenario.expect(future, scenario.inputs(), refused: .notYetValid, in: .commitments)
    #expect(Scenario.refusal(try scenario.attest(asOf: "2026-05-21T10:05:30Z").bytes, scenario.inputs()) == nil)
    for (time, code) in [("2026-05-21T10:06:00Z", nil), ("2026-05-21T10:06:01Z", VerificationFailure.Code.stale)] {
      var positions = OpenedPositions()
      try Scenario.add(to: &positions, "exchange/main", "USD,1000", scenario.risk)
      try Scenario.add(to: &positions, "custody", "ETH,1", scenario.risk, asOf: time)
      let apart = try Scenario.attest(scenario.circuit, scenario.risk, positions, issued: "2026-05-21T10:06:30Z")
      #expect(Scenario.refusal(apart.bytes, scenario.inputs())?.code == code)
    }
  }

  // MARK: Proof

  @Test("a stated program or published value that is not the rule's") func programMismatch() throws {
    let scenario = try Scenario.small()
    let digest = SHA256.hash([1]).description
    Scenario.expect(
      try scenario.restated { $0["program"] = .string(digest) }, scenario.inputs(), refused: .programMismatch, in: .proof)
    Scenario.expect(
      try scenario.restated { $0["revealed"] = ["equity": "1"] }, scenario.inputs(), refused: .programMismatch, in: .request)
  }

  @Test("every field of the statement is bound to the proof, though the prover signs it again") func statementBound() throws {
    let scenario = try Scenario.small()
    let free = scenario.inputs(request: .some(nil))
    let changes: [(String, JSONValue)] = [
      ("audience", "other desk"), ("nonce", .string(String(repeating: "ab", count: 16))), ("issued", "2026-05-21T10:05:01Z"),
      ("expires", "2026-05-21T11:00:01Z"), ("previous", .string(SHA256.hash([1]).description)),
    ]
    for (key, value) in changes {
      Scenario.expect(try scenario.restated { $0[key] = value }, free, refused: .proofInvalid, in: .proof)
    }
    #expect(Scenario.refusal(try scenario.restated { _ in }, free) == nil)
  }

  @Test("commitments swapped for others of the same holder, or one left out") func swappedCommitments() throws {
    let scenario = try Scenario.small()
    let other = try scenario.attest("USD,250000")
    let swapped = try scenario.restated { $0["commitments"] = .array(other.claimed.commitments.map(\.envelope.json)) }
    Scenario.expect(swapped, scenario.inputs(), refused: .proofInvalid, in: .proof)
    let less = try scenario.restated { statement in
      statement["commitments"] = [try (statement["commitments"] ?? .null).array(at: "")[0]]
    }
    Scenario.expect(less, scenario.inputs(), refused: .proofInvalid, in: .proof)
    // The same commitment with a second custodian signature is another statement.
    let countersigned = try scenario.restated { statement in
      let list = try scenario.attestation.claimed.commitments.map {
        try $0.signed(by: Scenario.key(Scenario.stranger)).envelope.json
      }
      statement["commitments"] = .array(list)
    }
    Scenario.expect(countersigned, scenario.inputs(), refused: .proofInvalid, in: .proof)
  }

  @Test("a proof of another statement, shortened, lengthened or empty") func proofInvalid() throws {
    let scenario = try Scenario.small()
    let proof = scenario.attestation.proof
    let other = try scenario.attest().proof
    for proof in [other, Array(proof.dropLast()), proof + [0], [], [UInt8](repeating: 0, count: proof.count)] {
      Scenario.expect(
        try scenario.resigned { $0["proof"] = .string(proof.base64) }, scenario.inputs(), refused: .proofInvalid, in: .proof)
    }
  }

  @Test("a commitment in other lots cannot be proven under the risk file") func otherLots() throws {
    let scenario = try Scenario.small()
    let text = String(decoding: try Scenario.fixture("risk.json"), as: UTF8.self)
    let risk = try RiskFile(
      bytes: Array(text.replacingOccurrences(of: "\"0.1\", \"1\", \"100\"", with: "\"0.1\", \"1\", \"1\"").utf8))
    // 1,000 lots of 1 USD, and the proof of someone who had 1,000 lots of 100.
    var small = OpenedPositions()
    var large = OpenedPositions()
    try Scenario.add(to: &small, "custody", "USD,1000", risk)
    try Scenario.add(to: &large, "custody", "USD,100000", scenario.risk)
    let attestation = try Scenario.attest(scenario.circuit, scenario.risk, large)
    var payload = try attestation.envelope.verified().payload.object(at: "")
    var statement = try (payload["statement"] ?? .null).object(at: "")
    statement["commitments"] = .array(small.commitments.map(\.envelope.json))
    payload["statement"] = .object(statement)
    let bytes = try UnverifiedEnvelope(signing: .object(payload), as: .attestation, by: Scenario.key(Scenario.prover)).bytes
    Scenario.expect(bytes, scenario.inputs(), refused: .proofInvalid, in: .proof)
    #expect(throws: ProverError.self) { _ = try Scenario.attest(scenario.circuit, scenario.risk, small) }
  }

  @Test("failures are equal by code") func equality() throws {
    let scenario = try Scenario.small()
    let first = try #require(Scenario.refusal([], scenario.inputs()))
    let second = try #require(Scenario.refusal([1], scenario.inputs()))
    #expect(first == second && first.code == .malformed)
    #expect(first != Scenario.refusal(scenario.attestation.bytes, scenario.inputs(riskFiles: [])))
  }
}
