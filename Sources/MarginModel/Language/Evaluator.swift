/// The exact value of every expression of a bound circuit, for one book.
///
/// Definitions are evaluated once per tuple and kept. Recursion is bounded by the checker's height limit.
package final class Evaluator {
  let bound: BoundCircuit
  private let quantities: [Rational]
  private let choices: [Rational]
  /// Whether factors beside a zero are evaluated too, so that every entry is met.
  private let isComplete: Bool
  private var kept: [[Int: Rational]]
  private var ladders: [MarginReport.Ladder] = []
  /// The definition being evaluated, outside any `for` of its own.
  private var open: String?

  /// - Parameters:
  ///   - lots: one per coordinate.
  ///   - choices: steps per chosen value.
  package init(_ bound: BoundCircuit, lots: [Int64], choices: [Int64]) {
    self.bound = bound
    isComplete = false
    quantities = zip(lots, bound.coordinates).map { Rational($0) * $1.lot }
    self.choices = zip(choices, bound.chosen).map { $1.value(steps: $0) }
    kept = Array(repeating: [:], count: bound.circuit.definitions.count)
  }

  /// Every private value 0.
  package init(_ bound: BoundCircuit, isComplete: Bool = false) {
    self.bound = bound
    self.isComplete = isComplete
    quantities = Array(repeating: 0, count: bound.coordinates.count)
    choices = Array(repeating: 0, count: bound.chosen.count)
    kept = Array(repeating: [:], count: bound.circuit.definitions.count)
  }

  var frame: [Int] { [Int](repeating: 0, count: bound.frameCount) }

  func report() throws(CircuitError) -> MarginReport {
    var definitions: [MarginReport.Value] = []
    for (index, definition) in bound.circuit.definitions.enumerated() { definitions += try values(of: definition, at: index) }
    var assertions: [MarginReport.Assertion] = []
    for assertion in bound.circuit.assertions { assertions += try evaluate(assertion) }
    var revealed: [MarginReport.Value] = []
    for reveal in bound.circuit.reveals { revealed += try values(of: reveal, at: nil) }
    let chosen = zip(bound.chosen, choices).map { MarginReport.Value(name: $0.name, value: $1, unit: .number) }
    return MarginReport(
      assertions: assertions, definitions: definitions, ladders: ladders, chosen: chosen, revealed: revealed)
  }

  /// A definition's values, or a reveal's: one, or one for each tuple of its indices.
  private func values(
    of definition: Circuit.DefinitionDeclaration, at index: Int?
  ) throws(CircuitError) -> [MarginReport.Value] {
    var values: [MarginReport.Value] = []
    var frame = frame
    try bound.forEach(definition.parameters, &frame) { frame throws(CircuitError) in
      let value: Rational
      if let index {
        let strides = bound.definitionStrides[index]
        let key = zip(definition.parameters, strides).reduce(0) { $0 + frame[$1.0.slot] * $1.1 }
        value = try self.definition(index, at: key, frame)
      } else {
        value = try self.value(definition.body, &frame)
      }
      values.append(
        MarginReport.Value(
          name: bound.name(definition, frame), value: value, unit: definition.body.unit ?? .number))
    }
    return values
  }

  private func evaluate(
    _ assertion: Circuit.AssertionDeclaration
  ) throws(CircuitError) -> [MarginReport.Assertion] {
    var result: [MarginReport.Assertion] = []
    var frame = frame
    try bound.forEach(assertion.bindings, &frame) { frame throws(CircuitError) in
      var values: [Rational] = []
      for side in assertion.sides { values.append(try value(side, &frame)) }
      for (index, relation) in assertion.relations.enumerated() {
        let (left, right) = (values[index], values[index + 1])
        let (larger, smaller) = relation == .atMost ? (right, left) : (left, right)
        result.append(
          MarginReport.Assertion(
            text: assertion.text, line: assertion.location.line, instance: bound.label(assertion.bindings, frame),
            relation: relation.rawValue, larger: larger, smaller: smaller,
            unit: assertion.sides[index].unit ?? assertion.sides[index + 1].unit ?? .number,
            holds: relation == .equal ? larger == smaller : larger >= smaller))
      }
    }
    return result
  }

  // MARK: Expressions

  package func value(_ expression: Expression, _ frame: inout [Int]) throws(CircuitError) -> Rational {
    switch expression.kind {
    case .number(let value): return value
    case .table(let index, let sites): return try entry(index, sites, expression, frame)
    case .argument, .lot, .limit: return try bound.given(expression, frame)
    case .coordinate(let vector, let sites):
      return quantities[try bound.coordinate(vector, sites, expression, frame)]
    case .chosen(let vector, let sites): return choices[try bound.chosenValue(vector, sites, expression, frame)]
    case .definition(let index, let sites):
      let (key, inner) = try bound.instance(index, sites, expression, frame)
      return try definition(index, at: key, inner)
    case .negated(let inner): return -(try value(inner, &frame))
    case .sum(let terms):
      var sum: Rational = 0
      for (negative, term) in terms {
        let value = try value(term, &frame)
        sum = try narrow(negative ? sum - value : sum + value, at: term)
      }
      return sum
    case .product(let constants, let secret):
      let factor = try product(constants, &frame)
      guard let secret, isComplete || !factor.isZero else { return factor }
      return try narrow(factor * (try value(secret, &frame)), at: secret)
    case .total(let item):
      var sum: Rational = 0
      try loop(item, &frame) { value throws(CircuitError) in sum = try narrow(sum + value, at: item.expression) }
      return sum
    case .extreme(let extreme, let items): return try self.extreme(extreme, items, expression, &frame)
    case .absolute(let inner): return (try value(inner, &frame)).magnitude
    case .positive(let inner): return max(0, try value(inner, &frame))
    case .shortfall(let share, let loss, let weight):
      return try shortfall(try value(share, &frame), loss, weight, expression, &frame)
    case .tiers(let table, let sites, let inner):
      let lines = try bound.schedule(table, sites, expression, frame).lines
      let value = try value(inner, &frame)
      let curve = lines.map { $0.slope * value + $0.intercept }
      let best = bound.circuit.tables[table].schedule == .rising ? curve.max() : curve.min()
      return best ?? 0
    }
  }

  /// Factors of factors double in length with each definition: no value is let grow beyond what any proof could hold.
  private func narrow(_ value: Rational, at expression: Expression) throws(CircuitError) -> Rational {
    guard value.isWithinWidth else {
      throw bound.error(
        .size, at: expression.location, "a value of more than \(Rational.widthLimit) bits", "state fewer decimals in the risk file")
    }
    return value
  }

  /// The product of constants.
  package func product(
    _ constants: [(divides: Bool, factor: Expression)], _ frame: inout [Int]
  ) throws(CircuitError) -> Rational {
    var product: Rational = 1
    for (index, (divides, factor)) in constants.enumerated() {
      let value = try value(factor, &frame)
      if divides {
        guard !value.isZero else { throw bound.error(.zeroDivisor, at: factor.location, "divides by 0") }
        product = product / value
      } else {
        product = index == 0 ? value : product * value
      }
      product = try narrow(product, at: factor)
    }
    return product
  }

  private func entry(
    _ table: Int, _ sites: [IndexSite], _ expression: Expression, _ frame: [Int]
  ) throws(CircuitError) -> Rational {
    let place = try bound.place(sites, bound.tables[table].strides, frame)
    guard let value = bound.tables[table].values[place] else { throw bound.missing(table, sites, expression, frame) }
    return value
  }

  func definition(_ index: Int, at key: Int, _ frame: [Int]) throws(CircuitError) -> Rational {
    if let value = kept[index][key] { return value }
    let definition = bound.circuit.definitions[index]
    let outer = open
    open = bound.name(definition, frame)
    defer { open = outer }
    var frame = frame
    let value = try value(definition.body, &frame)
    kept[index][key] = value
    return value
  }

  private func loop(
    _ item: ExpressionItem, _ frame: inout [Int], _ body: (Rational) throws(CircuitError) -> Void
  ) throws(CircuitError) {
    let outer = open
    if !item.bindings.isEmpty { open = nil }
    defer { open = outer }
    try bound.forEach(item.bindings, &frame) { frame throws(CircuitError) in try body(try value(item.expression, &frame)) }
  }

  private func extreme(
    _ extreme: Expression.Extreme, _ items: [ExpressionItem], _ expression: Expression, _ frame: inout [Int]
  ) throws(CircuitError) -> Rational {
    let name = open
    var steps: [MarginReport.Ladder.Step] = []
    var best: (value: Rational, index: Int)?
    var count = 0
    for item in items {
      let outer = open
      if !item.bindings.isEmpty { open = nil }
      defer { open = outer }
      try bound.forEach(item.bindings, &frame) { frame throws(CircuitError) in
        let value = try value(item.expression, &frame)
        if best.map({ extreme == .maximum ? value > $0.value : value < $0.value }) ?? true { best = (value, count) }
        count += 1
        guard name != nil else { return }
        let label = item.bindings.isEmpty ? item.text : bound.label(item.bindings, frame)
        steps.append(MarginReport.Ladder.Step(label: label, value: value))
      }
    }
    guard let best else {
      throw bound.error(
        .emptyExtreme, at: expression.location, "\(extreme.rawValue) over nothing", "add an item without `for`, such as 0")
    }
    if let name, steps.count > 1 {
      ladders.append(
        MarginReport.Ladder(
          name: name, isMaximum: extreme == .maximum, unit: expression.unit ?? .number, steps: steps, worst: best.index))
    }
    return best.value
  }

  /// The mean of the worst share of the losses, the loss at the edge counted in part.
  private func shortfall(
    _ share: Rational, _ loss: ExpressionItem, _ weight: Expression?, _ expression: Expression, _ frame: inout [Int]
  ) throws(CircuitError) -> Rational {
    var tail: [(loss: Rational, weight: Rational)] = []
    let outer = open
    open = nil
    defer { open = outer }
    try bound.forEach(loss.bindings, &frame) { frame throws(CircuitError) in
      let weight = try weight.map { weight throws(CircuitError) in try value(weight, &frame) } ?? 1
      tail.append((try value(loss.expression, &frame), weight))
    }
    let whole = try bound.tailWeight(share, tail.map(\.weight), isWeighted: weight != nil, expression)
    tail.sort { $0.loss > $1.loss }
    var (left, total): (Rational, Rational) = (share, 0)
    for (loss, weight) in tail {
      let part = min(weight / whole, left)
      total += part * loss
      left -= part
    }
    return total / share
  }
}
