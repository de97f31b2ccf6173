import MarginModel

/// Counts the references to each definition.
struct DefinitionUses {
  private(set) var counts: [Int]

  init(_ circuit: Circuit) {
    counts = Array(repeating: 0, count: circuit.definitions.count)
    for definition in circuit.definitions { count(definition.body, definition.parameters.isEmpty ? 1 : 2) }
    for assertion in circuit.assertions {
      for side in assertion.sides { count(side, assertion.bindings.isEmpty ? 1 : 2) }
    }
    for reveal in circuit.reveals { count(reveal.body, reveal.parameters.isEmpty ? 1 : 2) }
  }

  private mutating func count(_ item: ExpressionItem, _ weight: Int) {
    count(item.expression, item.bindings.isEmpty ? weight : 2)
  }

  private mutating func count(_ expression: Expression, _ weight: Int) {
    switch expression.kind {
    case .definition(let index, _): counts[index] += weight
    case .number, .table, .argument, .lot, .limit, .coordinate, .chosen: break
    case .negated(let inner), .absolute(let inner), .positive(let inner), .tiers(_, _, let inner): count(inner, weight)
    case .sum(let terms): for (_, term) in terms { count(term, weight) }
    case .product(let constants, let secret):
      for (_, factor) in constants { count(factor, weight) }
      if let secret { count(secret, weight) }
    case .total(let item): count(item, weight)
    case .extreme(_, let items): for item in items { count(item, weight) }
    case .shortfall(let share, let loss, let tailWeight):
      count(share, weight)
      count(loss, weight)
      if let tailWeight { count(tailWeight, 2) }
    }
  }
}
