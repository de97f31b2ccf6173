import ProofSystem
import Secp256k1
import Testing
import TestSupport

@Suite("Coefficients by columns")
struct CoefficientColumnsTests {
  private static let edges: [Int256] = [
    1, -1, 2, Int256(.min), Int256(.max), .min, .max, power(of: 63), power(of: 64), Int256(exactly: -(Int128(1) << 64)) ?? 0,
    power(of: 128),
    Int256(exactly: UInt64.max) ?? 0, Int256(exactly: -Int128(UInt64.max)) ?? 0,
  ]

  private static func power(of exponent: Int) -> Int256 {
    // Doubled out of range at most once, where -2^255 stands for itself.
    (0..<exponent).reduce(1) { value, _ in value.adding(value) ?? .min }
  }

  private static func coefficient(_ generator: inout SeededGenerator) -> Int256 {
    guard Bool.random(using: &generator) else { return edges.randomElement(using: &generator) ?? 1 }
    return Int256(Int64.random(in: 1...Int64.max, using: &generator) >> Int64.random(in: 0..<62, using: &generator) | 1)
  }

  private static func rows(_ count: Int, positions: Int, variables: Int, _ generator: inout SeededGenerator) -> [Program.Row] {
    func terms(_ count: Int) -> [Program.Term] {
      let density = Int.random(in: 0...4, using: &generator)
      return (0..<count).filter { _ in Int.random(in: 0..<4, using: &generator) < density }.map {
        Program.Term(index: $0, coefficient: coefficient(&generator))
      }
    }
    return (0..<count).map { _ in
      Program.Row(
        positions: terms(positions), variables: terms(variables),
        constant: Bool.random(using: &generator) ? coefficient(&generator) : 0)
    }
  }

  private static func scalars(_ count: Int, _ generator: inout SeededGenerator) -> [Scalar] {
    (0..<count).map { _ in
      let bytes = (0..<32).map { _ in UInt8.random(in: 0...255, using: &generator) }
      return [Scalar.zero, .one, -.one, Scalar(reducing: bytes)].randomElement(using: &generator) ?? .one
    }
  }

  @Test("rows come back as given; sums of columns and rows agree with term-by-term ones") func random() {
    var generator = SeededGenerator.fromEnvironment()
    for _ in 0..<200 {
      let (positions, variables) = (Int.random(in: 0...9, using: &generator), Int.random(in: 0...9, using: &generator))
      let rows = Self.rows(Int.random(in: 0...12, using: &generator), positions: positions, variables: variables, &generator)
      let columns = CoefficientColumns(rows, positionCount: positions, variableCount: variables)
      let replay: Comment = "SEED=\(generator.seed)"
      #expect(columns.rows == rows, replay)

      let weights = Self.scalars(rows.count, &generator)
      var sums = [Scalar](repeating: .zero, count: positions + variables + 1)
      for (row, weight) in zip(rows, weights) {
        for term in row.positions { sums[term.index] += weight * Scalar(residueOf: term.coefficient) }
        for term in row.variables { sums[positions + term.index] += weight * Scalar(residueOf: term.coefficient) }
        sums[positions + variables] += weight * Scalar(residueOf: row.constant)
      }
      #expect(columns.weightedSums(weights) == sums, replay)

      let (x, d) = (Self.scalars(positions, &generator), Self.scalars(variables, &generator))
      let failing = rows.firstIndex { row in
        var sum = Scalar(residueOf: row.constant)
        for term in row.positions { sum += x[term.index] * Scalar(residueOf: term.coefficient) }
        for term in row.variables { sum += d[term.index] * Scalar(residueOf: term.coefficient) }
        return !sum.isZero
      }
      #expect(columns.firstFailingRow(positions: x, variables: d) == failing, replay)
    }
  }

  @Test("every edge alone in a row", arguments: edges.indices) func edge(_ index: Int) {
    let edge = Self.edges[index]
    let rows = [
      Program.Row(positions: [Program.Term(index: 0, coefficient: edge)], variables: [], constant: edge),
      Program.Row(positions: [], variables: [Program.Term(index: 0, coefficient: edge)], constant: 0),
    ]
    let columns = CoefficientColumns(rows, positionCount: 1, variableCount: 1)
    #expect(columns.rows == rows)
    let residue = Scalar(residueOf: edge)
    #expect(columns.weightedSums([.one, -.one]) == [residue, -residue, residue])
    #expect(columns.firstFailingRow(positions: [-.one], variables: [.zero]) == nil)
    #expect(columns.firstFailingRow(positions: [.one], variables: [.zero]) == 0)
    #expect(columns.firstFailingRow(positions: [-.one], variables: [.one]) == 1)
  }

  @Test("many rows add up without a carry lost") func many() {
    let term = Program.Term(index: 0, coefficient: Int256(exactly: UInt64.max) ?? 0)
    let rows = [Program.Row](repeating: Program.Row(positions: [term], variables: [], constant: 0), count: 5000)
    let columns = CoefficientColumns(rows, positionCount: 1, variableCount: 0)
    let expected = Scalar(5000) * Scalar(.max)
    #expect(columns.weightedSums([Scalar](repeating: -.one, count: rows.count)) == [-expected, .zero])
  }
}
