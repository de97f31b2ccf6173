import ProofSystem
import Secp256k1
import Testing
import TestSupport

@Suite("Random programs")
struct RandomProgramTests {
  /// A program around random positions, direct or projected, with the variables that satisfy it.
  private static func instance(_ generator: inout SeededGenerator) throws -> (
    program: Program, positions: [Int256], variables: [Int256]
  ) {
    let bits = Int.random(in: 1...9, using: &generator)
    let isProjected = Int.random(in: 0..<4, using: &generator) == 0
    let limit = 1 << Int.random(in: 1...30, using: &generator)
    let positions = (0..<Int.random(in: 0...6, using: &generator)).map { _ in
      [-limit, limit - 1, 0, Int.random(in: -limit..<limit, using: &generator)].randomElement(using: &generator) ?? 0
    }
    func width(_ value: Int) -> Int { (64 - (value | 1).leadingZeroBitCount + bits - 1) / bits }
    var digits: [Int] = []
    var variables: [Int] = []
    var rows: [Program.Row] = []
    for _ in 0..<Int.random(in: 0...4, using: &generator) {
      var weights: [Int: Int] = [:]
      for column in positions.indices where Bool.random(using: &generator) {
        weights[column] = Int.random(in: 1...1 << 20, using: &generator) * (Bool.random(using: &generator) ? 1 : -1)
      }
      let value = weights.reduce(0) { $0 + $1.value * positions[$1.key] }
      let slack = Int.random(in: 0...limit, using: &generator)
      rows.append(ProgramTests.row(weights.mapValues { Int256(Int64($0)) }, [digits.count: -1], Int256(Int64(slack - value))))
      digits.append(width(slack))
      variables.append(slack)
    }
    var projection: Program.Projection?
    if isProjected {
      let total = positions.reduce(1) { $0 + abs($1) }
      projection = Program.Projection(rows: 128, digits: width(2 * total))
    } else {
      for (column, position) in positions.enumerated() {
        rows.append(ProgramTests.row([column: 1], [digits.count: -1], Int256(Int64(limit))))
        digits.append(width(2 * limit))
        variables.append(position + limit)
      }
    }
    let program = try Program(
      baseBits: bits, columns: positions.indices.map { "r\($0)" }, digits: digits, rows: rows, projection: projection)
    return (program, positions.map { Int256(Int64($0)) }, variables.map { Int256(Int64($0)) })
  }

  @Test("true statements are proved and verified, alone and together; spoiled ones are not") func roundTrip() throws {
    var generator = SeededGenerator.fromEnvironment()
    let replay: Comment = "SEED=\(generator.seed)"
    var items: [(statement: Statement, proof: [UInt8])] = []
    for _ in 0..<24 {
      let (program, positions, variables) = try Self.instance(&generator)
      let blinding = Scalar(UInt64.random(in: 1...UInt64.max, using: &generator))
      let point = PositionCommitment.point(columns: program.columns, positions: positions, blinding: blinding)
      let statement = Statement(program: program, context: [1, 2], commitment: try #require(point.compressed))
      let proof = try FeasibilityProof.prove(
        statement, witness: Witness(positions: positions, blinding: blinding, variables: variables))
      #expect(throws: Never.self, replay) { try FeasibilityProof.verify(proof, for: statement) }
      var spoiled = proof
      spoiled[Int.random(in: 0..<proof.count, using: &generator)] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
      #expect(throws: VerificationError.self, replay) { try FeasibilityProof.verify(spoiled, for: statement) }
      items.append((statement, proof))
    }
    #expect(FeasibilityProof.verifyBatch(items) == items.map { _ in nil }, replay)
  }

  @Test("any bytes are refused without a trap") func noise() throws {
    var generator = SeededGenerator.fromEnvironment()
    let fixture = try Fixture("one-bit")
    for _ in 0..<500 {
      let count = Bool.random(using: &generator) ? fixture.proof.count : Int.random(in: 0...600, using: &generator)
      let noise = (0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) }
      #expect(throws: VerificationError.self, "SEED=\(generator.seed)") {
        try FeasibilityProof.verify(noise, for: fixture.statement)
      }
      #expect(throws: ProgramError.self, "SEED=\(generator.seed)") { try Program(encoded: noise) }
    }
  }
}
