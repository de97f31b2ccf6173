import BigInt
import CircuitCompiler
import MarginModel

/// How much of one instrument, paid in, makes every assertion of a rule hold.
public struct MarginCall: Sendable {
  public let cash: CashInstrument
  /// Whole lots to be paid in; 0 when the book is covered.
  public let lots: Int64
  /// The amount to be paid, in the instrument's own unit: ``lots`` times its lot.
  public var amount: Rational { cash.lot * Rational(lots) }
  /// Whether no smaller amount will do. Always so without chosen values; with them it can happen that their grid leaves it open.
  public let isLeast: Bool
  /// The book after the payment.
  public let report: MarginReport

  /// Finds the amount: the linear program over the rule's own rows, rounded up to lots and checked by the evaluator.
  ///
  /// The amounts that cure a book are an interval, since the rule is convex: where the smallest real amount rounded up fails, no whole
  /// number of lots at or near it will do.
  ///
  /// - Returns: nil when no payment within the instrument's limit makes every assertion hold.
  /// - Throws: `CompileError`, `CircuitError`.
  public static func amount(_ bound: BoundCircuit, lots: [Int64], cash: CashInstrument) throws -> MarginCall? {
    let book = BookCheck(bound, try ChoiceSearch(bound))
    if let report = try book.solvent(lots) { return MarginCall(cash: cash, lots: 0, isLeast: true, report: report) }
    let room = bound.coordinates[cash.coordinate].limitInLots - lots[cash.coordinate]
    let payment = RepairProgram.Move(changes: [(cash.coordinate, 1)], upper: Rational(room), cost: 1)
    var problem = try RepairProgram(bound).problem([payment], lots: lots)
    guard room > 0, let repair = problem.cheapest() else { return nil }
    let least = Int64(clamping: -(-repair.amounts[0]).floor())
    func after(_ paid: Int64) throws -> MarginReport? {
      var lots = lots
      lots[cash.coordinate] += paid
      return try book.solvent(lots)
    }
    if let report = try after(least) { return MarginCall(cash: cash, lots: least, isLeast: true, report: report) }
    guard !bound.chosen.isEmpty else { return nil }
    // The grid of the chosen values asks for more: double what is added, then halve the gap.
    var (low, step) = (least, Int64(1))
    while low < room {
      let high = min(room, low.addingReportingOverflow(step).overflow ? room : low + step)
      guard var best = try after(high) else {
        (low, step) = (high, step * 2)
        continue
      }
      var found = high
      while found - low > 1 {
        let middle = low + (found - low) / 2
        if let report = try after(middle) { (found, best) = (middle, report) } else { low = middle }
      }
      return MarginCall(cash: cash, lots: found, isLeast: false, report: best)
    }
    return nil
  }
}

/// Whether a book satisfies a circuit with the best choices for it, by the evaluator.
struct BookCheck {
  let bound: BoundCircuit
  private let search: ChoiceSearch

  init(_ bound: BoundCircuit, _ search: ChoiceSearch) { (self.bound, self.search) = (bound, search) }

  func report(_ lots: [Int64]) throws(CircuitError) -> MarginReport {
    try bound.evaluate(lots: lots, choices: bound.chosen.isEmpty ? [] : search.choices(lots: lots).steps)
  }

  /// The report of a book that the rule accepts, else nil.
  func solvent(_ lots: [Int64]) throws(CircuitError) -> MarginReport? {
    let report = try report(lots)
    return report.isSolvent ? report : nil
  }
}
