import CircuitCompiler
import MarginModel

/// A book under a rule, with the choices that serve it best.
struct HeldBook {
  let bound: BoundCircuit
  let lots: [Int64]
  /// Steps per chosen value.
  let choices: [Int64]
  let notes: [String]

  init(_ rule: RuleOptions, positions: String) throws {
    let bound = try rule.bound()
    let book = try RuleFiles.positions(positions)
    let lots = try orFail { try book.lots(of: bound.coordinates.map { ($0.id, $0.lot, $0.limit) }) }
    choices = try orFail(at: rule.circuit) { try ChoiceSearch(bound) }.choices(lots: lots).steps
    (self.bound, self.lots, notes) = (bound, lots, book.notes)
  }
}
