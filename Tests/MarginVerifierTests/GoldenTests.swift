import Attestation
import Foundation
import MarginModel
import MarginProver
import MarginVerifier
import Secp256k1
import SystemCryptography
import Testing

/// Files written once and kept: a change of any format, of the compiler's output or of the proof shows here.
///
/// A deliberate change remakes them: `MAKE_GOLDEN=1 swift test -c release --filter GoldenTests`.
@Suite("Golden files") struct GoldenTests {
  private static let folder = Scenario.root.appendingPathComponent("fixtures/attestation/golden")
  private static let passphrase = "golden passphrase"
  private static let isRemade = ProcessInfo.processInfo.environment["MAKE_GOLDEN"] != nil

  private static func file(_ name: String) throws -> [UInt8] {
    [UInt8](try Data(contentsOf: folder.appendingPathComponent(name)))
  }

  private static func inputs() throws -> VerifierInputs {
    VerifierInputs(
      circuits: [try Circuit(bytes: Scenario.fixture("rule.yaml"), file: "rule.yaml")],
      riskFiles: [try UnverifiedRiskFile(file("risk.json"))],
      policy: try TrustPolicy(yaml: file("trust.yaml"), file: "trust.yaml") {
        $0 == "../rule.yaml" ? try? Scenario.fixture("rule.yaml") : nil
      },
      request: AttestationRequest(
        audience: "example-desk", nonce: [UInt8](0..<16), circuit: nil, arguments: ["coverage": "1.25"],
        deadline: try Scenario.time("2026-05-21T10:20:00Z")),
      now: try Scenario.time("2026-05-21T10:10:00Z"))
  }

  @Test("are remade", .enabled(if: isRemade, "MAKE_GOLDEN is not set")) func remake() throws {
    try FileManager.default.createDirectory(at: Self.folder, withIntermediateDirectories: true)
    func write(_ bytes: [UInt8], _ name: String) throws { try Data(bytes).write(to: Self.folder.appendingPathComponent(name)) }
    let scenario = try Scenario.small()
    let passphrase = SecretBytes(copying: Array(Self.passphrase.utf8))
    let (keyFile, holder) = SigningKeyFile.generate(passphrase: passphrase)
    let book = try PositionBook(csv: Array("instrument,quantity\nBTC,-1.2\nETH,20\nUSD,60000\n".utf8), file: "positions.csv")
    let new = try MarginProver.commit(
      book, risk: scenario.risk, venue: "exchange/main", asOf: Scenario.time("2026-05-21T10:01:00Z"), holder: holder,
      signedBy: Scenario.key(Scenario.custodian))
    var positions = OpenedPositions()
    try positions.add(new.commitment, opening: new.opening)
    let order = AttestationOrder(
      circuit: scenario.circuit, risk: scenario.risk, arguments: ["coverage": "1.25"], audience: "example-desk",
      nonce: [UInt8](0..<16), issued: try Scenario.time("2026-05-21T10:05:00Z"), expires: try Scenario.time("2026-05-21T11:00:00Z"),
      previous: SHA256.hash(Array("the one before".utf8)))
    let proved = try MarginProver.attest(order, positions: positions, by: SigningKeyFile.open(keyFile, passphrase: passphrase))
    try write(proved.attestation.bytes, "attestation.json")
    try write(new.commitment.envelope.bytes, "commitment.json")
    try write(new.opening.sealed(passphrase: passphrase).bytes, "opening.json")
    try write(keyFile.bytes, "key.json")
    try write(scenario.signedRisk.envelope.bytes, "risk.json")
  }

  @Test("the attestation is verified") func attestation() throws {
    let bytes = try Self.file("attestation.json")
    let verified = try MarginVerifier.verify(bytes, against: Self.inputs())
    #expect(verified.statement.arguments == ["coverage": "1.25"])
    #expect(verified.statement.previous == SHA256.hash(Array("the one before".utf8)))
    #expect(verified.commitments.map(\.record.venue) == ["exchange/main"])
    #expect(try UnverifiedAttestation(bytes).bytes == bytes)
  }

  @Test("commitment, opening and key are read as they were written") func secrets() throws {
    let passphrase = SecretBytes(copying: Array(Self.passphrase.utf8))
    let commitment = try UnverifiedCommitment(Self.file("commitment.json"))
    #expect(try commitment.verified().signers == [Scenario.publicKey(Scenario.custodian)])
    #expect(commitment.envelope.bytes == (try Self.file("commitment.json")))
    let sealed = try SealedFile(Self.file("opening.json"), kind: .opening)
    #expect(sealed.bytes == (try Self.file("opening.json")))
    let opening = try Opening.open(sealed, passphrase: passphrase)
    try opening.check(commitment.claimed)
    #expect(opening.positions.map(\.column) == ["0.1 BTC", "1 ETH", "100 USD"])
    #expect(opening.positions.map(\.lots) == [-12, 20, 600])
    let key = try SigningKeyFile.open(SealedFile(Self.file("key.json"), kind: .key), passphrase: passphrase)
    #expect(key.publicKey == commitment.claimed.holder)
  }
}
