import BigInt
import ProofSystem
import Testing
import TestSupport

@Suite("Rows that could wrap")
struct ProgramBoundTests {
  static let order = (BigInt(1) << 256) - BigInt("432420386565659656852420866394968145599")

  private func integer(_ value: BigInt) throws -> Int256 { try #require(Int256(exactly: value)) }

  @Test("the limit is the order's half, exactly") func limit() throws {
    for sign in [BigInt(1), -1] {
      let below = ProgramTests.row([:], [:], try integer(sign * (Self.order - 1) / 2))
      let above = ProgramTests.row([:], [:], try integer(sign * (Self.order + 1) / 2))
      #expect(throws: Never.self) { try Program(baseBits: 1, columns: [], digits: [], rows: [below], projection: nil) }
      #expect(throws: ProgramError.rowCouldWrap(row: 1)) {
        try Program(baseBits: 1, columns: [], digits: [], rows: [below, above], projection: nil)
      }
    }
  }

  @Test("sums that vanish modulo 2^256, 2^512 or the order are not small") func vanishing() throws {
    let rest = try integer(Self.order - (BigInt(1) << 255))
    for (digits, row) in [
      ([3, 3], ProgramTests.row([:], [0: .min, 1: .min], 0)),
      ([1, 1], ProgramTests.row([:], [0: .min, 1: rest], 0)),
      ([248, 248], ProgramTests.row([:], [0: .min, 1: .max], .min)),
      ([1], ProgramTests.row([:], [0: .min], .min)),
    ] {
      #expect(throws: ProgramError.rowCouldWrap(row: 0)) {
        try Program(baseBits: 1, columns: [], digits: digits, rows: [row], projection: nil)
      }
    }
    // A bound beyond 2^256 of a column must not come out small either.
    let wide = ProgramTests.row([0: 1], [0: .min, 1: .min], 0)
    #expect(throws: ProgramError.rowCouldWrap(row: 0)) {
      try Program(baseBits: 1, columns: ["a"], digits: [2, 2], rows: [wide], projection: nil)
    }
  }

  @Test("agrees with arbitrary precision") func model() throws {
    var generator = SeededGenerator.fromEnvironment()
    let replay: Comment = "SEED=\(generator.seed)"
    var verdicts: Set<Bool> = []
    for _ in 0..<1500 {
      let parts = try Self.parts(&generator)
      let expected = Self.isSound(parts)
      verdicts.insert(expected)
      #expect(((try? parts.program()) != nil) == expected, replay)
    }
    #expect(verdicts.count == 2, replay)
  }

  /// A program whose sums lie around the limit.
  private static func parts(_ generator: inout SeededGenerator) throws -> ProgramTests.Parts {
    func coefficient(_ bits: ClosedRange<Int>) throws -> Int256 {
      let magnitude = (BigInt(1) << Int.random(in: bits, using: &generator)) + BigInt(Int.random(in: -1...1, using: &generator))
      let value = magnitude == 0 ? 1 : magnitude
      return try #require(Int256(exactly: Bool.random(using: &generator) ? value : -value))
    }
    let bits = Int.random(in: 1...16, using: &generator)
    let count = Int.random(in: 1...3, using: &generator)
    let digits = (0..<2 * count).map { _ in Int.random(in: 1...248 / bits, using: &generator) }
    var rows: [Program.Row] = []
    for column in 0..<count {
      rows.append(
        ProgramTests.row(
          [column: Bool.random(using: &generator) ? 1 : -1], [column: try coefficient(0...20)], try coefficient(0...100)))
    }
    var positions: [Int: Int256] = [:]
    for column in 0..<count { positions[column] = try coefficient(0...60) }
    rows.append(ProgramTests.row(positions, [count: try coefficient(0...254)], try coefficient(0...254)))
    return ProgramTests.Parts(
      bits: bits, columns: (0..<count).map { "c\($0)" }, digits: digits, rows: rows, projection: nil)
  }

  private static func isSound(_ parts: ProgramTests.Parts) -> Bool {
    func magnitude(_ value: Int256) -> BigInt {
      abs(BigInt(value.description) ?? 0)
    }
    func slack(_ row: Program.Row) -> BigInt {
      row.variables.reduce(magnitude(row.constant)) {
        $0 + magnitude($1.coefficient) * ((BigInt(1) << (parts.bits * parts.digits[$1.index])) - 1)
      }
    }
    var bounds: [Int: BigInt] = [:]
    for row in parts.rows where row.positions.count == 1 && magnitude(row.positions[0].coefficient) == 1 {
      let index = row.positions[0].index
      bounds[index] = min(bounds[index] ?? slack(row), slack(row))
    }
    return parts.rows.allSatisfy { row in
      row.positions.allSatisfy { bounds[$0.index] != nil }
        && 2 * (slack(row) + row.positions.reduce(0) { $0 + magnitude($1.coefficient) * (bounds[$1.index] ?? 0) }) < order
    }
  }
}
