import Attestation
import CanonicalJSON
import Foundation
import MarginModel
import MarginProver
import MarginVerifier
import Testing

/// A circuit that publishes values, and what a prover might state instead.
@Suite("Published values") struct PublishedValueTests {
  private static let rule = """
    circuit: publish
    version: 1
    summary: Equity is not negative; the net value by kind is published.
    sets: {side: [all]}
    risk:
      price[instrument]: USD >= 0
    define:
      value[i in instrument]: price[i] * x[i]
    assert:
      - sum(value[i] for i in instrument) >= 0
    reveal:
      coins: value['BTC'] / 7 + value['ETH']
      held[i in instrument]: 0 - x[i]

    """

  private let circuit: Circuit
  private let attestation: UnverifiedAttestation
  private let inputs: VerifierInputs

  init() throws {
    let scenario = try Scenario.small()
    circuit = try Circuit(bytes: Array(Self.rule.utf8), file: "publish.yaml")
    var positions = OpenedPositions()
    try Scenario.add(to: &positions, "custody", "BTC,1.5\nETH,-12", scenario.risk)
    attestation = try Scenario.attest(circuit, scenario.risk, positions, arguments: [:])
    inputs = VerifierInputs(
      circuits: [circuit], riskFiles: [scenario.signedRisk], policy: try Scenario.policy(circuit), request: nil, now: scenario.now)
  }

  /// The attestation with other published values, signed again by the prover.
  private func restated(_ change: (inout JSONObject) -> Void) throws -> [UInt8] {
    var payload = try attestation.envelope.verified().payload.object(at: "")
    var statement = try (payload["statement"] ?? .null).object(at: "statement")
    var revealed = try (statement["revealed"] ?? .null).object(at: "revealed")
    change(&revealed)
    statement["revealed"] = .object(revealed)
    payload["statement"] = .object(statement)
    return try UnverifiedEnvelope(signing: .object(payload), as: .attestation, by: Scenario.key(Scenario.prover)).bytes
  }

  @Test func areExactAndInTheCircuitsOrder() throws {
    let verified = try MarginVerifier.verify(attestation.bytes, against: inputs)
    #expect(verified.published.map(\.name) == ["coins", "held[BTC]", "held[ETH]", "held[USD]"])
    // 1.5 * 60,000 / 7 - 12 * 3,000.
    #expect(verified.published.map(\.value) == [Rational(90000) / 7 - 36000, Rational(-3) / 2, 12, 0])
    #expect(verified.published.map { "\($0.unit)" } == ["USD", "number", "number", "number"])
    #expect(verified.states.contains("Published: held[ETH] = 12 number."))
    #expect(verified.statement.revealed["coins"] == "-162000/7")
  }

  /// Each is signed by the prover itself: what refuses it is that the program, or the proof, is another one.
  @Test(arguments: [
    ("held[ETH]", "11", VerificationFailure.Code.programMismatch), ("coins", "-162001/7", .programMismatch),
    ("held[USD]", "", .programMismatch), ("held[ETH]", "12.0", .programMismatch), ("coins", "-324000/14", .programMismatch),
    ("held[EUR]", "0", .programMismatch), ("held[ETH]", "twelve", .programMismatch),
  ])
  func anotherStatementIsRefused(name: String, text: String, code: VerificationFailure.Code) throws {
    let bytes = try restated { revealed in revealed[name] = text.isEmpty ? nil : .string(text) }
    #expect(Scenario.refusal(bytes, inputs)?.code == code)
  }

  /// With the program's digest mended too, the proof does not hold for the other value.
  @Test func anotherValueWithItsOwnProgramFailsTheProof() throws {
    let scenario = try Scenario.small()
    var other = OpenedPositions()
    try Scenario.add(to: &other, "custody", "BTC,1.5\nETH,-11", scenario.risk)
    let claim = try Scenario.attest(circuit, scenario.risk, other, arguments: [:]).claimed
    var payload = try attestation.envelope.verified().payload.object(at: "")
    var statement = try (payload["statement"] ?? .null).object(at: "statement")
    statement["program"] = .string(claim.program.description)
    statement["revealed"] = .object(JSONObject(claim.revealed.map { ($0.key, .string($0.value)) }))
    payload["statement"] = .object(statement)
    let bytes = try UnverifiedEnvelope(signing: .object(payload), as: .attestation, by: Scenario.key(Scenario.prover)).bytes
    #expect(Scenario.refusal(bytes, inputs)?.code == .proofInvalid)
  }
}
