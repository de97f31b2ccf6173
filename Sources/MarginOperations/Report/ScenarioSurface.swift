import MarginModel

/// The book's profit by moves of spot and volatility, where a scan's scenarios say what both are.
public struct ScenarioSurface: Sendable {
  /// One step of an axis.
  public struct Step: Sendable, Hashable {
    public let value: Rational
    /// As people write it: `+16 %`.
    public let text: String
  }

  public struct Place: Sendable, Hashable {
    public let spot: Int
    public let volatility: Int

    public init(spot: Int, volatility: Int) { (self.spot, self.volatility) = (spot, volatility) }
  }

  /// The set of scenarios.
  public let scan: String
  public let unit: UnitOfMeasure
  /// From the largest fall to the largest rise.
  public let spots: [Step]
  /// From the largest rise to the largest fall.
  public let volatilities: [Step]
  /// Profit at each place that a scenario stands at; the worst one where several do.
  public let cells: [Place: Rational]

  /// More steps than this are no grid.
  static let (largestWidth, largestHeight) = (40, 16)

  /// Every surface that the circuit's tables of profits by instrument and scenario give.
  ///
  /// A table counts when its last set is a scan with both moves and its first one holds every coordinate of the book. Moves are the set's
  /// attributes `spot` and `volatility` (or `vol`), else the numbers after these words in the scenarios' names.
  public static func all(of bound: BoundCircuit, lots: [Int64]) -> [ScenarioSurface] {
    bound.circuit.tables.enumerated().compactMap { number, declaration in
      guard declaration.schedule == nil, declaration.sets.count == 2, let scan = bound.risk.sets[declaration.sets[1]],
        let moves = moves(of: scan), let table = bound.risk.tables[declaration.name],
        let held = bound.risk.sets[declaration.sets[0]]
      else { return nil }
      var profits = [Rational](repeating: 0, count: scan.elements.count)
      for (coordinate, lots) in zip(bound.coordinates, lots) {
        let name = coordinate.id.split(separator: "/").last.map(String.init) ?? coordinate.id
        guard let place = held.index(of: coordinate.id) ?? held.index(of: name) else { return nil }
        guard lots != 0 else { continue }
        for scenario in profits.indices {
          guard let profit = table.value([place, scenario]) else { return nil }
          profits[scenario] += profit * coordinate.lot * Rational(lots)
        }
      }
      return ScenarioSurface(scan: declaration.sets[1], unit: declaration.unit, moves: moves, profits: profits)
    }
  }

  init?(scan: String, unit: UnitOfMeasure, moves: [(spot: Rational, volatility: Rational)], profits: [Rational]) {
    func steps(_ values: [Rational]) -> [Step] { Set(values).sorted().map { Step(value: $0, text: Self.text($0)) } }
    let (spots, volatilities) = (steps(moves.map(\.spot)), Array(steps(moves.map(\.volatility)).reversed()))
    guard spots.count > 1, (1...Self.largestWidth).contains(spots.count), (1...Self.largestHeight).contains(volatilities.count)
    else {
      return nil
    }
    var cells: [Place: Rational] = [:]
    for (move, profit) in zip(moves, profits) {
      guard let column = spots.firstIndex(where: { $0.value == move.spot }),
        let row = volatilities.firstIndex(where: { $0.value == move.volatility })
      else { continue }
      let place = Place(spot: column, volatility: row)
      cells[place] = min(cells[place] ?? profit, profit)
    }
    (self.scan, self.unit, self.spots, self.volatilities, self.cells) = (scan, unit, spots, volatilities, cells)
  }

  private static func text(_ move: Rational) -> String {
    (move.signum > 0 ? "+" : "") + AmountText.percent(move)
  }

  /// Both moves of every scenario, or nil where one has none.
  static func moves(of scan: RiskFile.ElementSet) -> [(spot: Rational, volatility: Rational)]? {
    let volatility = scan.attributes["volatility"] ?? scan.attributes["vol"]
    var moves: [(spot: Rational, volatility: Rational)] = []
    for (place, name) in scan.elements.enumerated() {
      let spot = scan.attributes["spot"].map { $0[place].flatMap(number) } ?? number(after: ["spot"], in: name)
      let shock = volatility.map { $0[place].flatMap(number) } ?? number(after: ["vol", "volatility"], in: name)
      guard let spot, let shock else { return nil }
      moves.append((spot, shock))
    }
    return moves.isEmpty ? nil : moves
  }

  private static func number(after words: [String], in name: String) -> Rational? {
    let parts = name.split(separator: " ")
    for (place, part) in parts.enumerated().dropLast() where words.contains(String(part)) {
      return number(String(parts[place + 1]))
    }
    return nil
  }

  /// `+16%`, `-0.22`, `0%`.
  private static func number(_ text: String) -> Rational? {
    var digits = text.hasPrefix("+") ? text.dropFirst() : text[...]
    let isPercent = digits.hasSuffix("%")
    if isPercent { digits = digits.dropLast() }
    return Rational(String(digits)).map { isPercent ? $0 / 100 : $0 }
  }
}
