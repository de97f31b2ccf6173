import CircuitCompiler
import MarginModel

/// A public ladder of call amounts in a rule, and the smallest rung that covers a book.
///
/// A rule has one when it takes an argument named `call` whose values are the rungs, with a table of their amounts
/// (`circuits/margin-call.yaml`). An account that proves the rule with its rung shows that a payment of the rung's amount cures it, and
/// hides how much less would do.
public struct CallLadder: Sendable {
  public struct Rung: Sendable, Hashable {
    public let name: String
    public let amount: Rational
    public let unit: UnitOfMeasure
  }

  /// From the smallest amount up.
  public let rungs: [Rung]
  private let bound: BoundCircuit

  /// The argument that picks a rung.
  public static let argument = "call"

  /// Nil when the rule has no ladder.
  public init?(_ bound: BoundCircuit) {
    guard let argument = bound.circuit.arguments.first(where: { $0.name == Self.argument }), case .element(let set) = argument.kind,
      let declared = bound.circuit.tables.first(where: { $0.sets == [set] && $0.schedule == nil }),
      let table = bound.risk.tables[declared.name], let names = bound.risk.sets[set]?.elements
    else { return nil }
    var rungs: [Rung] = []
    for (place, name) in names.enumerated() {
      guard let amount = table.value([place]) else { return nil }
      rungs.append(Rung(name: name, amount: amount, unit: table.unit))
    }
    self.rungs = rungs.sorted { $0.amount < $1.amount }
    self.bound = bound
  }

  /// The smallest rung under which the book satisfies the rule; nil when the highest is too low.
  ///
  /// - Throws: `CircuitError`, `CompileError`.
  public func smallest(covering lots: [Int64]) throws -> Rung? {
    for rung in rungs {
      var arguments = Dictionary(uniqueKeysWithValues: bound.arguments.map { ($0.name, $0.value) })
      arguments[Self.argument] = rung.name
      let bound = try BoundCircuit(bound.circuit, risk: bound.risk, arguments: arguments)
      if try BookCheck(bound, ChoiceSearch(bound)).solvent(lots) != nil { return rung }
    }
    return nil
  }
}
