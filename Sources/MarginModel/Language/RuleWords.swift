/// Puts checked expressions into English; knows the index names in sight.
struct RuleWords {
  private let circuit: Circuit
  /// The index name in each slot.
  private var names: [Int: String] = [:]

  init(_ circuit: Circuit, _ bindings: [BindingSite]) {
    self.circuit = circuit
    for binding in bindings { names[binding.slot] = binding.variable }
  }

  private func adding(_ bindings: [BindingSite]) -> RuleWords {
    var words = self
    for binding in bindings { words.names[binding.slot] = binding.variable }
    return words
  }

  // MARK: Bindings

  /// `own[d, u]`.
  func signature(_ name: String, _ parameters: [BindingSite]) -> String {
    parameters.isEmpty ? name : "\(name)[\(parameters.map(\.variable).joined(separator: ", "))]"
  }

  /// `for each d in side and u in underlying: `, or nothing.
  func each(_ bindings: [BindingSite]) -> String {
    bindings.isEmpty ? "" : "for each \(list(bindings)): "
  }

  /// ` for each i in instrument`, or nothing.
  func forEach(_ bindings: [BindingSite]) -> String {
    bindings.isEmpty ? "" : " for each \(list(bindings))"
  }

  private func list(_ bindings: [BindingSite]) -> String {
    let words = adding(bindings)
    return bindings.map { "\($0.variable) in \(words.domain($0.domain))" }.joined(separator: " and ")
  }

  private func domain(_ domain: DomainSite) -> String {
    let conditions = domain.conditions.map { "whose \($0.attribute) is \($0.equal ? "" : "not ")\(index($0.index))" }
    return conditions.isEmpty ? domain.set : "\(domain.set) \(conditions.joined(separator: " and "))"
  }

  private func index(_ site: IndexSite) -> String {
    switch site.kind {
    case .variable(let slot, _): names[slot] ?? "?"
    case .attribute(let attribute, let slot, _): "\(names[slot] ?? "?").\(attribute)"
    case .element(let element): "'\(element)'"
    case .argument(let argument): circuit.arguments[argument].name
    }
  }

  private func reference(_ name: String, _ sites: [IndexSite]) -> String {
    sites.isEmpty ? name : "\(name)[\(sites.map(index).joined(separator: ", "))]"
  }

  // MARK: Expressions

  /// An expression as a noun phrase.
  func phrase(_ expression: Expression) -> String {
    switch expression.kind {
    case .number(let value): return "\(value)"
    case .table(let table, let sites): return reference(circuit.tables[table].name, sites)
    case .argument(let argument): return circuit.arguments[argument].name
    case .lot(_, let site): return "the lot of \(index(site))"
    case .limit(_, let site): return "the limit of \(index(site))"
    case .coordinate(let vector, let sites): return reference(circuit.committed[vector].name, sites)
    case .chosen(let vector, let sites): return reference(circuit.chosen[vector].name, sites)
    case .definition(let definition, let sites): return reference(circuit.definitions[definition].name, sites)
    case .negated(let inner): return "minus \(factor(inner))"
    case .sum(let terms):
      return terms.enumerated().map { place, term in
        let sign = term.negative ? "minus " : place == 0 ? "" : "plus "
        return sign + (term.negative ? factor(term.term) : self.term(term.term, isLast: place == terms.count - 1))
      }.joined(separator: " ")
    case .product(let constants, let secret):
      var text = ""
      for (place, (divides, constant)) in constants.enumerated() {
        text +=
          place == 0 && !divides
          ? factor(constant) : "\(place == 0 ? "1" : "") \(divides ? "divided by" : "times") \(factor(constant))"
      }
      return secret.map { text + " times " + term($0, isLast: true) } ?? text
    case .total(let item):
      return "the sum over \(list(item.bindings)) of \(adding(item.bindings).term(item.expression, isLast: true))"
    case .extreme(let extreme, let items):
      let parts = items.map { item in
        item.bindings.isEmpty
          ? phrase(item.expression) : "\(adding(item.bindings).phrase(item.expression))\(forEach(item.bindings))"
      }
      return "the \(extreme == .maximum ? "largest" : "smallest") of {\(parts.joined(separator: "; "))}"
    case .absolute(let inner): return "the absolute value of \(factor(inner))"
    case .positive(let inner): return "the positive part of \(factor(inner))"
    case .shortfall(let share, let loss, let weight):
      let words = adding(loss.bindings)
      let weighted = weight.map { ", weighted by \(words.phrase($0))" } ?? ""
      return
        "the mean of the worst \(factor(share)) share of {\(words.phrase(loss.expression))\(forEach(loss.bindings))\(weighted)}"
    case .tiers(let table, let sites, let inner):
      return "\(factor(inner)) charged slice by slice at \(reference(circuit.tables[table].name, sites))"
    }
  }

  /// A phrase that may stand beside `plus`: the last one of a sum needs no bracket around another sum's end.
  private func term(_ expression: Expression, isLast: Bool) -> String {
    switch expression.kind {
    case .total, .absolute, .positive, .tiers: isLast ? phrase(expression) : "(\(phrase(expression)))"
    case .sum: "(\(phrase(expression)))"
    default: phrase(expression)
    }
  }

  /// A phrase that may stand beside `times` or `of`.
  private func factor(_ expression: Expression) -> String {
    switch expression.kind {
    case .sum, .product, .total, .negated, .absolute, .positive, .tiers: "(\(phrase(expression)))"
    default: phrase(expression)
    }
  }

  /// `USD, at least 0`.
  static func type(_ unit: UnitOfMeasure, _ range: ConstantRange) -> String {
    let bounds =
      switch (range.lower, range.upper) {
      case (let lower?, let upper?): ", from \(lower) to \(upper)"
      case (let lower?, nil): ", at least \(lower)"
      case (nil, let upper?): ", at most \(upper)"
      case (nil, nil): ""
      }
    return "\(unit)\(bounds)"
  }
}
