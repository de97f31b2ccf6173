import MarginModel

/// What positions change hands for, and what a trade costs: from the risk file's tables or a stated cost.
public struct TradingTerms: Sendable {
  public let cash: CashInstrument
  /// What one unit of the cash instrument is worth.
  public let cashPrice: Rational
  /// By coordinate, what one unit changes hands for: its mark, 0 for contracts settled daily.
  public let prices: [Rational]
  /// By coordinate, what trading one unit costs, of either side.
  public let costs: [Rational]
  /// Whether a coordinate may be traded: not cash, and not kept out.
  public let isTraded: [Bool]
  /// Where the costs come from, for people.
  public let costSource: String

  static let markTables = ["mark", "price"]
  static let costTables = ["fee", "closingCost"]

  /// - Parameters:
  ///   - costPerUnit: instead of a table of costs.
  ///   - costTable: a table of the risk file by instrument; nil takes `fee`, else `closingCost`.
  ///   - kept: coordinates that are not to be traded.
  /// - Throws: `OperationError` naming the table or instrument that is missing.
  public init(
    _ bound: BoundCircuit, cash: CashInstrument, costPerUnit: Rational?, costTable: String?, keeping kept: [String]
  ) throws(OperationError) {
    let ids = bound.coordinates.map(\.id)
    for id in kept where !ids.contains(id) {
      throw OperationError("--keep \(id.printable): the rule has no such position; write one of its coordinates, such as \(ids[0])")
    }
    let tables = bound.risk.tables
    let marks = Self.markTables.compactMap { tables[$0] }.filter { $0.index.count == 1 && !$0.holdsSchedules }
    func value(_ table: RiskFile.Table, _ id: String) -> Rational? {
      guard let set = bound.risk.sets[table.index[0]] else { return nil }
      let last = id.split(separator: "/").last.map(String.init) ?? id
      return (set.index(of: id) ?? set.index(of: last)).flatMap { table.value([$0]) }
    }
    // A rule may mark contracts in one table and price assets in another.
    func mark(_ id: String) -> Rational? { marks.lazy.compactMap { value($0, id) }.first }
    guard let cashPrice = mark(cash.id), cashPrice.signum > 0 else {
      throw OperationError(
        "the risk file has no positive mark or price for \(cash.id); name an instrument with one by --cash")
    }
    (self.cash, self.cashPrice) = (cash, cashPrice)
    prices = ids.map { mark($0) ?? 0 }
    if let costPerUnit {
      guard costPerUnit.signum >= 0 else { throw OperationError("--cost \(costPerUnit): a cost is 0 or more") }
      costs = ids.map { _ in costPerUnit }
      costSource = "\(costPerUnit) a unit"
    } else {
      let names = costTable.map { [$0] } ?? Self.costTables
      guard let name = names.first(where: { tables[$0].map { $0.index.count == 1 && !$0.holdsSchedules } ?? false }),
        let table = tables[name]
      else {
        throw OperationError(
          "the risk file has no table \(names.joined(separator: " or ").printable) by instrument; state the cost of a unit by --cost"
        )
      }
      costs = ids.map { max(0, value(table, $0) ?? 0) }
      costSource = "table \(name)"
    }
    isTraded = ids.enumerated().map { place, id in
      place != cash.coordinate && !kept.contains(id) && !Self.isCash(id, bound)
    }
  }

  private static func isCash(_ id: String, _ bound: BoundCircuit) -> Bool {
    let last = id.split(separator: "/").last.map(String.init) ?? id
    return bound.risk.sets.values.contains { set in
      (set.index(of: id) ?? set.index(of: last)).map { set.attributes["kind"]?[$0] == "cash" } ?? false
    }
  }

  /// What a trade does to the cash balance, in lots of cash, not rounded: -(price quantity + cost |quantity|) / (cash price * lot).
  ///
  /// - Parameter quantity: bought, or negative when sold.
  func cashLots(_ coordinate: Int, _ quantity: Rational) -> Rational {
    -(prices[coordinate] * quantity + costs[coordinate] * quantity.magnitude) / (cashPrice * cash.lot)
  }
}
