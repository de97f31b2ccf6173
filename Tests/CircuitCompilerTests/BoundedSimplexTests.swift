import CircuitCompiler
import MarginModel
import Testing
import TestSupport

/// The exact simplex method against every vertex of small programs.
@Suite struct BoundedSimplexTests {
  /// Two rows, five columns: small enough to list all vertices.
  private struct SmallProgram {
    let rows: [[Rational]]
    let constants: [Rational]
    let objective: [Rational]
    let lower: [Rational]
    let upper: [Rational]

    init(using random: inout SeededGenerator) {
      func number(_ range: ClosedRange<Int>) -> Rational { Rational(Int.random(in: range, using: &random)) }
      let rows: [[Rational]] = (0..<2).map { _ in (0..<5).map { _ in number(-3...3) } }
      (self.rows, constants, objective) = (rows, (0..<2).map { _ in number(-9...9) }, (0..<5).map { _ in number(-4...4) })
      let lower = (0..<5).map { _ in number(-2...2) }
      self.lower = lower
      upper = lower.map { $0 + number(0...4) / 2 }
    }

    func value(_ row: Int, _ point: [Rational]) -> Rational { zip(rows[row], point).reduce(0) { $0 + $1.0 * $1.1 } }

    func cost(_ point: [Rational]) -> Rational { zip(objective, point).reduce(0) { $0 + $1.0 * $1.1 } }

    func isFeasible(_ point: [Rational]) -> Bool {
      (0..<2).allSatisfy { value($0, point) == constants[$0] } && isWithinBounds(point)
    }

    func isWithinBounds(_ point: [Rational]) -> Bool {
      zip(point, zip(lower, upper)).allSatisfy { $1.0 <= $0 && $0 <= $1.1 }
    }

    /// The least cost over all vertices, nil when there is none; also nil in `isRegular` when the rows depend on each other.
    func leastCost() -> (isRegular: Bool, cost: Rational?) {
      var (isRegular, best): (Bool, Rational?) = (false, nil)
      for first in 0..<5 {
        for second in first + 1..<5 {
          let determinant = rows[0][first] * rows[1][second] - rows[0][second] * rows[1][first]
          guard !determinant.isZero else { continue }
          isRegular = true
          let others = (0..<5).filter { $0 != first && $0 != second }
          for corner in 0..<8 {
            var point = lower
            for (bit, column) in others.enumerated() where corner >> bit & 1 == 1 { point[column] = upper[column] }
            point[first] = 0
            point[second] = 0
            let rest = (0..<2).map { constants[$0] - value($0, point) }
            point[first] = (rest[0] * rows[1][second] - rest[1] * rows[0][second]) / determinant
            point[second] = (rest[1] * rows[0][first] - rest[0] * rows[1][first]) / determinant
            if isFeasible(point) { best = min(best ?? cost(point), cost(point)) }
          }
        }
      }
      return (isRegular, best)
    }
  }

  @Test func findsTheBestVertexOrSaysThatThereIsNone() throws {
    var random = SeededGenerator.fromEnvironment()
    let seed = random.seed
    var (solved, refused) = (0, 0)
    for _ in 0..<3000 {
      let program = SmallProgram(using: &random)
      let (isRegular, best) = program.leastCost()
      guard isRegular else { continue }
      let outcome = BoundedSimplex.minimise(
        program.objective, rows: program.rows, equal: program.constants, lower: program.lower, upper: program.upper)
      switch outcome {
      case .optimal(let point):
        solved += 1
        #expect(program.isFeasible(point), "SEED=\(seed) \(program)")
        #expect(program.cost(point) == best, "SEED=\(seed) \(program)")
      case .infeasible(let point):
        refused += 1
        #expect(best == nil && program.isWithinBounds(point), "SEED=\(seed) \(program)")
      }
    }
    #expect(solved > 100 && refused > 100, "\(solved) \(refused)")
  }

  /// Chvatal's cycling example (1983, page 31): the steepest column alone would go round for ever.
  @Test func endsWhereTheSteepestColumnCycles() {
    let rows: [[Rational]] = [
      [1, 0, 0, Rational(1) / 2, Rational(-11) / 2, Rational(-5) / 2, 9],
      [0, 1, 0, Rational(1) / 2, Rational(-3) / 2, Rational(-1) / 2, 1], [0, 0, 1, 1, 0, 0, 0],
    ]
    let outcome = BoundedSimplex.minimise(
      [0, 0, 0, -10, 57, 9, 24], rows: rows, equal: [0, 0, 1], lower: Array(repeating: 0, count: 7),
      upper: Array(repeating: 1_000_000, count: 7))
    guard case .optimal(let point) = outcome else {
      Issue.record("a feasible program was refused")
      return
    }
    #expect(point[3] * 10 - point[4] * 57 - point[5] * 9 - point[6] * 24 == 1)
  }

  @Test func dependentRowsAreNoFault() {
    let outcome = BoundedSimplex.minimise([1, 2], rows: [[1, 1], [2, 2]], equal: [3, 6], lower: [0, 0], upper: [2, 5])
    guard case .optimal(let point) = outcome else {
      Issue.record("a feasible program was refused")
      return
    }
    #expect(point == [2, 1])
  }
}
