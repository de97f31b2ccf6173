/// The index names in sight at a place; the slot of a name is its position.
struct Scope {
  private(set) var names: [(name: String, root: String)] = []

  init(_ parameters: [BindingSite] = []) {
    names = parameters.map { ($0.variable, $0.domain.root) }
  }

  func slot(_ name: String) -> Int? { names.firstIndex { $0.name == name } }

  func root(_ slot: Int) -> String { names[slot].root }

  mutating func add(_ name: String, root: String) -> Int {
    names.append((name, root))
    return names.count - 1
  }
}

extension Checker {
  /// Adds bindings to a scope, each domain seeing the names before it.
  mutating func bind(_ bindings: [Syntax.Binding], in scope: inout Scope) throws(CircuitError) -> [BindingSite] {
    var sites: [BindingSite] = []
    for binding in bindings {
      guard scope.names.count < Checker.indexLimit else {
        throw source.error(.nesting, at: binding.location, "more than \(Checker.indexLimit) indices at once")
      }
      let domain = try resolve(binding.domain, in: scope)
      guard scope.slot(binding.variable) == nil else {
        throw source.error(
          .duplicateName, at: binding.location, "\(binding.variable) is bound twice", "give the inner index another name")
      }
      guard symbols[binding.variable] == nil else {
        throw source.error(
          .duplicateName, at: binding.location, "\(binding.variable) is already the name of a value",
          "give the index another name")
      }
      let slot = scope.add(binding.variable, root: domain.root)
      slotCount = max(slotCount, slot + 1)
      sites.append(BindingSite(variable: binding.variable, slot: slot, domain: domain))
    }
    return sites
  }

  /// The set that a set's elements come from: itself, or what a subset filters.
  func root(of set: String) -> String {
    guard case .subset(let domain) = self.set(named: set)?.kind else { return set }
    return domain.root
  }

  private func isLiteral(_ root: String) -> Bool { set(named: root) != nil }

  /// Whether every element that the circuit lists in one set is listed in the other too.
  private func isPart(_ part: String, of whole: String) -> Bool {
    func elements(_ name: String) -> Set<String>? {
      guard case .elements(let elements) = set(named: name)?.kind else { return nil }
      return Set(elements)
    }
    guard let part = elements(part), let whole = elements(whole) else { return false }
    return part.isSubset(of: whole)
  }

  mutating func resolve(_ subset: Syntax.Subset, in scope: Scope) throws(CircuitError) -> DomainSite {
    let root = root(of: subset.set)
    var conditions: [ConditionSite] = []
    for condition in subset.conditions {
      switch symbols[condition.attribute] {
      case .committed, .chosen, .definition:
        throw source.error(
          .condition, at: condition.location, "\(condition.attribute) is a value, but `where` compares attributes of \(root)",
          "which positions are held is private: charge by abs(..) or positive(..) instead")
      default: break
      }
      guard !isLiteral(root) else {
        throw source.error(.condition, at: condition.location, "\(root) is listed in the circuit and has no attributes")
      }
      conditions.append(
        ConditionSite(
          attribute: condition.attribute, equal: condition.equal, index: try resolve(condition.index, from: nil, in: scope),
          location: condition.location))
    }
    return domain(subset.set, root: root, conditions, at: subset.location)
  }

  /// Resolves an index that must name an element of a set, or, in a condition, any label.
  mutating func resolve(
    _ index: Syntax.Index, from set: String?, in scope: Scope
  ) throws(CircuitError) -> IndexSite {
    switch index.kind {
    case .element(let element):
      if let set, case .elements(let elements) = self.set(named: set)?.kind,
        !elements.contains(element)
      {
        throw source.error(.outsideDomain, at: index.location, "'\(element)' is not in \(set)")
      }
      return site(.element(element), set: set, at: index.location)
    case .name(let name):
      if let slot = scope.slot(name) {
        try require(scope.root(slot), isRootOf: set, name, at: index.location)
        return site(.variable(slot: slot, set: scope.root(slot)), set: set, at: index.location)
      }
      if case .argument(let argument) = symbols[name], case .element(let argumentSet) = arguments[argument].kind {
        try require(root(of: argumentSet), isRootOf: set, name, at: index.location)
        return site(.argument(argument), set: set, at: index.location)
      }
      throw unbound(name, at: index.location)
    case .attribute(let attribute, let name):
      guard let slot = scope.slot(name) else { throw unbound(name, at: index.location) }
      let root = scope.root(slot)
      guard !isLiteral(root) else {
        throw source.error(.condition, at: index.location, "\(root) is listed in the circuit and has no attributes")
      }
      return site(.attribute(attribute, slot: slot, set: root), set: set, at: index.location)
    }
  }

  private func unbound(_ name: String, at location: SourceLocation) -> CircuitError {
    source.error(
      .unboundIndex, at: location, "the index \(name) is not bound here",
      "add `for \(name) in set`, or quote it if it is an element: '\(name)'")
  }

  private func require(
    _ root: String, isRootOf set: String?, _ name: String, at location: SourceLocation
  ) throws(CircuitError) {
    guard let set, root != set, !isPart(root, of: set) else { return }
    throw source.error(
      .indexSet, at: location, "\(name) ranges over \(root), but the index here is from \(set)",
      "use an attribute that points to \(set): \(name).attribute")
  }
}
