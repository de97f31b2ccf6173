import MarginModel

/// What would make a program smaller, each change tried: compiled again and counted.
public struct CostAdvice: Sendable {
  public let change: String
  /// Digits and points saved; either may be negative where a change moves the base.
  public let digits: Int
  public let work: Int

  /// Above so many terms times changes, nothing is tried: it would take longer than a glance.
  private static let termLimit = 4_000_000

  /// The changes that save digits, the largest saving first: a decimal less in one table, smaller limits, larger lots.
  ///
  /// - Returns: nil for a program that is too large to be compiled once for each change.
  public static func changes(_ compiled: CompiledCircuit) -> [CostAdvice]? {
    let bound = compiled.bound
    let cost = compiled.cost
    let tables = bound.tables.indices.filter { (bound.tables[$0].decimalPlaces ?? 0) > 0 }
    guard (tables.count + 2) * cost.terms <= termLimit else { return nil }
    var candidates: [(String, BoundCircuit)] = tables.map { index in
      let places = (bound.tables[index].decimalPlaces ?? 1) - 1
      return ("table \(bound.circuit.tables[index].name) with \(places) decimals", bound.rounding(table: index, places: places))
    }
    candidates.append(("limits a tenth as large", bound.scalingCoordinates(limit: Rational(1) / 10, lot: 1)))
    candidates.append(("lots ten times as large", bound.scalingCoordinates(limit: 1, lot: 10)))
    let advice = candidates.compactMap { change, other -> CostAdvice? in
      guard let smaller = (try? CompiledCircuit(other, revealed: other.publishedByNobody))?.cost,
        smaller.digits < cost.digits || smaller.work < cost.work
      else { return nil }
      return CostAdvice(change: change, digits: cost.digits - smaller.digits, work: cost.work - smaller.work)
    }
    return advice.sorted { ($0.work, $0.digits) > ($1.work, $1.digits) }
  }
}
