import BigInt
import CircuitCompiler
import MarginModel

/// The cheapest closing of positions after which a rule holds.
///
///     minimise  sum_i cost_i y_i      over 0 <= y_i <= |x_i|, whole lots
///     such that the rule accepts      x_i - sign(x_i) y_i,  cash + sum_i (sign(x_i) price_i - cost_i) y_i
///
/// Solved exactly as a linear program over the rule's own rows, then brought to whole lots; the evaluator has the last word.
public struct LiquidationPlan: Sendable {
  public struct Leg: Sendable {
    public let id: String
    /// Before, in the instrument's own unit.
    public let held: Rational
    /// How much of it is closed, at most its magnitude.
    public let closed: Rational
    public let cost: Rational
    /// What selling brings in, or buying back takes, before costs.
    public let proceeds: Rational
  }

  /// The closed legs, dearest first.
  public let legs: [Leg]
  public let cost: Rational
  /// No closing costs less, in whole lots or parts of them.
  public let leastCost: Rational
  /// What the cash balance changes by, in its own unit, rounded down to its lot.
  public let cashChange: Rational
  public let isNeeded: Bool
  /// The book after the closing.
  public let lots: [Int64]
  public let report: MarginReport

  /// - Parameters:
  ///   - lots: the book.
  ///   - progress: told how many of at most how many programs are solved; in the end all of them.
  /// - Returns: nil when no closing satisfies the rule, or none of whole lots was found.
  /// - Throws: `CompileError`, `CircuitError`.
  public static func cheapest(
    _ bound: BoundCircuit, lots: [Int64], terms: TradingTerms, progress: (_ done: Int, _ of: Int) -> Void = { _, _ in }
  ) throws -> LiquidationPlan? {
    let check = BookCheck(bound, try ChoiceSearch(bound))
    let closing = Closing(bound, lots, terms)
    let before = try check.report(lots)
    guard !before.isSolvent else { return closing.plan([], least: 0, lots, before, isNeeded: false) }
    var search = try ClosingSearch(closing, check)
    guard let least = try search.run(progress), let best = search.best else { return nil }
    let after = closing.book(best.closed)
    return closing.plan(best.closed, least: least, after, try check.report(after), isNeeded: true)
  }
}

/// The legs of one book that may be closed.
struct Closing {
  let bound: BoundCircuit
  let lots: [Int64]
  let terms: TradingTerms
  /// Coordinates, in order.
  let open: [Int]
  let moves: [RepairProgram.Move]

  init(_ bound: BoundCircuit, _ lots: [Int64], _ terms: TradingTerms) {
    (self.bound, self.lots, self.terms) = (bound, lots, terms)
    open = lots.indices.filter { lots[$0] != 0 && terms.isTraded[$0] }
    moves = open.map { coordinate in
      let sign: Int64 = lots[coordinate].signum()
      let traded = Rational(-sign) * bound.coordinates[coordinate].lot
      return RepairProgram.Move(
        changes: [(coordinate, Rational(-sign)), (terms.cash.coordinate, terms.cashLots(coordinate, traded))],
        upper: Rational(Int64(clamping: lots[coordinate].magnitude)),
        cost: terms.costs[coordinate] * bound.coordinates[coordinate].lot)
    }
  }

  /// The book with some lots of each leg closed; cash is rounded down to its lot.
  func book(_ closed: [Int64]) -> [Int64] {
    var after = lots
    var cash: Rational = 0
    for (place, count) in closed.enumerated() where count != 0 {
      after[open[place]] -= lots[open[place]].signum() * count
      cash += moves[place].changes[1].lots * Rational(count)
    }
    let (sum, overflow) = after[terms.cash.coordinate].addingReportingOverflow(Int64(clamping: cash.floor()))
    after[terms.cash.coordinate] = overflow ? .max : sum
    return after
  }

  func isWithinLimits(_ lots: [Int64]) -> Bool {
    lots[terms.cash.coordinate].magnitude <= bound.coordinates[terms.cash.coordinate].limitInLots.magnitude
  }

  func cost(_ closed: [Int64]) -> Rational { zip(closed, moves).reduce(0) { $0 + Rational($1.0) * $1.1.cost } }

  func plan(_ closed: [Int64], least: Rational, _ after: [Int64], _ report: MarginReport, isNeeded: Bool) -> LiquidationPlan {
    var legs: [LiquidationPlan.Leg] = []
    for (place, count) in closed.enumerated() where count != 0 {
      let coordinate = bound.coordinates[open[place]]
      let held = coordinate.lot * Rational(lots[open[place]])
      let quantity = coordinate.lot * Rational(count)
      legs.append(
        LiquidationPlan.Leg(
          id: coordinate.id, held: held, closed: quantity, cost: terms.costs[open[place]] * quantity,
          proceeds: terms.prices[open[place]] * quantity * Rational(held.signum)))
    }
    legs.sort { ($0.cost, $1.id) > ($1.cost, $0.id) }
    let change = after[terms.cash.coordinate] - lots[terms.cash.coordinate]
    return LiquidationPlan(
      legs: legs, cost: legs.reduce(0) { $0 + $1.cost }, leastCost: least, cashChange: terms.cash.lot * Rational(change),
      isNeeded: isNeeded, lots: after, report: report)
  }
}
