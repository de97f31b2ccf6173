import BigInt
import CircuitCompiler
import MarginModel

/// Whole lots for a closing: branch and bound, the cheapest program first, with rounding at every step.
struct ClosingSearch {
  private typealias Bounds = [(lower: Rational, upper: Rational)]

  private let closing: Closing
  private let check: BookCheck
  private let program: RepairProgram
  /// The cheapest closing so far that the evaluator accepts.
  private(set) var best: (closed: [Int64], cost: Rational)?

  /// The most programs solved for one book, and how near to the least cost is near enough.
  private static let limit = 24
  private static let tolerance = Rational(1) / 1000

  init(_ closing: Closing, _ check: BookCheck) throws(CompileError) {
    (self.closing, self.check) = (closing, check)
    program = try RepairProgram(closing.bound)
  }

  /// Searches; the closing is in ``best`` then.
  ///
  /// - Returns: the least cost over parts of lots; nil when no closing satisfies the rule.
  mutating func run(_ progress: (_ done: Int, _ of: Int) -> Void) throws(CircuitError) -> Rational? {
    progress(0, Self.limit)
    defer { progress(Self.limit, Self.limit) }
    var exact = program.problem(closing.moves, lots: closing.lots)
    guard let root = exact.cheapest() else { return nil }
    try round(root.amounts)
    try consider(closing.moves.map { Int64(clamping: $0.upper.floor()) })
    // A lot of cash less makes up for rounding it down, so that whole lots of a solution pass the evaluator.
    var lots = closing.lots
    lots[closing.terms.cash.coordinate] -= 1
    var problem = program.problem(closing.moves, lots: lots)
    var open: [(bounds: Bounds, repair: RepairProgram.Repair)] = []
    if let repair = problem.cheapest() { open.append((closing.moves.map { (0, $0.upper) }, repair)) }
    var solved = 0
    while let place = open.indices.min(by: { open[$0].repair.cost < open[$1].repair.cost }), solved < Self.limit {
      let (bounds, repair) = open.remove(at: place)
      // The cheapest that is left is no better than what is found.
      if let best, best.cost <= repair.cost || best.cost - root.cost <= Self.tolerance * root.cost { break }
      try round(repair.amounts)
      guard let leg = repair.amounts.indices.first(where: { !repair.amounts[$0].isInteger }) else { continue }
      let whole = Rational(repair.amounts[leg].floor())
      for below in [true, false] {
        var side = bounds
        if below { side[leg].upper = whole } else { side[leg].lower = whole + 1 }
        solved += 1
        progress(min(solved, Self.limit - 1), Self.limit)
        if let repair = problem.cheapest(within: side) { open.append((side, repair)) }
      }
    }
    return root.cost
  }

  /// Tries whole lots near some amounts: all up, then each leg down again where it was not needed; and to the nearest.
  private mutating func round(_ amounts: [Rational]) throws(CircuitError) {
    var closed = amounts.map { Int64(clamping: -(-$0).floor()) }
    if try consider(closed) {
      for (place, amount) in amounts.enumerated() where !amount.isInteger {
        closed[place] -= 1
        if try !consider(closed) { closed[place] += 1 }
      }
    }
    try consider(amounts.map { Int64(clamping: ($0 + Rational(1) / 2).floor()) })
  }

  /// Whether the rule accepts the book after a closing; the cheapest such closing is kept.
  @discardableResult
  private mutating func consider(_ closed: [Int64]) throws(CircuitError) -> Bool {
    let after = closing.book(closed)
    guard closing.isWithinLimits(after), try check.solvent(after) != nil else { return false }
    let cost = closing.cost(closed)
    if best.map({ cost < $0.cost }) ?? true { best = (closed, cost) }
    return true
  }
}
