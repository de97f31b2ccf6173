import Attestation
import CanonicalJSON
import Foundation
import MarginModel
import MarginProver
import MarginVerifier
import ProofSystem
import Secp256k1
import SystemCryptography
import Testing

/// A small attestation and all that its verifier needs, of which tests change one part each.
///
/// Keys by number: 1 the prover, 2 the custodian, 3 to 5 the publishers of whom two must sign, 9 a stranger.
struct Scenario: Sendable {
  static let prover: UInt8 = 1
  static let custodian: UInt8 = 2
  static let stranger: UInt8 = 9

  struct NoKey: Error {}

  let circuit: Circuit
  let risk: RiskFile
  let attestation: UnverifiedAttestation
  let signedRisk: UnverifiedRiskFile
  let policy: TrustPolicy
  let request: AttestationRequest
  let now: Timestamp

  /// Made once; a failure to make it fails every test that asks for it.
  private static let made = Result { try Scenario() }
  static func small() throws -> Scenario { try made.get() }

  private init() throws {
    circuit = try Circuit(bytes: Self.fixture("rule.yaml"), file: "rule.yaml")
    risk = try RiskFile(bytes: Self.fixture("risk.json"))
    now = try Self.time("2026-05-21T10:10:00Z")
    request = AttestationRequest(
      audience: "example-desk", nonce: [UInt8](0..<16), circuit: circuit.digest, arguments: ["coverage": "1.5"],
      deadline: try Self.time("2026-05-21T10:20:00Z"))
    signedRisk = try Self.sign(risk, by: [3, 4])
    policy = try Self.policy(circuit)
    var positions = OpenedPositions()
    try Self.add(to: &positions, "exchange/main", "BTC,-2\nUSD,250000", risk)
    try Self.add(to: &positions, "custody", "BTC,1.5\nETH,12", risk)
    attestation = try Self.attest(circuit, risk, positions)
  }

  // MARK: Parts

  static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  static func fixture(_ name: String) throws -> [UInt8] {
    [UInt8](try Data(contentsOf: root.appendingPathComponent("fixtures/attestation/" + name)))
  }

  static func time(_ text: String) throws -> Timestamp { try #require(Timestamp(text)) }

  static func key(_ number: UInt8) throws -> SchnorrSigningKey {
    guard let key = SchnorrSigningKey(secret: [UInt8](repeating: 0, count: 31) + [number]) else { throw NoKey() }
    return key
  }

  static func publicKey(_ number: UInt8) throws -> SchnorrPublicKey { try key(number).publicKey }

  static func sign(_ risk: RiskFile, by publishers: [UInt8]) throws -> UnverifiedRiskFile {
    let first = try UnverifiedRiskFile(signing: risk, by: key(publishers[0]))
    return try publishers.dropFirst().reduce(first) { try $0.signed(by: key($1)) }
  }

  /// The policy's file, with one text replaced.
  static func policy(_ circuit: Circuit, _ text: String = "", by other: String = "") throws -> TrustPolicy {
    let yaml = """
      policy: example desk
      version: 1
      audiences: [example-desk, other desk]
      custodians:
        - {name: Example Custody, key: \(try publicKey(custodian).bytes.hex)}
      self-declared: refused
      publishers:
        threshold: 2
        keys:
          - {name: First, key: \(try publicKey(3).bytes.hex)}
          - {name: Second, key: \(try publicKey(4).bytes.hex)}
          - {name: Third, key: \(try publicKey(5).bytes.hex)}
      circuits: ["\(circuit.digest)"]
      ages: {risk: 1h, commitment: 30m, spread: 5m}
      clock-skew: 30s
      """
    let changed = text.isEmpty ? yaml : yaml.replacingOccurrences(of: text, with: other)
    #expect(text.isEmpty || changed != yaml)
    return try TrustPolicy(yaml: Array(changed.utf8), file: "trust.yaml")
  }

  /// Commits to rows of instrument and quantity, and adds them.
  static func add(
    to positions: inout OpenedPositions, _ venue: String, _ rows: String, _ risk: RiskFile, asOf: String = "2026-05-21T10:01:00Z",
    signedBy signer: UInt8 = custodian
  ) throws {
    let book = try PositionBook(csv: Array("instrument,quantity\n\(rows)\n".utf8), file: "positions.csv")
    let new = try MarginProver.commit(
      book, risk: risk, venue: venue, asOf: time(asOf), holder: publicKey(prover), signedBy: key(signer))
    try positions.add(new.commitment, opening: new.opening)
  }

  static func attest(
    _ circuit: Circuit, _ risk: RiskFile, _ positions: borrowing OpenedPositions, audience: String = "example-desk",
    arguments: [String: String] = ["coverage": "1.5"], nonce: [UInt8] = [UInt8](0..<16), issued: String = "2026-05-21T10:05:00Z",
    expires: String = "2026-05-21T11:00:00Z", previous: Digest? = nil
  ) throws -> UnverifiedAttestation {
    let order = AttestationOrder(
      circuit: circuit, risk: risk, arguments: arguments, audience: audience, nonce: nonce, issued: try time(issued),
      expires: try time(expires), previous: previous)
    return try MarginProver.attest(order, positions: positions, by: key(prover)).attestation
  }

  /// An attestation on one commitment, of a book that is solvent.
  func attest(
    _ rows: String = "USD,1000", venue: String = "custody", asOf: String = "2026-05-21T10:01:00Z",
    signedBy signer: UInt8 = Scenario.custodian, audience: String = "example-desk",
    arguments: [String: String] = ["coverage": "1.5"],
    issued: String = "2026-05-21T10:05:00Z", expires: String = "2026-05-21T11:00:00Z"
  ) throws -> UnverifiedAttestation {
    var positions = OpenedPositions()
    try Self.add(to: &positions, venue, rows, risk, asOf: asOf, signedBy: signer)
    return try Self.attest(circuit, risk, positions, audience: audience, arguments: arguments, issued: issued, expires: expires)
  }

  // MARK: Forgeries

  /// The attestation's bytes with its payload changed and signed again by the prover's, or another, key.
  func resigned(by signer: UInt8 = prover, _ change: (inout JSONObject) throws -> Void) throws -> [UInt8] {
    var payload = try attestation.envelope.verified().payload.object(at: "")
    try change(&payload)
    return try UnverifiedEnvelope(signing: .object(payload), as: .attestation, by: Self.key(signer)).bytes
  }

  /// The same for the statement alone.
  func restated(by signer: UInt8 = prover, _ change: (inout JSONObject) throws -> Void) throws -> [UInt8] {
    try resigned(by: signer) { payload in
      var statement = try (payload["statement"] ?? .null).object(at: "statement")
      try change(&statement)
      payload["statement"] = .object(statement)
    }
  }

  // MARK: Verdicts

  func inputs(
    circuits: [Circuit]? = nil, riskFiles: [UnverifiedRiskFile]? = nil, policy: TrustPolicy? = nil,
    request: AttestationRequest?? = nil,
    now: Timestamp? = nil
  ) -> VerifierInputs {
    VerifierInputs(
      circuits: circuits ?? [circuit], riskFiles: riskFiles ?? [signedRisk], policy: policy ?? self.policy,
      request: request ?? self.request, now: now ?? self.now)
  }

  /// The refusal of an attestation, nil if it is verified.
  static func refusal(_ bytes: [UInt8], _ inputs: VerifierInputs) -> VerificationFailure? {
    do throws(VerificationFailure) {
      _ = try MarginVerifier.verify(bytes, against: inputs)
      return nil
    } catch { return error }
  }

  /// Expects a refusal with this code, in this check, those before passed and those after not done.
  static func expect(
    _ bytes: [UInt8], _ inputs: VerifierInputs, refused code: VerificationFailure.Code, in subject: VerificationCheck.Subject,
    sourceLocation: Testing.SourceLocation = #_sourceLocation
  ) {
    guard let failure = refusal(bytes, inputs) else {
      Issue.record("is verified", sourceLocation: sourceLocation)
      return
    }
    #expect(failure.code == code, "\(failure)", sourceLocation: sourceLocation)
    #expect(!failure.message.contains("\n") && !failure.message.isEmpty, sourceLocation: sourceLocation)
    #expect(failure.checks.map(\.subject) == VerificationCheck.Subject.allCases, sourceLocation: sourceLocation)
    let place = failure.checks.firstIndex { $0.subject == subject } ?? 0
    for (index, check) in failure.checks.enumerated() {
      switch check.outcome {
      case .passed: #expect(index < place, "\(check)", sourceLocation: sourceLocation)
      case .failed(let reason): #expect(index == place && reason == failure.message, "\(check)", sourceLocation: sourceLocation)
      case .notDone: #expect(index > place, "\(check)", sourceLocation: sourceLocation)
      }
    }
  }
}
