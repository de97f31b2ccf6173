import ProofSystem
import Secp256k1
import SystemCryptography
import Testing

/// A seeded source that keeps what it gave.
struct RecordingSource: ScalarSource {
  var drawn: [Scalar] = []
  private var source: SeededScalars

  init(_ seed: String) { source = SeededScalars(seed: Array(seed.utf8)) }

  mutating func next() -> Scalar {
    let scalar = source.next()
    drawn.append(scalar)
    return scalar
  }
}

@Suite("Proving")
struct ProvingTests {
  /// x_0 + x_1 = D_0 < 2^12, each position in -128 ..< 128.
  private static func direct() throws -> Program {
    try Program(
      baseBits: 4, columns: ["a", "b"], digits: [3, 2, 2],
      rows: [
        ProgramTests.row([0: 1, 1: 1], [0: -1], 0), ProgramTests.row([0: 1], [1: -1], 128), ProgramTests.row([1: 1], [2: -1], 128),
      ], projection: nil)
  }

  /// |x_i| < 256 by projection; honest positions below 128 in sum.
  private static func projected() throws -> Program {
    try Program(
      baseBits: 4, columns: ["a", "b"], digits: [3], rows: [ProgramTests.row([0: 1, 1: 1], [0: -1], 0)],
      projection: Program.Projection(rows: 128, digits: 2))
  }

  private static let blinding = Scalar(0x1234_5678_9abc)

  private static func statement(_ program: Program, _ positions: [Int256]) throws -> Statement {
    let point = PositionCommitment.point(columns: program.columns, positions: positions, blinding: blinding)
    return Statement(program: program, context: [7], commitment: try #require(point.compressed))
  }

  /// What is thrown for a witness, after how many draws.
  private func refusal(_ statement: Statement, _ positions: [Int256], _ variables: [Int256], blinding: Scalar = Self.blinding) -> (
    ProvingError?, draws: Int
  ) {
    var source = RecordingSource("refusal")
    do {
      _ = try FeasibilityProof.prove(
        statement, witness: Witness(positions: positions, blinding: blinding, variables: variables), randomness: &source)
      return (nil, source.drawn.count)
    } catch {
      return (error, source.drawn.count)
    }
  }

  @Test("a witness of other lengths") func counts() throws {
    let statement = try Self.statement(try Self.direct(), [3, 4])
    #expect(refusal(statement, [3, 4], [7, 131, 132]).0 == nil)
    #expect(refusal(statement, [3], [7, 131, 132]).0 == .positionCountWrong(expected: 2, actual: 1))
    #expect(refusal(statement, [3, 4, 0], [7, 131, 132]).0 == .positionCountWrong(expected: 2, actual: 3))
    #expect(refusal(statement, [3, 4], [7, 131]).0 == .variableCountWrong(expected: 3, actual: 2))
    #expect(refusal(statement, [3, 4], [7, 131, 132, 0]).0 == .variableCountWrong(expected: 3, actual: 4))
  }

  @Test("a row that does not hold, a variable out of range, another commitment") func witness() throws {
    let statement = try Self.statement(try Self.direct(), [3, 4])
    #expect(refusal(statement, [3, 4], [8, 131, 132]) == (.rowFails(row: 0), 0))
    #expect(refusal(statement, [3, 4], [7, 131, 133]) == (.rowFails(row: 2), 0))
    #expect(refusal(statement, [3, 4], [-1, 131, 132]) == (.variableOutOfRange(variable: 0), 0))
    #expect(refusal(statement, [3, 4], [4096, 131, 132]) == (.variableOutOfRange(variable: 0), 0))
    #expect(refusal(statement, [3, 4], [7, 256, 132]) == (.variableOutOfRange(variable: 1), 0))
    #expect(refusal(statement, [.min, .max], [.max, .min, 0]) == (.variableOutOfRange(variable: 0), 0))
    #expect(refusal(statement, [3, 4], [7, 131, 132], blinding: .one) == (.commitmentMismatch, 0))
    #expect(refusal(statement, [4, 3], [7, 132, 131]) == (.commitmentMismatch, 0))
    let malformed = Statement(program: statement.program, context: [], commitment: [])
    #expect(refusal(malformed, [3, 4], [7, 131, 132]) == (.commitmentMismatch, 0))
    let zero = Statement(program: statement.program, context: [], commitment: [UInt8](repeating: 0, count: 33))
    #expect(refusal(zero, [0, 0], [0, 128, 128], blinding: .zero) == (.commitmentMismatch, 0))
  }

  @Test("positions beyond the projection's bound stop before anything is drawn") func bound() throws {
    let program = try Self.projected()
    for positions in [[64, 64], [128, 0], [-100, 100], [.min, .min], [.max, 1]] as [[Int256]] {
      let statement = try Self.statement(program, positions)
      #expect(refusal(statement, positions, [0]) == (.projectionBoundExceeded, 0))
    }
    let statement = try Self.statement(program, [100, -27])
    #expect(refusal(statement, [100, -27], [73]).0 == nil)
  }

  @Test("a refusal names no secret") func silence() throws {
    let program = try Self.direct()
    let statement = try Self.statement(program, [87, -41])
    let errors = [
      refusal(statement, [87, -41], [47, 215, 87]).0, refusal(statement, [87, -41], [9876, 215, 87]).0,
      refusal(statement, [86, -41], [45, 214, 87]).0,
      refusal(try Self.statement(try Self.projected(), [9999, 87]), [9999, 87], [46]).0,
    ]
    for error in errors {
      let error = try #require(error)
      let text = "\(error) \(String(reflecting: error))"
      for secret in ["87", "41", "47", "215", "9876", "86", "45", "214", "9999", "46", Self.blinding.bytes.hex] {
        #expect(!text.contains(secret), "\(text) contains \(secret)")
      }
      #expect(!error.description.contains("\n") && error.description.hasPrefix("proving: "))
    }
  }

  @Test("randomness is drawn once for each use, and never twice the same") func draws() throws {
    let program = try Self.projected()
    let statement = try Self.statement(program, [3, 4])
    var source = RecordingSource("draws")
    _ = try FeasibilityProof.prove(
      statement, witness: Witness(positions: [3, 4], blinding: Self.blinding, variables: [7]), randomness: &source)
    let layout = program.layout
    #expect(source.drawn.count == 3 + layout.digitBlocks + layout.linearBlocks + 2 * layout.rounds)
    #expect(Set(source.drawn).count == source.drawn.count)
  }

  @Test("two proofs of one statement share no message and no scalar") func fresh() throws {
    let program = try Self.direct()
    let statement = try Self.statement(program, [3, 4])
    let layout = program.layout
    var parts: [[UInt8]] = []
    for _ in 0..<2 {
      let proof = try FeasibilityProof.prove(
        statement, witness: Witness(positions: [3, 4], blinding: Self.blinding, variables: [7, 131, 132]))
      try FeasibilityProof.verify(proof, for: statement)
      var rest = proof[...]
      for size in [Int](repeating: 33, count: layout.pointCount) + [Int](repeating: 32, count: layout.scalarCount) {
        parts.append([UInt8](rest.prefix(size)))
        rest = rest.dropFirst(size)
      }
    }
    #expect(Set(parts).count == parts.count)
  }

  @Test("commitments add") func additive() throws {
    let columns = ["a", "b"]
    let (one, two) = (Scalar(5), Scalar(9))
    let first = PositionCommitment.point(columns: columns, positions: [3, -4], blinding: one)
    let second = PositionCommitment.point(columns: ["b", "c"], positions: [10, 1], blinding: two)
    let sum = PositionCommitment.point(columns: ["a", "b", "c"], positions: [3, 6, 1], blinding: one + two)
    #expect((Point(first) + Point(second)).affine() == sum)
    #expect(PositionCommitment.point(columns: columns, positions: [0, 0], blinding: .zero).isInfinity)
  }
}
