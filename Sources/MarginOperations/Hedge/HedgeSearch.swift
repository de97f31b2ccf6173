import CircuitCompiler
import MarginModel

/// Which trade frees most margin: one of every instrument tried both ways, by exact figures.
public struct HedgeSearch: Sendable {
  public struct Trade: Sendable {
    public let id: String
    /// Bought, or negative when sold.
    public let quantity: Rational
    /// What the rule's surplus rises by, costs paid, for one unit.
    public let freedPerUnit: Rational
    public let costPerUnit: Rational
    /// Surplus after the trade.
    public let surplus: Rational
  }

  /// The assertion whose surplus counts.
  public let assertion: String
  public let unit: UnitOfMeasure
  public let before: Rational
  /// Those that free anything, the best first.
  public let trades: [Trade]
  public let tried: Int

  /// Tries every instrument that may be traded.
  ///
  /// Each trade is done at the mark, with its price and cost taken from cash; chosen values stay as they are for the book.
  ///
  /// - Parameters:
  ///   - size: of each trade in the instrument's own unit, rounded down to lots but at least one; nil for one lot.
  ///   - number: of the assertion, from 1; nil for the one that has least to spare.
  ///   - progress: told how many of how many trades are done.
  /// - Throws: `CompileError`, `CircuitError`, `OperationError`.
  public init(
    _ bound: BoundCircuit, lots: [Int64], choices: [Int64], terms: TradingTerms, size: Rational?, assertion number: Int?,
    progress: (_ done: Int, _ of: Int) -> Void
  ) throws {
    let program = try SurplusProgram(bound)
    let surpluses = program.surpluses(lots: lots, choices: choices)
    let candidates = surpluses.indices.filter { !surpluses[$0].isEquality }
    guard let tightest = candidates.min(by: { surpluses[$0].value < surpluses[$1].value }) else {
      throw OperationError("the rule has no inequality on private values; there is nothing to free")
    }
    if let number, !candidates.contains(number - 1) {
      throw OperationError("--assertion \(number): write the number of an inequality, from 1 to \(surpluses.count)")
    }
    let place = number.map { $0 - 1 } ?? tightest
    let instance = surpluses[place].instance
    assertion = surpluses[place].text + (instance.isEmpty ? "" : " [\(instance)]")
    (unit, before) = (surpluses[place].unit, surpluses[place].value)

    var trades: [Trade] = []
    let traded = bound.coordinates.indices.filter { terms.isTraded[$0] }
    for (done, index) in traded.enumerated() {
      let coordinate = bound.coordinates[index]
      let count = max(1, Int64(clamping: size.map { ($0 / coordinate.lot).floor() } ?? 1))
      for side: Int64 in [1, -1] {
        let quantity = coordinate.lot * Rational(side * count)
        var after = lots
        let (held, overflow) = after[index].addingReportingOverflow(side * count)
        guard !overflow, held.magnitude <= coordinate.limitInLots.magnitude else { continue }
        after[index] = held
        let cash = after[terms.cash.coordinate].addingReportingOverflow(
          Int64(clamping: terms.cashLots(index, quantity).floor()))
        let limit = bound.coordinates[terms.cash.coordinate].limitInLots
        guard !cash.overflow, cash.partialValue.magnitude <= limit.magnitude else { continue }
        after[terms.cash.coordinate] = cash.partialValue
        let surplus = program.surpluses(lots: after, choices: choices)[place].value
        guard surplus > before else { continue }
        trades.append(
          Trade(
            id: coordinate.id, quantity: quantity, freedPerUnit: (surplus - before) / quantity.magnitude,
            costPerUnit: terms.costs[index], surplus: surplus))
      }
      progress(done + 1, traded.count)
    }
    tried = traded.count
    self.trades = trades.sorted { ($0.freedPerUnit, $1.id) > ($1.freedPerUnit, $0.id) }
  }
}
