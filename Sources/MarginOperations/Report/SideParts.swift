import MarginModel

/// What a side of an assertion is the sum of, by the names of the rule.
///
/// side = sum of the parts, exactly. A max or min whose items are written out is followed into the one that decides; one over a set, a
/// sum over a set and every other form is one part, named after its definition or by its own text.
package struct SideParts {
  package struct Part {
    package let name: String
    package fileprivate(set) var value: Rational
  }

  package private(set) var parts: [Part] = []
  private let bound: BoundCircuit
  private let evaluator: Evaluator

  /// Definitions within definitions beyond this depth are one part.
  private static let deepest = 6

  /// - Parameter frame: what the assertion's `for` has bound.
  init(
    of expression: Expression, _ bound: BoundCircuit, _ evaluator: Evaluator, _ frame: [Int]
  ) throws(CircuitError) {
    (self.bound, self.evaluator) = (bound, evaluator)
    var frame = frame
    try walk(expression, 1, &frame, name: nil, depth: 0)
    parts.removeAll { $0.value.isZero }
  }

  private mutating func add(_ name: String, _ value: Rational) {
    if let known = parts.firstIndex(where: { $0.name == name }) {
      parts[known].value += value
    } else {
      parts.append(Part(name: name, value: value))
    }
  }

  private func label(_ name: String?, _ isWhole: Bool, _ text: String) -> String {
    name.map { isWhole ? $0 : "\($0): \(text)" } ?? text
  }

  private mutating func walk(
    _ expression: Expression, _ factor: Rational, _ frame: inout [Int], name: String?, isWhole: Bool = true, depth: Int
  ) throws(CircuitError) {
    switch expression.kind {
    case .definition(let index, let sites):
      var (_, inner) = try bound.instance(index, sites, expression, frame)
      let definition = bound.circuit.definitions[index]
      let own = bound.name(definition, inner)
      guard depth < Self.deepest else { return add(own, factor * (try evaluator.value(expression, &frame))) }
      try walk(definition.body, factor, &inner, name: own, depth: depth + 1)
    case .negated(let inner): try walk(inner, -factor, &frame, name: name, isWhole: isWhole, depth: depth)
    case .sum(let terms):
      // Terms of a named sum bear its name and their own.
      for (negative, term) in terms {
        try walk(term, negative ? -factor : factor, &frame, name: name, isWhole: isWhole && terms.count == 1, depth: depth)
      }
    case .product(let constants, let secret?):
      let product = factor * (try evaluator.product(constants, &frame))
      if !product.isZero { try walk(secret, product, &frame, name: name, isWhole: isWhole, depth: depth) }
    case .extreme(let extreme, let items) where items.allSatisfy({ $0.bindings.isEmpty }):
      var best: (item: ExpressionItem, value: Rational)?
      for item in items {
        let value = try evaluator.value(item.expression, &frame)
        if best.map({ extreme == .maximum ? value > $0.value : value < $0.value }) ?? true { best = (item, value) }
      }
      guard let best else { return }
      // The name of what decides says more than the name of the max.
      let isNamed: Bool = if case .definition = best.item.expression.kind { true } else { false }
      try walk(best.item.expression, factor, &frame, name: isNamed ? nil : name ?? best.item.text, isWhole: isWhole, depth: depth)
    case .total(let item): add(label(name, isWhole, item.text), factor * (try evaluator.value(expression, &frame)))
    default: add(label(name, isWhole, "other terms"), factor * (try evaluator.value(expression, &frame)))
    }
  }
}

extension SideParts {
  /// The parts of both sides of every assertion, in the order of ``MarginReport/assertions``.
  package static func ofAssertions(
    _ bound: BoundCircuit, lots: [Int64], choices: [Int64]
  ) throws(CircuitError) -> [(larger: [Part], smaller: [Part])] {
    let evaluator = Evaluator(bound, lots: lots, choices: choices)
    var all: [(larger: [Part], smaller: [Part])] = []
    for assertion in bound.circuit.assertions {
      var frame = [Int](repeating: 0, count: bound.frameCount)
      try bound.forEach(assertion.bindings, &frame) { frame throws(CircuitError) in
        for (index, relation) in assertion.relations.enumerated() {
          let (left, right) = (assertion.sides[index], assertion.sides[index + 1])
          let (larger, smaller) = relation == .atMost ? (right, left) : (left, right)
          all.append(
            (
              try SideParts(of: larger, bound, evaluator, frame).parts, try SideParts(of: smaller, bound, evaluator, frame).parts
            ))
        }
      }
    }
    return all
  }
}
