import MarginModel

/// Why a bound circuit has no program.
public enum CompileError: Error, Sendable, CustomStringConvertible {
  /// An entry that is not there, which binding has met before.
  case circuit(CircuitError)
  /// A comparison of public values that does not hold, whatever the book.
  case neverHolds(assertion: String, line: Int)
  /// No base keeps this row below the group order, or a number in it does not fit: fewer decimals are needed.
  case tooWide(row: RowName, table: String?)
  /// No row says anything about the positions.
  case empty
  /// A circuit with `reveal` needs the values it publishes, one for each.
  case revealedCount(needed: Int, given: Int)
  /// The program system's own refusal.
  case program(String)

  public var description: String {
    switch self {
    case .circuit(let error): error.description
    case .neverHolds(let assertion, let line):
      "line \(line): `\(assertion)` compares public values and does not hold for any book; mend the risk file or the arguments"
    case .tooWide(let row, let table):
      "\(row) needs numbers too wide for a proof; keep the risk file's numbers smaller, or state fewer decimals"
        + (table.map { " in the table \($0)" } ?? "")
    case .empty: "the circuit says nothing about the positions; add an assertion with a comparison"
    case .revealedCount(let needed, let given):
      "the circuit reveals \(needed) values, \(given) were given; take them from the evaluation or the attestation"
    case .program(let reason): "no program: \(reason)"
    }
  }
}
