/// A circuit with a risk file and arguments: every table, set and argument it names is there, in range, and complete.
///
/// Binding walks the whole rule once, so whatever is missing or null is refused here and not when a book is evaluated.
public struct BoundCircuit: Sendable {
  public let circuit: Circuit
  public let risk: RiskFile
  /// The private coordinates, in the order of the program's columns.
  public let coordinates: [Coordinate]
  /// The arguments with their values, defaults filled in, in the circuit's order; numbers in their shortest exact text.
  public let arguments: [(name: String, value: String)]

  package let sets: [String: BoundSet]
  package let tables: [BoundTable]
  package let argumentValues: [BoundArgument]
  package let vectors: [BoundVector]
  /// Lot and limit of each element; 1 and 10^9 where the risk file states none.
  package let lots: [String: [Rational]]
  package let limits: [String: [Rational]]
  let indices: [BoundIndex]
  let domains: [BoundDomain]
  package let definitionStrides: [[Int]]
  /// How many names are bound at once at the most.
  package let frameCount: Int

  /// Binds a circuit.
  ///
  /// - Parameters:
  ///   - circuit: the rule.
  ///   - risk: the public tables; what the circuit does not name is ignored.
  ///   - arguments: values by name, as text; absent ones take the circuit's defaults, unknown ones are refused.
  /// - Throws: `CircuitError` naming the table, set, argument or entry that is missing or out of range.
  public init(_ circuit: Circuit, risk: RiskFile, arguments: [String: String] = [:]) throws(CircuitError) {
    let bound = try Binder(circuit, risk).bind(arguments)
    self = bound
    // Every domain, entry and divisor is met whatever the positions are, so a book of zeros meets them all.
    let evaluator = Evaluator(self, lots: [Int64](repeating: 0, count: coordinates.count), isComplete: true)
    _ = try evaluator.report()
    try evaluator.evaluateUnusedDefinitions()
  }

  package func error(
    _ rule: CircuitError.Rule, at location: SourceLocation?, _ message: String, _ suggestion: String? = nil
  ) -> CircuitError {
    circuit.source.error(rule, at: location, message, suggestion)
  }

  /// What a book is worth under the rule, exactly.
  ///
  /// - Parameter lots: whole lots per coordinate, in the order of ``coordinates``, each within its limit.
  /// - Throws: `CircuitError` (`position`) for a wrong count or a coordinate beyond its limit.
  public func evaluate(lots: [Int64]) throws(CircuitError) -> MarginReport {
    guard lots.count == coordinates.count else {
      throw error(.position, at: nil, "\(lots.count) positions for \(coordinates.count) coordinates")
    }
    for (lots, coordinate) in zip(lots, coordinates) where lots.magnitude > coordinate.limitInLots.magnitude {
      throw error(.position, at: nil, "the position in \(coordinate.id) is beyond the limit of \(coordinate.limit)")
    }
    let evaluator = Evaluator(self, lots: lots)
    return try evaluator.report()
  }
}

extension BoundCircuit {
  init(
    circuit: Circuit, risk: RiskFile, coordinates: [Coordinate], arguments: [(name: String, value: String)],
    sets: [String: BoundSet], tables: [BoundTable], argumentValues: [BoundArgument], vectors: [BoundVector],
    lots: [String: [Rational]], limits: [String: [Rational]], indices: [BoundIndex], domains: [BoundDomain],
    definitionStrides: [[Int]], frameCount: Int
  ) {
    self.circuit = circuit
    self.risk = risk
    self.coordinates = coordinates
    self.arguments = arguments
    self.sets = sets
    self.tables = tables
    self.argumentValues = argumentValues
    self.vectors = vectors
    self.lots = lots
    self.limits = limits
    self.indices = indices
    self.domains = domains
    self.definitionStrides = definitionStrides
    self.frameCount = frameCount
  }
}
