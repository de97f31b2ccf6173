/// Checks the declarations of a circuit and resolves every name: the discipline of disciplined convex programming
/// (Grant, Boyd, Ye 2006), on declared ranges alone.
struct Checker {
  let declarations: CircuitDeclarations
  let source: CircuitSource

  private(set) var sets: [Circuit.SetDeclaration] = []
  private var setNumbers: [String: Int] = [:]
  private(set) var tables: [Circuit.TableDeclaration] = []
  private(set) var arguments: [Circuit.ArgumentDeclaration] = []
  private(set) var committed: [Circuit.VectorDeclaration] = []
  private(set) var chosen: [Circuit.ChosenDeclaration] = []
  private(set) var definitions: [Circuit.DefinitionDeclaration?] = []
  private(set) var assertions: [Circuit.AssertionDeclaration] = []
  private(set) var reveals: [Circuit.DefinitionDeclaration] = []
  private(set) var indexSites: [IndexSite] = []
  private(set) var domainSites: [DomainSite] = []
  /// The most names bound at once.
  var slotCount = 0

  /// What a name in an expression stands for.
  enum Symbol {
    case table(Int), argument(Int), committed(Int), chosen(Int), definition(Int)
  }

  private(set) var symbols: [String: Symbol] = [:]
  /// The parameters of definitions, known before their bodies.
  private(set) var definitionParameters: [[BindingSite]] = []
  private var inProgress: [Int] = []
  private var revealed: Set<String> = []

  /// The highest tree, definitions included, and the longest chain of definitions.
  static let heightLimit = 120
  /// The most indices in sight at one place.
  static let indexLimit = 16

  init(_ declarations: CircuitDeclarations, _ source: CircuitSource) {
    self.declarations = declarations
    self.source = source
  }

  mutating func check() throws(CircuitError) {
    try declareSets()
    try declareTables()
    try declareArguments()
    try declareVectors()
    for index in declarations.definitions.indices { try define(index) }
    for (text, assertion, location) in declarations.assertions { try check(assertion, text, location) }
    for (signature, body) in declarations.reveals { try reveal(signature, body) }
  }

  // MARK: Declarations

  private mutating func declare(_ name: String, _ symbol: Symbol, at location: SourceLocation) throws(CircuitError) {
    try refuseReserved(name, at: location)
    guard symbols.updateValue(symbol, forKey: name) == nil else {
      throw source.error(.duplicateName, at: location, "\(name) is declared twice", "rename one of them")
    }
  }

  private func refuseReserved(_ name: String, at location: SourceLocation) throws(CircuitError) {
    guard !Token.functions.contains(name), name != "lot", name != "limit" else {
      throw source.error(.reservedName, at: location, "\(name) is built in", "choose another name")
    }
  }

  private mutating func declareSets() throws(CircuitError) {
    let names = Set(declarations.sets.map(\.name.text))
    for (name, definition) in declarations.sets {
      guard set(named: name.text) == nil else {
        throw source.error(.duplicateName, at: name.location, "the set \(name.text) is declared twice", "rename one of them")
      }
      switch definition {
      case .elements(let elements, _):
        add(Circuit.SetDeclaration(name: name.text, kind: .elements(elements), location: name.location))
      case .subset(let subset):
        // A subset may use the sets above it only, so there is no cycle.
        guard !names.contains(subset.set) || set(named: subset.set) != nil else {
          throw source.error(.recursion, at: subset.location, "\(subset.set) is declared below", "declare it above \(name.text)")
        }
        let domain = try resolve(subset, in: Scope())
        add(Circuit.SetDeclaration(name: name.text, kind: .subset(domain), location: name.location))
      }
    }
  }

  private mutating func add(_ set: Circuit.SetDeclaration) {
    setNumbers[set.name] = sets.count
    sets.append(set)
  }

  /// A set that the circuit declares, of those declared so far.
  func set(named name: String) -> Circuit.SetDeclaration? { setNumbers[name].map { sets[$0] } }

  private mutating func declareTables() throws(CircuitError) {
    for (signature, type) in declarations.tables {
      try declare(signature.name, .table(tables.count), at: signature.location)
      for set in signature.parameters where self.set(named: set.text) != nil {
        throw source.error(
          .indexSet, at: set.location, "\(set.text) is a set of the circuit, but a table is indexed by sets of the risk file",
          "index \(signature.name) by the risk file's set")
      }
      tables.append(
        Circuit.TableDeclaration(
          name: signature.name, sets: signature.parameters.map(\.text), schedule: type.schedule, unit: try unit(of: type),
          range: try range(of: type), location: signature.location))
    }
  }

  private mutating func declareArguments() throws(CircuitError) {
    for (name, definition) in declarations.arguments {
      try declare(name.text, .argument(arguments.count), at: name.location)
      switch definition {
      case .number(let type, let fallback):
        guard type.schedule == nil else {
          throw source.error(.schedule, at: type.location, "an argument is a number, not a schedule", "make it a table under risk")
        }
        let range = try range(of: type)
        if let fallback {
          guard let value = Rational(fallback.text), range.contains(value) else {
            throw source.error(
              .argument, at: fallback.location, "the default \(fallback.text) is not a number in the declared range")
          }
        }
        arguments.append(
          Circuit.ArgumentDeclaration(
            name: name.text, kind: .number(try unit(of: type), range), fallback: fallback?.text, location: name.location))
      case .element(let set, let fallback):
        arguments.append(
          Circuit.ArgumentDeclaration(
            name: name.text, kind: .element(set: set.text), fallback: fallback, location: name.location))
      }
    }
  }

  private mutating func declareVectors() throws(CircuitError) {
    let place = SourceLocation(line: 1, column: 1)
    let ordinary = Syntax.Signature(
      name: "x",
      parameters: [
        Syntax.Binding(
          variable: "i", domain: Syntax.Subset(set: "instrument", conditions: [], location: place), location: place)
      ], location: place)
    let vectors = declarations.committed ?? [ordinary]
    guard !vectors.isEmpty else {
      throw source.error(.keys, at: place, "committed lists nothing", "leave the key out for x[i in instrument]")
    }
    for signature in vectors {
      guard !signature.parameters.isEmpty else {
        throw source.error(
          .indexCount, at: signature.location, "a committed vector ranges over a set", "write \(signature.name)[i in set]")
      }
      try declare(signature.name, .committed(committed.count), at: signature.location)
      committed.append(
        Circuit.VectorDeclaration(
          name: signature.name, parameters: try parameters(signature), location: signature.location))
    }
    for (index, (signature, _)) in declarations.chosen.enumerated() {
      try declare(signature.name, .chosen(index), at: signature.location)
    }
    for (index, (signature, _)) in declarations.definitions.enumerated() {
      try declare(signature.name, .definition(index), at: signature.location)
      definitionParameters.append(try parameters(signature))
      definitions.append(nil)
    }
    for (signature, range) in declarations.chosen {
      let parameters = try parameters(signature)
      let scope = Scope(parameters)
      var bounds: [Expression] = []
      for side in [range.lower, range.upper] + (range.step.map { [$0] } ?? []) {
        let bound = try expression(side, in: scope)
        guard bound.curvature == .constant, bound.unit == nil || bound.unit == .number else {
          throw source.error(.form, at: bound.location, "a chosen range is a public number, a count")
        }
        bounds.append(bound)
      }
      chosen.append(
        Circuit.ChosenDeclaration(
          name: signature.name, parameters: parameters, lower: bounds[0], upper: bounds[1],
          step: bounds.count > 2 ? bounds[2] : nil, location: signature.location))
    }
  }

  private mutating func parameters(_ signature: Syntax.Signature<Syntax.Binding>) throws(CircuitError) -> [BindingSite] {
    var scope = Scope()
    return try bind(signature.parameters, in: &scope)
  }

  private func unit(of type: Syntax.ValueType) throws(CircuitError) -> UnitOfMeasure {
    guard let unit = UnitOfMeasure(type.unit) else {
      throw source.error(.units, at: type.location, "\(type.unit) is not a unit", "write number, USD or USD/BTC")
    }
    return unit
  }

  private func range(of type: Syntax.ValueType) throws(CircuitError) -> ConstantRange {
    func number(_ text: String?) throws(CircuitError) -> Rational? {
      guard let text else { return nil }
      guard let value = Rational(text) else {
        throw source.error(.syntax, at: type.location, "\(text.prefix(40)) is not a number that can be read")
      }
      return value
    }
    let lower = try number(type.lower)
    let upper = try number(type.upper)
    if let lower, let upper, lower > upper {
      throw source.error(.form, at: type.location, "the range \(lower)..\(upper) is empty", "write the smaller end first")
    }
    return ConstantRange(lower, upper)
  }

  // MARK: Definitions, assertions, reveals

  /// Checks one definition, once, whoever asks first.
  @discardableResult
  mutating func define(_ index: Int, from use: SourceLocation? = nil) throws(CircuitError) -> Circuit.DefinitionDeclaration {
    if let definition = definitions[index] { return definition }
    let (signature, body) = declarations.definitions[index]
    guard !inProgress.contains(index) else {
      throw source.error(.recursion, at: use ?? signature.location, "\(signature.name) refers to itself")
    }
    guard inProgress.count < Checker.heightLimit else {
      throw source.error(.nesting, at: signature.location, "a chain of more than \(Checker.heightLimit) definitions")
    }
    inProgress.append(index)
    defer { inProgress.removeLast() }
    let parameters = definitionParameters[index]
    let definition = Circuit.DefinitionDeclaration(
      name: signature.name, parameters: parameters, body: try expression(body, in: Scope(parameters)), location: signature.location)
    definitions[index] = definition
    return definition
  }

  private mutating func check(
    _ assertion: Syntax.Assertion, _ text: String, _ location: SourceLocation
  ) throws(CircuitError) {
    var scope = Scope()
    let bindings = try bind(assertion.bindings, in: &scope)
    var sides: [Expression] = []
    for side in assertion.sides { sides.append(try expression(side, in: scope)) }
    for (index, (relation, place)) in assertion.relations.enumerated() {
      let (left, right) = (sides[index], sides[index + 1])
      _ = try join([left, right], "a comparison", at: place)
      if relation == .equal {
        guard left.curvature.isAffine, right.curvature.isAffine else {
          throw source.error(
            .equality, at: place, "== with a \(left.curvature.isAffine ? right.curvature : left.curvature) side",
            "== needs affine sides; >= or <= compare a convex requirement")
        }
        continue
      }
      let (larger, smaller) = relation == .atLeast ? (left, right) : (right, left)
      guard larger.curvature != .convex else {
        throw source.error(
          .comparison, at: larger.location, "the larger side is convex; it must be concave or affine",
          "value assets by min(..) of lines, and keep abs, max and positive on the smaller side")
      }
      guard smaller.curvature != .concave else {
        throw source.error(
          .comparison, at: smaller.location, "the smaller side is concave; it must be convex or affine",
          "charge by max(..) of lines, and keep min on the larger side")
      }
    }
    assertions.append(
      Circuit.AssertionDeclaration(
        text: text, sides: sides, relations: assertion.relations.map(\.relation), bindings: bindings, location: location))
  }

  private mutating func reveal(
    _ signature: Syntax.Signature<Syntax.Binding>, _ body: Syntax.Expression
  ) throws(CircuitError) {
    guard revealed.insert(signature.name).inserted else {
      throw source.error(.duplicateName, at: signature.location, "\(signature.name) is revealed twice")
    }
    let parameters = try parameters(signature)
    let value = try expression(body, in: Scope(parameters))
    guard value.curvature.isAffine else {
      throw source.error(
        .reveal, at: value.location, "a \(value.curvature) value cannot be revealed; it must be affine",
        "reveal the sums it is made of")
    }
    reveals.append(
      Circuit.DefinitionDeclaration(name: signature.name, parameters: parameters, body: value, location: signature.location))
  }

  /// Numbers a new index site.
  mutating func site(
    _ kind: IndexSite.Kind, set: String?, at location: SourceLocation
  ) -> IndexSite {
    let site = IndexSite(kind: kind, set: set, location: location, id: indexSites.count)
    indexSites.append(site)
    return site
  }

  /// Numbers a new domain.
  mutating func domain(
    _ set: String, root: String, _ conditions: [ConditionSite], at location: SourceLocation
  ) -> DomainSite {
    let site = DomainSite(set: set, root: root, conditions: conditions, location: location, id: domainSites.count)
    domainSites.append(site)
    return site
  }
}
