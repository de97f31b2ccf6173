/// A circuit with a risk file and arguments: every table, set and argument it names is there, in range, and complete.
///
/// Binding walks the whole rule once, so whatever is missing or null is refused here and not when a book is evaluated.
public struct BoundCircuit: Sendable {
  public let circuit: Circuit
  public let risk: RiskFile
  /// The private coordinates, in the order of the program's columns.
  public let coordinates: [Coordinate]
  /// What the prover may choose, in the circuit's order.
  public let chosen: [ChosenValue]
  /// The arguments with their values, defaults filled in, in the circuit's order; numbers in their shortest exact text.
  public let arguments: [(name: String, value: String)]

  package let sets: [String: BoundSet]
  package let tables: [BoundTable]
  package let argumentValues: [BoundArgument]
  package let vectors: [BoundVector]
  package let chosenVectors: [BoundVector]
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
    // Every domain, entry and divisor is met whatever the private values are, so zeros meet them all.
    let evaluator = Evaluator(self, isComplete: true)
    _ = try evaluator.report()
  }

  /// The values that the circuit publishes, in the order of ``MarginReport/revealed``, each with its unit.
  public var publishedNames: [(name: String, unit: UnitOfMeasure)] {
    var names: [(name: String, unit: UnitOfMeasure)] = []
    for reveal in circuit.reveals {
      var frame = [Int](repeating: 0, count: frameCount)
      // Binding has gone over the same tuples, so nothing is thrown.
      try? forEach(reveal.parameters, &frame) { frame throws(CircuitError) in
        names.append((name(reveal, frame), reveal.body.unit ?? .number))
      }
    }
    return names
  }

  /// What the circuit publishes for a book without positions: of the cost of a program, these are as good as any.
  package var publishedByNobody: [Rational] {
    circuit.reveals.isEmpty ? [] : (try? Evaluator(self).report().revealed.map(\.value)) ?? []
  }

  package func error(
    _ rule: CircuitError.Rule, at location: SourceLocation?, _ message: String, _ suggestion: String? = nil
  ) -> CircuitError {
    circuit.source.error(rule, at: location, message, suggestion)
  }

  /// What a book is worth under the rule, exactly.
  ///
  /// - Parameters:
  ///   - lots: whole lots per coordinate, in the order of ``coordinates``, each within its limit.
  ///   - choices: steps per chosen value, in the order of ``chosen``; a compiled circuit finds the best ones.
  /// - Throws: `CircuitError` (`position`) for a wrong count, a coordinate beyond its limit or a choice beyond its range.
  public func evaluate(lots: [Int64], choices: [Int64] = []) throws(CircuitError) -> MarginReport {
    guard lots.count == coordinates.count else {
      throw error(.position, at: nil, "\(lots.count) positions for \(coordinates.count) coordinates")
    }
    for (lots, coordinate) in zip(lots, coordinates) where lots.magnitude > coordinate.limitInLots.magnitude {
      throw error(.position, at: nil, "the position in \(coordinate.id) is beyond the limit of \(coordinate.limit)")
    }
    guard choices.count == chosen.count else {
      throw error(.position, at: nil, "\(choices.count) choices for \(chosen.count) chosen values")
    }
    for (steps, value) in zip(choices, chosen) where !(0...value.count).contains(steps) {
      throw error(.position, at: nil, "the choice for \(value.name) is out of its range")
    }
    let evaluator = Evaluator(self, lots: lots, choices: choices)
    return try evaluator.report()
  }
}

extension BoundCircuit {
  init(
    circuit: Circuit, risk: RiskFile, coordinates: [Coordinate], chosen: [ChosenValue],
    arguments: [(name: String, value: String)], sets: [String: BoundSet], tables: [BoundTable],
    argumentValues: [BoundArgument], vectors: [BoundVector], chosenVectors: [BoundVector], lots: [String: [Rational]],
    limits: [String: [Rational]], indices: [BoundIndex], domains: [BoundDomain], definitionStrides: [[Int]], frameCount: Int
  ) {
    self.circuit = circuit
    self.risk = risk
    self.coordinates = coordinates
    self.chosen = chosen
    self.arguments = arguments
    self.sets = sets
    self.tables = tables
    self.argumentValues = argumentValues
    self.vectors = vectors
    self.chosenVectors = chosenVectors
    self.lots = lots
    self.limits = limits
    self.indices = indices
    self.domains = domains
    self.definitionStrides = definitionStrides
    self.frameCount = frameCount
  }
}
