import ProofSystem

/// A made-up margin rule of the plain kind, and a hedged book that satisfies it: in each of S scenarios, what N instruments are worth
/// is not below zero.
///
///     sum_i a_ji x_i - D_j = 0,   0 <= D_j < 2^64,   sum |x_i| < 2^47
///
/// Options on one coin, a perpetual that hedges them, and dollars. Amounts are in ten thousandths of a dollar a lot.
struct ScenarioBook {
  let program: Program
  let positions: [Int256]
  let variables: [Int256]

  /// What a lot of a tenth of a coin at 77,000 dollars is worth.
  private static let lotValue: Int64 = 77_000_000
  /// A lot of dollars is one cent.
  private static let cent: Int64 = 100

  init(instruments: Int, scenarios: Int) throws {
    let matrix = Self.matrix(instruments: instruments, scenarios: scenarios)
    let lots = Self.lots(matrix, instruments: instruments)
    let worths = matrix.map { row in zip(row, lots).reduce(0) { $0 + $1.0 * $1.1 } }
    let rows = matrix.enumerated().map { number, row in
      Program.Row(
        positions: row.enumerated().map { Program.Term(index: $0.offset, coefficient: Int256($0.element)) },
        variables: [Program.Term(index: number, coefficient: -1)], constant: 0)
    }
    program = try Program(
      baseBits: 8, columns: (0..<instruments).map { "0.1 OPTION-\($0)" }, digits: [Int](repeating: 8, count: scenarios), rows: rows,
      projection: Program.Projection(rows: 128, digits: 6))
    positions = lots.map { Int256($0) }
    variables = worths.map { Int256($0) }
  }

  /// Profit of a lot of each instrument in each scenario, by delta, gamma, vega and a remainder; no entry is zero.
  private static func matrix(instruments: Int, scenarios: Int) -> [[Int64]] {
    var numbers = SeededNumbers(seed: UInt64(instruments << 16 + scenarios))
    // In thousandths.
    let greeks = (0..<instruments).map { _ in
      (
        delta: Int64.random(in: -1000...1000, using: &numbers), gamma: Int64.random(in: 0...800, using: &numbers),
        vega: Int64.random(in: 0...120, using: &numbers)
      )
    }
    return (0..<scenarios).map { _ in
      let move = Int64.random(in: -600...600, using: &numbers)
      let volatility = Int64.random(in: -300...400, using: &numbers)
      var row = greeks.map { greek in
        let thousandths = greek.delta * move + greek.gamma * move * move / 2000 + greek.vega * volatility
        let profit = lotValue / 1_000_000 * thousandths + Int64.random(in: -100_000...100_000, using: &numbers)
        return profit == 0 ? 1 : profit
      }
      row[instruments - 2] = lotValue / 1000 * (move == 0 ? 1 : move)
      row[instruments - 1] = cent
      return row
    }
  }

  /// Thousands of lots long and short, a perpetual against them, and dollars for the worst scenario and ten thousand more.
  private static func lots(_ matrix: [[Int64]], instruments: Int) -> [Int64] {
    var numbers = SeededNumbers(seed: 5)
    var lots = (0..<instruments).map { _ in Int64.random(in: 1...5000, using: &numbers) * (Bool.random(using: &numbers) ? 1 : -1) }
    lots[instruments - 1] = 0
    lots[instruments - 2] = 0
    func worth(_ row: [Int64]) -> Int64 { zip(row, lots).reduce(0) { $0 + $1.0 * $1.1 } }
    // The perpetual's lots that cancel the book's slope over all scenarios.
    let slope = matrix.reduce(into: (book: 0.0, perpetual: 0.0)) { sums, row in
      let move = Double(row[instruments - 2])
      sums.book += Double(worth(row)) * move
      sums.perpetual += move * move
    }
    lots[instruments - 2] = -Int64(slope.book / slope.perpetual)
    let worst = matrix.map(worth).min() ?? 0
    lots[instruments - 1] = max(0, -worst / cent) + 1_000_000
    return lots
  }
}
