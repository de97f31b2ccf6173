import MarginModel

/// A tiered schedule of the rule with the book's place on it.
package struct TierCurve {
  /// `ratio[BTC]`.
  package let name: String
  let isRising: Bool
  let lines: [(slope: Rational, intercept: Rational)]
  /// What the book has of it, and what the schedule makes of that.
  package let amount: Rational
  package let counted: Rational
  let amountUnit: UnitOfMeasure
  let unit: UnitOfMeasure

  /// Where the slope changes, from the left.
  package var knots: [Rational] {
    zip(lines, lines.dropFirst()).compactMap { left, right in
      left.slope == right.slope ? nil : (left.intercept - right.intercept) / (right.slope - left.slope)
    }
  }

  /// The curve at an amount.
  package func value(_ amount: Rational) -> Rational {
    let values = lines.map { $0.slope * amount + $0.intercept }
    return (isRising ? values.max() : values.min()) ?? 0
  }

  /// The curve from 0, or from the book's amount if that is negative, to beyond it; further knots are left out of the picture.
  var points: [(x: Rational, y: Rational)] {
    let reach = max(amount.magnitude * 3 / 2, knots.first { $0 > amount.magnitude * 3 / 2 } ?? knots.last ?? 0, 1)
    let inside = knots.filter { $0 > min(0, amount) && $0 < reach }
    return ([min(0, amount), 0] + inside + [reach]).map { ($0, value($0)) }
  }
}

extension TierCurve {
  /// Every schedule that a value of the rule goes through, with an amount other than 0.
  package static func all(of bound: BoundCircuit, lots: [Int64], choices: [Int64]) throws(CircuitError) -> [TierCurve] {
    var search = Search(bound: bound, evaluator: Evaluator(bound, lots: lots, choices: choices))
    for definition in bound.circuit.definitions { try search.visit(definition.body, definition.parameters[...]) }
    for assertion in bound.circuit.assertions {
      for side in assertion.sides { try search.visit(side, assertion.bindings[...]) }
    }
    return search.curves
  }

  private struct Search {
    let bound: BoundCircuit
    let evaluator: Evaluator
    var curves: [TierCurve] = []

    /// Runs through the tuples of some bindings, then through what is below.
    mutating func visit(_ expression: Expression, _ bindings: ArraySlice<BindingSite>) throws(CircuitError) {
      var frame = [Int](repeating: 0, count: bound.frameCount)
      try visit(expression, bindings, &frame)
    }

    private mutating func visit(
      _ expression: Expression, _ bindings: ArraySlice<BindingSite>, _ frame: inout [Int]
    ) throws(CircuitError) {
      guard Self.hasTiers(expression) else { return }
      guard let binding = bindings.first else { return try walk(expression, &frame) }
      for element in try bound.elements(binding.domain, frame) {
        frame[binding.slot] = Int(element)
        try visit(expression, bindings.dropFirst(), &frame)
      }
    }

    private mutating func walk(_ expression: Expression, _ frame: inout [Int]) throws(CircuitError) {
      switch expression.kind {
      case .negated(let inner), .absolute(let inner), .positive(let inner): try walk(inner, &frame)
      case .sum(let terms): for (_, term) in terms { try walk(term, &frame) }
      case .product(_, let secret?): try walk(secret, &frame)
      case .total(let item): try visit(item.expression, item.bindings[...], &frame)
      case .extreme(_, let items): for item in items { try visit(item.expression, item.bindings[...], &frame) }
      case .shortfall(_, let loss, _): try visit(loss.expression, loss.bindings[...], &frame)
      case .tiers(let table, let sites, let inner):
        let amount = try evaluator.value(inner, &frame)
        guard !amount.isZero else { return }
        let declaration = bound.circuit.tables[table]
        var names: [String] = []
        for site in sites {
          let place = try bound.position(site, frame)
          let elements = site.set.flatMap { bound.sets[$0]?.elements } ?? []
          names.append(elements.indices.contains(place) ? elements[place] : "?")
        }
        curves.append(
          TierCurve(
            name: declaration.name + (names.isEmpty ? "" : "[\(names.joined(separator: ", "))]"),
            isRising: declaration.schedule == .rising, lines: try bound.schedule(table, sites, expression, frame).lines,
            amount: amount, counted: try evaluator.value(expression, &frame), amountUnit: inner.unit ?? .number,
            unit: expression.unit ?? .number))
      default: return
      }
    }

    /// Whether a schedule stands below, definitions not followed: each is visited on its own.
    private static func hasTiers(_ expression: Expression) -> Bool {
      switch expression.kind {
      case .tiers: true
      case .negated(let inner), .absolute(let inner), .positive(let inner): hasTiers(inner)
      case .sum(let terms): terms.contains { hasTiers($0.term) }
      case .product(_, let secret): secret.map(hasTiers) ?? false
      case .total(let item): hasTiers(item.expression)
      case .extreme(_, let items): items.contains { hasTiers($0.expression) }
      case .shortfall(_, let loss, _): hasTiers(loss.expression)
      default: false
      }
    }
  }
}
