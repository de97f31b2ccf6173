import MarginModel

/// The simplex method in exact fractions: minimise c.x subject to A x = b, lower <= x <= upper.
///
/// Two phases on one tableau with bounds kept outside it (Chvatal, Linear Programming, 1983, chapters 3 and 8). The entering column is
/// the steepest one until steps stop moving, then the first one (Bland 1977), so it ends. For the tens to hundreds of columns that chosen
/// values bring; the work is rows times columns a step.
package struct BoundedSimplex {
  package enum Outcome {
    /// A vertex of least objective.
    case optimal([Rational])
    /// A point within the bounds that misses the rows by as little in total as any.
    case infeasible([Rational])
  }

  private let columns: Int
  private let lower: [Rational]
  private let upper: [Rational]
  /// B^-1 A; artificial columns are not kept, since none comes back.
  private var rows: [[Rational]]
  /// The basic column of each row; from `columns` on an artificial one.
  private var basis: [Int]
  /// The value of each row's basic column.
  private var values: [Rational]
  private var isBasic: [Bool]
  private var isAtUpper: [Bool]
  /// Reduced costs of the phase's objective.
  private var costs: [Rational] = []

  private static let patience = 40

  /// - Parameters:
  ///   - objective: c, one per column.
  ///   - rows: A.
  ///   - constants: b, one per row.
  ///   - lower: at most `upper`, both per column.
  package static func minimise(
    _ objective: [Rational], rows: [[Rational]], equal constants: [Rational], lower: [Rational], upper: [Rational]
  ) -> Outcome {
    var simplex = BoundedSimplex(rows, constants, lower, upper)
    simplex.costs = simplex.artificialCosts()
    simplex.run()
    let miss = zip(simplex.basis, simplex.values).reduce(Rational(0)) { $1.0 < simplex.columns ? $0 : $0 + $1.1 }
    guard miss.isZero else { return .infeasible(simplex.point) }
    simplex.expelArtificials()
    simplex.costs = objective
    for (row, column) in simplex.basis.enumerated() where column < simplex.columns { simplex.eliminate(column, by: row) }
    simplex.run()
    return .optimal(simplex.point)
  }

  private init(_ rows: [[Rational]], _ constants: [Rational], _ lower: [Rational], _ upper: [Rational]) {
    columns = lower.count
    self.lower = lower
    self.upper = upper
    self.rows = rows
    basis = rows.indices.map { lower.count + $0 }
    values = constants
    isBasic = Array(repeating: false, count: columns)
    isAtUpper = isBasic
    for row in rows.indices {
      for column in 0..<columns where !rows[row][column].isZero { values[row] -= rows[row][column] * lower[column] }
      guard values[row].signum < 0 else { continue }
      values[row] = -values[row]
      for column in 0..<columns where !rows[row][column].isZero { self.rows[row][column] = -rows[row][column] }
    }
  }

  /// The current values of all columns.
  private var point: [Rational] {
    var point = (0..<columns).map { isAtUpper[$0] ? upper[$0] : lower[$0] }
    for (row, column) in basis.enumerated() where column < columns { point[column] = values[row] }
    return point
  }

  /// What the sum of the artificial columns gains by each column.
  private func artificialCosts() -> [Rational] {
    var costs = [Rational](repeating: 0, count: columns)
    for row in rows.indices where basis[row] >= columns {
      for column in 0..<columns where !rows[row][column].isZero { costs[column] -= rows[row][column] }
    }
    return costs
  }

  private mutating func run() {
    var stalled = 0
    while let column = entering(first: stalled > Self.patience) {
      stalled = step(column) ? 0 : stalled + 1
    }
  }

  /// A nonbasic column that improves the objective away from the bound it is at.
  private func entering(first: Bool) -> Int? {
    var best: (column: Int, gain: Rational)?
    for column in 0..<columns where !isBasic[column] && lower[column] < upper[column] {
      let gain = isAtUpper[column] ? costs[column] : -costs[column]
      guard gain.signum > 0 else { continue }
      if first { return column }
      if best.map({ gain > $0.gain }) ?? true { best = (column, gain) }
    }
    return best?.column
  }

  /// Moves a column from its bound as far as everything stays within bounds.
  ///
  /// - Returns: whether it moved at all.
  private mutating func step(_ column: Int) -> Bool {
    let direction: Rational = isAtUpper[column] ? -1 : 1
    var reach = upper[column] - lower[column]
    var leaving: (row: Int, toUpper: Bool)?
    for row in rows.indices where !rows[row][column].isZero {
      // The row's basic column moves by -rate a unit of the entering one.
      let rate = rows[row][column] * direction
      let basic = basis[row]
      let room: Rational
      if rate.signum > 0 {
        room = (values[row] - (basic < columns ? lower[basic] : 0)) / rate
      } else {
        guard basic < columns else { continue }
        room = (values[row] - upper[basic]) / rate
      }
      if room < reach || (room == reach && leaving.map { basic < basis[$0.row] } ?? false) {
        reach = room
        leaving = (row, rate.signum < 0)
      }
    }
    for row in rows.indices where !rows[row][column].isZero { values[row] -= rows[row][column] * direction * reach }
    guard let (row, toUpper) = leaving else {
      isAtUpper[column].toggle()
      return reach.signum > 0
    }
    let entered = (isAtUpper[column] ? upper[column] : lower[column]) + direction * reach
    if basis[row] < columns {
      isBasic[basis[row]] = false
      isAtUpper[basis[row]] = toUpper
    }
    enter(column, in: row, at: entered)
    return reach.signum > 0
  }

  private mutating func enter(_ column: Int, in row: Int, at value: Rational) {
    let scale = rows[row][column].reciprocal
    if scale != 1 { for place in 0..<columns where !rows[row][place].isZero { rows[row][place] *= scale } }
    basis[row] = column
    values[row] = value
    isBasic[column] = true
    isAtUpper[column] = false
    let pivot = rows[row]
    let places = pivot.indices.filter { !pivot[$0].isZero }
    for other in rows.indices where other != row && !rows[other][column].isZero {
      let factor = rows[other][column]
      for place in places { rows[other][place] -= factor * pivot[place] }
    }
    eliminate(column, by: row)
  }

  /// Makes a basic column's cost 0.
  private mutating func eliminate(_ column: Int, by row: Int) {
    guard !costs[column].isZero else { return }
    let factor = costs[column]
    for place in 0..<columns where !rows[row][place].isZero { costs[place] -= factor * rows[row][place] }
  }

  /// Takes artificial columns, all 0 now, out of the basis; a row without another column says nothing and stays as it is.
  private mutating func expelArtificials() {
    for row in rows.indices where basis[row] >= columns {
      guard let column = (0..<columns).first(where: { !isBasic[$0] && !rows[row][$0].isZero }) else { continue }
      enter(column, in: row, at: isAtUpper[column] ? upper[column] : lower[column])
    }
  }
}
