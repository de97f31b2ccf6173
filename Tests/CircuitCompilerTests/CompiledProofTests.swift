import CircuitCompiler
import MarginModel
import ProofSystem
import Secp256k1
import Testing

/// From a circuit file to a verified proof, and what the clear-value checker finds before one is made.
@Suite struct CompiledProofTests {
  private static func solvency() throws -> CompiledCircuit {
    let risk = try RiskFile(
      bytes: Array(
        """
        {"sets": {"asset": {"elements": ["BTC", "ETH", "USDC"], "lot": ["0.001", "0.01", "1"], "limit": ["1000", "10000", "1000000"]}},
         "tables": {"price": {"index": ["asset"], "unit": "USD", "values": ["60000", "3000", "1"]},
                    "haircut": {"index": ["asset"], "unit": "number", "values": ["0.1", "0.15", "0"]},
                    "markup": {"index": ["asset"], "unit": "number", "values": ["0.05", "0.05", "0.01"]}}}
        """.utf8))
    return try CompiledCircuit(
      BoundCircuit(Fixture.circuit("circuits/solvency.yaml"), risk: risk, arguments: ["ratio": "1.25"]))
  }

  @Test func aSolventBookIsProvenAndVerified() throws {
    let compiled = try Self.solvency()
    #expect(compiled.program.columns == ["0.001 BTC", "0.01 ETH", "1 USDC"])
    // 2 BTC held, 50,000 USDC owed: 108,000 after the haircut against 63,125.
    let (positions, variables) = try compiled.witness(lots: [2000, 0, -50000])
    let blinding = try #require(Scalar(bytes: Array(repeating: 0, count: 31) + [9]))
    let point = PositionCommitment.point(columns: compiled.program.columns, positions: positions, blinding: blinding)
    let statement = Statement(
      program: compiled.program, context: Array("context".utf8), commitment: try #require(point.compressed))
    let proof = try FeasibilityProof.prove(
      statement, witness: Witness(positions: positions, blinding: blinding, variables: variables))
    #expect(proof.count == compiled.cost.proofBytes)
    try FeasibilityProof.verify(proof, for: statement)
  }

  @Test func aBookThatIsShortIsToldByHowMuch() throws {
    let compiled = try Self.solvency()
    // 1 BTC held counts 54,000; 50,000 USDC owed cost 63,125.
    do {
      _ = try compiled.witness(lots: [1000, 0, -50000])
      Issue.record("a witness for a book that is short")
    } catch {
      #expect(error.description == "line 19: `sum(net[a] for a in asset) >= 0` fails: short by 9125 USD")
    }
  }

  @Test func checkerNamesTheFirstFailure() throws {
    let compiled = try Self.solvency()
    var (positions, variables) = try compiled.witness(lots: [2000, 0, -50000])
    #expect(compiled.check(positions: positions, variables: variables) == nil)
    #expect(compiled.check(positions: [], variables: variables) == .count(positions: 3, variables: variables.count))
    positions[0] = 2001
    #expect(
      compiled.check(positions: positions, variables: variables)?.description == "row 0 does not hold: line 17, define net [BTC]")
    positions[0] = 2000
    variables[1] = -1
    #expect(compiled.check(positions: positions, variables: variables) == .range(compiled.variableNames[1], variable: 1))
    variables[1] = Int256.max
    #expect(compiled.check(positions: positions, variables: variables) == .range(compiled.variableNames[1], variable: 1))
  }

  /// The sizes are the reference model's for debt-coverage, whose rule and figures these are but for one limit an asset.
  @Test func costReportCountsTheProgram() throws {
    let cost = try Self.solvency().cost
    #expect(cost.rows == 4 && cost.variables == 7 && cost.columns == 3)
    #expect(cost.bound == .rows && cost.proofBytes < 700)
    #expect(cost.widest?.name.description == "line 19, assert 1")
    #expect(cost.work == cost.size.digitSlots + cost.size.linearSlots)
    #expect(cost.dearestTable?.name == "haircut" && cost.dearestTable?.decimals == 2)
  }
}
