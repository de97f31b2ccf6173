import BigInt
import MarginModel

/// Why a book has no witness. Holds private values: for the holder of the book alone.
public enum InfeasibleError: Error, Sendable, CustomStringConvertible {
  /// An assertion fails; for `==`, and for a revealed value, by the difference.
  case assertion(text: String, instance: String, line: Int, short: Rational, unit: UnitOfMeasure)
  /// A number of positions other than the circuit's coordinates.
  case count(needed: Int, given: Int)
  /// A number of choices other than the circuit's chosen values.
  case choices(needed: Int, given: Int)
  /// A position beyond its limit.
  case beyondLimit(id: String, limit: Rational)
  /// A row that no assertion owns fails: never for positions within their limits.
  case row(RowName)

  public var description: String {
    switch self {
    case .assertion(let text, let instance, let line, let short, let unit):
      "line \(line): `\(text)`" + (instance.isEmpty ? "" : " for \(instance)")
        + " fails: short by \(short.decimal(places: min(short.decimalPlaces ?? 8, 8))) \(unit)"
    case .count(let needed, let given): "\(given) positions for \(needed) coordinates"
    case .choices(let needed, let given): "\(given) choices for \(needed) chosen values"
    case .beyondLimit(let id, let limit): "the position in \(id) is beyond its limit of \(limit); split the book or raise the limit"
    case .row(let name): "\(name) does not hold"
    }
  }
}

/// The first check that a witness fails, with names instead of numbers.
public enum RowFailure: Sendable, Hashable, CustomStringConvertible {
  case count(positions: Int, variables: Int)
  case range(RowName, variable: Int)
  case row(RowName, index: Int)
  /// The positions' absolute values add up to more than the projection holds.
  case capacity

  public var description: String {
    switch self {
    case .count(let positions, let variables): "the program has \(positions) positions and \(variables) variables"
    case .range(let name, let variable): "variable \(variable) is out of its range: \(name)"
    case .row(let name, let index): "row \(index) does not hold: \(name)"
    case .capacity: "the positions are beyond the projection's bound"
    }
  }
}
