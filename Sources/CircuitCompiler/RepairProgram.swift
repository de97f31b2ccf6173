import BigInt
import MarginModel

/// The cheapest change of a book under which a circuit's assertions hold.
///
/// A move changes positions at a public rate: paying in cash, or closing a position against it. With the book given, the circuit's own
/// rows are a linear program over the amounts of the moves, the chosen values and what depends on both. It is solved exactly, over all
/// real amounts; whole lots are the caller's.
package struct RepairProgram: Sendable {
  /// A change of the book that may be made in any amount from 0 to ``upper``.
  package struct Move: Sendable {
    /// Lots added to coordinates for one unit of the move.
    package let changes: [(coordinate: Int, lots: Rational)]
    package let upper: Rational
    /// What one unit costs; not negative.
    package let cost: Rational

    package init(changes: [(coordinate: Int, lots: Rational)], upper: Rational, cost: Rational) {
      (self.changes, self.upper, self.cost) = (changes, upper, cost)
    }
  }

  package struct Repair: Sendable {
    /// How much of each move.
    package let amounts: [Rational]
    /// No amounts within the limits cost less.
    package let cost: Rational
  }

  let bound: BoundCircuit
  let linear: LinearProgram

  /// - Throws: `CompileError` for a form that is not compiled, or an assertion on public values that fails.
  package init(_ bound: BoundCircuit) throws(CompileError) {
    self.bound = bound
    linear = try Lowering.program(bound, revealed: nil)
  }

  /// The program of a book and some moves.
  ///
  /// - Parameter lots: one per coordinate, each within its limit.
  package func problem(_ moves: [Move], lots: [Int64]) -> RepairProblem { RepairProblem(self, moves, lots) }
}

/// The linear program of one book and some moves, in the moves and the chosen values alone.
///
/// What a rule has to spare is concave in both, so at any point the pieces that decide there, of each max, part and tail, give a linear
/// function that is nowhere below it: a cut. The cheapest point under the cuts so far is tried, and where it breaks an assertion the
/// pieces that decide there are one cut more (Kelley, The cutting-plane method for solving convex programs, 1960). There are finitely many
/// pieces, so it ends, and since every number is exact it ends at the optimum.
package struct RepairProblem: Sendable {
  private let linear: LinearProgram
  private let costs: [Rational]
  private let moveCount: Int
  /// The largest amount of each move, then the largest number of steps of each chosen value.
  private var uppers: [Rational]
  /// Steps whose variables depend on a move or a chosen value, in order.
  private var steps: [LinearProgram.Step] = []
  /// By row: what positions, chosen values and fixed variables add up to over the unknowns, and the variables besides.
  private var rows: [Int: (known: LinearForm, open: [(index: Int, coefficient: Rational)])] = [:]
  private var equalities: [LinearForm] = []
  /// Forms that must not be negative.
  private var cuts: [LinearForm] = []
  /// Whether something that no move reaches fails already.
  private var isHopeless = false

  init(_ program: RepairProgram, _ moves: [RepairProgram.Move], _ lots: [Int64]) {
    linear = program.linear
    costs = moves.map(\.cost)
    moveCount = moves.count
    uppers = moves.map(\.upper)
    let follows = Self.follows(linear, moves)
    var fixed = IntegerValues(count: linear.columns + linear.variables.count)
    for (column, lots) in lots.enumerated() { fixed[column] = BigInt(lots) }
    var known = lots.map { LinearForm(constant: Rational($0)) } + Array(repeating: LinearForm(), count: linear.variables.count)
    for (number, move) in moves.enumerated() {
      for (column, lots) in move.changes { known[column] = known[column] + LinearForm(number, lots) }
    }
    for (_, variable) in linear.choices.sorted(by: { $0.key < $1.key }) {
      known[variable] = LinearForm(uppers.count, 1)
      uppers.append(Rational(linear.variables[variable - linear.columns].upper))
    }
    for step in linear.steps {
      guard !step.variables.contains(where: { follows[$0] }) else {
        steps.append(step)
        continue
      }
      if step.find(in: linear.rows, &fixed) != nil { isHopeless = true }
      for variable in step.variables { known[variable] = LinearForm(constant: Rational(fixed[variable])) }
    }
    let open = Set(steps.flatMap(\.variables))
    for row in Set(steps.flatMap(\.rows)) { rows[row] = linear.rows[row].row.split(known, open: open) }
    for (number, row) in linear.rows.enumerated() where rows[number] == nil && row.isEquality {
      let form = row.row.split(known, open: []).known
      if !form.isConstant { equalities.append(form) } else if !form.constant.isZero { isHopeless = true }
    }
    for column in Set(moves.flatMap { $0.changes.map(\.coordinate) }).sorted() {
      let limit = LinearForm(constant: Rational(program.bound.coordinates[column].limitInLots))
      cuts += [limit - known[column], limit + known[column]].filter { interval($0).lower.signum < 0 }
    }
  }

  /// Whether each column or variable depends on a move or on a chosen value.
  private static func follows(_ linear: LinearProgram, _ moves: [RepairProgram.Move]) -> [Bool] {
    var follows = [Bool](repeating: false, count: linear.columns + linear.variables.count)
    for variable in linear.choices.values { follows[variable] = true }
    for move in moves { for change in move.changes { follows[change.coordinate] = true } }
    for step in linear.steps {
      let depends = step.rows.contains { row in
        linear.rows[row].row.indices.contains { follows[$0] && !step.variables.contains($0) }
      }
      if depends { for variable in step.variables { follows[variable] = true } }
    }
    return follows
  }

  /// Minimises the cost of the moves subject to every assertion.
  ///
  /// Cuts stay for the next call, whatever its bounds.
  ///
  /// - Parameter bounds: for each move, a range within 0 to its ``RepairProgram/Move/upper``; nil for all of that.
  /// - Returns: nil when no amounts within the bounds satisfy the assertions, whatever the chosen values.
  package mutating func cheapest(within bounds: [(lower: Rational, upper: Rational)]? = nil) -> RepairProgram.Repair? {
    guard !isHopeless else { return nil }
    let lower = (bounds?.map(\.lower) ?? costs.map { _ in 0 }) + uppers.dropFirst(moveCount).map { _ in 0 }
    let upper = (bounds?.map(\.upper) ?? Array(uppers.prefix(moveCount))) + uppers.dropFirst(moveCount)
    if bounds == nil {
      // What decides where nothing is done, and where everything is, is likely to matter.
      for point in [lower, upper] { cuts += assertions(at: point).map(\.form) }
    }
    while let point = cheapest(lower, upper) {
      let broken = assertions(at: point).filter { $0.value.signum < 0 }
      guard !broken.isEmpty else {
        let amounts = Array(point.prefix(moveCount))
        return RepairProgram.Repair(amounts: amounts, cost: zip(amounts, costs).reduce(0) { $0 + $1.0 * $1.1 })
      }
      cuts += broken.map(\.form)
    }
    return nil
  }

  /// What each inequality has to spare at a point, and the form that says so there and is nowhere below it.
  private func assertions(at point: [Rational]) -> [(form: LinearForm, value: Rational)] {
    var assertions: [(form: LinearForm, value: Rational)] = []
    var found: [Int: (form: LinearForm, value: Rational)] = [:]
    /// A row without what is not found yet, times a factor: its value, then its form.
    func value(_ row: Int) -> Rational {
      guard let (known, open) = rows[row] else { return 0 }
      return open.reduce(known.value(point)) { sum, term in found[term.index].map { sum + term.coefficient * $0.value } ?? sum }
    }
    func form(_ row: Int, times factor: Rational) -> LinearForm {
      var builder = FormBuilder()
      guard let (known, open) = rows[row] else { return builder.form }
      builder.add(known, times: factor)
      for (index, coefficient) in open {
        if let form = found[index]?.form { builder.add(form, times: coefficient * factor) }
      }
      return builder.form
    }
    func coefficient(_ variable: Int, _ row: Int) -> Rational {
      rows[row]?.open.first { $0.index == variable }?.coefficient ?? 1
    }
    /// The variable that makes a row 0.
    func needed(_ variable: Int, _ row: Int) -> Rational { -value(row) / coefficient(variable, row) }
    func take(_ variable: Int, from row: Int, _ needed: Rational) {
      found[variable] = (form(row, times: -coefficient(variable, row).reciprocal), needed)
    }
    for step in steps {
      switch step {
      case .split(let row, let positive, let negative):
        let difference = needed(positive, row)
        if difference.signum > 0 { take(positive, from: row, difference) } else { take(negative, from: row, -difference) }
      case .gap(let indices, let variable):
        let all = indices.map { (row: $0, needed: needed(variable, $0)) }
        if let most = all.max(by: { $0.needed < $1.needed }), most.needed.signum > 0 { take(variable, from: most.row, most.needed) }
      case .threshold(let indices, let weights, let share, let variable):
        var losses = zip(indices, weights).map { (row: $0, weight: $1, needed: needed(variable, $0)) }
        losses.sort { $0.needed > $1.needed }
        var (reached, edge) = (Rational(0), losses.first)
        for loss in losses where reached < share { (reached, edge) = (reached + loss.weight, loss) }
        if let edge { take(variable, from: edge.row, edge.needed) }
      case .tail(let row, let variable):
        let beyond = needed(variable, row)
        if beyond.signum > 0 { take(variable, from: row, beyond) }
      case .slack(let row, let variable):
        guard linear.rows[row].assertion != nil else { continue }
        let form = form(row, times: -coefficient(variable, row).reciprocal)
        assertions.append((form, form.value(point)))
      }
    }
    return assertions
  }

  private func interval(_ form: LinearForm) -> (lower: Rational, upper: Rational) {
    var (lower, upper) = (form.constant, form.constant)
    for term in form.terms {
      let reach = term.coefficient * uppers[term.index]
      if reach.signum > 0 { upper += reach } else { lower += reach }
    }
    return (lower, upper)
  }

  /// The cheapest point under the cuts so far.
  private func cheapest(_ lower: [Rational], _ upper: [Rational]) -> [Rational]? {
    var upper = upper
    var (rows, constants): ([[Rational]], [Rational]) = ([], [])
    let columns = uppers.count + cuts.count
    for (number, form) in (cuts + equalities).enumerated() {
      // Whole numbers keep the fractions of the tableau short.
      let form = form.scaled(by: form.content.isZero ? 1 : form.content.reciprocal)
      var row = [Rational](repeating: 0, count: columns)
      for term in form.terms { row[term.index] = term.coefficient }
      if number < cuts.count {
        row[uppers.count + number] = -1
        upper.append(max(0, interval(form).upper))
      }
      rows.append(row)
      constants.append(-form.constant)
    }
    let objective = costs + [Rational](repeating: 0, count: columns - costs.count)
    let lower = lower + [Rational](repeating: 0, count: columns - lower.count)
    guard case .optimal(let point) = BoundedSimplex.minimise(objective, rows: rows, equal: constants, lower: lower, upper: upper)
    else { return nil }
    return Array(point.prefix(uppers.count))
  }
}

extension LinearForm {
  fileprivate func value(_ values: [Rational]) -> Rational {
    terms.reduce(constant) { $0 + $1.coefficient * values[$1.index] }
  }
}

extension IntegerRow {
  /// The row with known indices replaced by their forms, and the terms that stay open.
  fileprivate func split(
    _ known: [LinearForm], open: Set<Int>
  ) -> (known: LinearForm, open: [(index: Int, coefficient: Rational)]) {
    var builder = FormBuilder()
    builder.add(constantTerm)
    for (index, coefficient) in terms where !open.contains(index) { builder.add(known[index], times: coefficient) }
    return (builder.form, terms.filter { open.contains($0.index) })
  }
}
