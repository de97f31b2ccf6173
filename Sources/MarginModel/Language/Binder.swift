/// Brings a circuit, a risk file and arguments together, with every check that needs more than the circuit.
struct Binder {
  let circuit: Circuit
  let risk: RiskFile
  private var labels = Labels()
  private(set) var sets: [String: BoundSet] = [:]

  /// The most tuples a table, a vector or a definition ranges over.
  static let tupleLimit = 1 << 22

  init(_ circuit: Circuit, _ risk: RiskFile) {
    self.circuit = circuit
    self.risk = risk
  }

  func error(
    _ rule: CircuitError.Rule, at location: SourceLocation?, _ message: String, _ suggestion: String? = nil
  ) -> CircuitError {
    circuit.source.error(rule, at: location, message, suggestion)
  }

  func bind(_ arguments: [String: String]) throws(CircuitError) -> BoundCircuit {
    var binder = self
    return try binder.run(arguments)
  }

  private mutating func run(_ arguments: [String: String]) throws(CircuitError) -> BoundCircuit {
    try loadSets()
    let tables = try circuit.tables.map { table throws(CircuitError) in try load(table) }
    let (values, shown) = try resolve(arguments)
    var domains: [BoundDomain] = []
    for site in circuit.domainSites { domains.append(try bind(site, values, domains)) }
    try checkArguments(values, domains)
    var indices: [BoundIndex] = []
    for site in circuit.indexSites { indices.append(try bind(site, values)) }
    var (lots, limits) = ([String: [Rational]](), [String: [Rational]]())
    for (name, set) in sets {
      lots[name] = risk.sets[name]?.lots ?? Array(repeating: 1, count: set.elements.count)
      limits[name] = risk.sets[name]?.limits ?? Array(repeating: 1_000_000_000, count: set.elements.count)
    }
    let definitionStrides = try circuit.definitions.map { definition throws(CircuitError) in
      try strides(definition.parameters.map(\.domain.root), at: definition.location).strides
    }
    let draft = BoundCircuit(
      circuit: circuit, risk: risk, coordinates: [], chosen: [], arguments: shown, sets: sets, tables: tables,
      argumentValues: values, vectors: [], chosenVectors: [], lots: lots, limits: limits, indices: indices, domains: domains,
      definitionStrides: definitionStrides, frameCount: circuit.slotCount)
    try checkCoverage(draft)
    var coordinates: [Coordinate] = []
    var seen: Set<[UInt8]> = []
    var vectors: [BoundVector] = []
    for vector in circuit.committed { vectors.append(try bind(vector, draft, &coordinates, &seen)) }
    var chosen: [ChosenValue] = []
    var chosenVectors: [BoundVector] = []
    for vector in circuit.chosen { chosenVectors.append(try bind(vector, draft, &chosen)) }
    return BoundCircuit(
      circuit: circuit, risk: risk, coordinates: coordinates, chosen: chosen, arguments: shown, sets: sets, tables: tables,
      argumentValues: values, vectors: vectors, chosenVectors: chosenVectors, lots: lots, limits: limits, indices: indices,
      domains: domains, definitionStrides: definitionStrides, frameCount: draft.frameCount)
  }

  // MARK: Sets and tables

  private mutating func loadSets() throws(CircuitError) {
    for declaration in circuit.sets {
      guard risk.sets[declaration.name] == nil else {
        throw error(
          .duplicateName, at: declaration.location, "\(declaration.name) is a set of the circuit and of the risk file",
          "rename the circuit's")
      }
      if case .elements(let elements) = declaration.kind {
        sets[declaration.name] = BoundSet(name: declaration.name, elements: elements, attributes: [:], labels: &labels)
      }
    }
    let named =
      circuit.domainSites.map { ($0.root, Optional($0.location)) }
      + circuit.tables.flatMap { table in table.sets.map { ($0, table.location) } }
    for (name, location) in named where sets[name] == nil {
      guard let set = risk.sets[name] else {
        throw error(.missingSet, at: location, "the risk file has no set \(name)", "add the set, or use one the file has")
      }
      sets[name] = BoundSet(name: name, elements: set.elements, attributes: set.attributes, labels: &labels)
    }
  }

  func strides(
    _ roots: [String], at location: SourceLocation
  ) throws(CircuitError) -> (strides: [Int], count: Int) {
    var strides = [Int](repeating: 1, count: roots.count)
    var count = 1
    for index in roots.indices.reversed() {
      strides[index] = count
      let (product, overflow) = count.multipliedReportingOverflow(by: sets[roots[index]]?.elements.count ?? 0)
      guard !overflow, product <= Binder.tupleLimit else {
        throw error(.size, at: location, "more than \(Binder.tupleLimit) tuples", "index it by fewer or smaller sets")
      }
      count = product
    }
    return (strides, count)
  }

  private func load(_ declaration: Circuit.TableDeclaration) throws(CircuitError) -> BoundTable {
    let (name, location) = (declaration.name, declaration.location)
    guard let table = risk.tables[name] else {
      throw error(
        .missingTable, at: location, "the risk file has no table \(name)", "add it, or bind the file made for this circuit")
    }
    guard table.index == declaration.sets else {
      throw error(
        .tableIndex, at: location,
        "the risk file's \(name) is indexed by [\(table.index.joined(separator: ", "))], the circuit's by "
          + "[\(declaration.sets.joined(separator: ", "))]")
    }
    guard table.unit == declaration.unit else {
      throw error(.tableUnit, at: location, "the risk file's \(name) is in \(table.unit), the circuit's in \(declaration.unit)")
    }
    let (strides, count) = try strides(declaration.sets, at: location)
    guard table.holdsSchedules == (declaration.schedule != nil) else {
      throw error(
        .tableKind, at: location,
        table.holdsSchedules
          ? "the risk file's \(name) holds schedules, not numbers" : "the risk file's \(name) holds numbers, not schedules")
    }
    guard let way = declaration.schedule else {
      let values = (0..<count).map { table.value(atPlace: $0) }
      for (place, value) in values.enumerated() {
        if let value, !declaration.range.contains(value) { throw outOfRange(declaration, place, value) }
      }
      return BoundTable(values: values, schedules: [], strides: strides)
    }
    var schedules: [BoundTable.Schedule?] = []
    for place in 0..<count {
      guard let schedule = table.schedule(positions(place, declaration.sets)) else {
        schedules.append(nil)
        continue
      }
      try check(schedule, way, declaration, place)
      schedules.append(BoundTable.Schedule(schedule))
    }
    return BoundTable(values: [], schedules: schedules, strides: strides)
  }

  private func check(
    _ schedule: Schedule, _ way: Syntax.Schedule, _ declaration: Circuit.TableDeclaration, _ place: Int
  ) throws(CircuitError) {
    for value in schedule.rate where !declaration.range.contains(value) { throw outOfRange(declaration, place, value) }
    guard way == .rising ? schedule.isRising : schedule.isFalling else {
      throw error(
        .schedule, at: declaration.location, "the rates of \(declaration.name)[\(tuple(place, declaration.sets))] are not \(way)")
    }
  }

  private func outOfRange(_ table: Circuit.TableDeclaration, _ place: Int, _ value: Rational) -> CircuitError {
    let (lower, upper) = (table.range.lower.map { "\($0)" } ?? "", table.range.upper.map { "\($0)" } ?? "")
    let tuple = tuple(place, table.sets)
    return error(
      .tableRange, at: table.location,
      "the risk file's \(table.name)\(tuple.isEmpty ? "" : "[\(tuple)]") = \(value) is out of range",
      "the circuit declares \(lower)..\(upper)")
  }

  /// The positions at a row-major place.
  private func positions(_ place: Int, _ roots: [String]) -> [Int] {
    var rest = place
    var positions: [Int] = []
    for root in roots.reversed() {
      let count = max(1, sets[root]?.elements.count ?? 1)
      positions.append(rest % count)
      rest /= count
    }
    return positions.reversed()
  }

  /// The elements at a row-major place.
  private func tuple(_ place: Int, _ roots: [String]) -> String {
    zip(positions(place, roots), roots).map { sets[$1]?.elements[$0] ?? "?" }.joined(separator: ", ")
  }

  // MARK: Indices and domains

  private mutating func bind(_ site: IndexSite, _ arguments: [BoundArgument]) throws(CircuitError) -> BoundIndex {
    switch site.kind {
    case .variable(let slot, let root):
      guard let set = site.set, set != root, let elements = sets[root]?.elements else { return .slot(slot) }
      // A listed set that is part of another: the same element has another place there.
      return .mapped(slot: slot, positions: elements.map { Int32(sets[set]?.positions[$0] ?? -1) })
    case .element(let element): return .constant(try position(of: element, site))
    case .argument(let index):
      guard case .element(let element) = arguments[index] else { return .constant(0) }
      return .constant(try position(of: element, site))
    case .attribute(let attribute, let slot, let root):
      let column = try column(attribute, root, at: site.location)
      guard let set = site.set else { return .mapped(slot: slot, positions: column) }
      var positions: [Int32] = []
      for label in column {
        guard label != Labels.none else {
          positions.append(-1)
          continue
        }
        let text = labels.texts[Int(label)]
        guard let position = sets[set]?.positions[text] else {
          throw error(
            .outsideDomain, at: site.location, "the attribute \(attribute) of \(root) holds \(text), which is not in \(set)",
            "point the attribute at elements of \(set)")
        }
        positions.append(Int32(position))
      }
      return .mapped(slot: slot, positions: positions)
    }
  }

  private func position(of element: String, _ site: IndexSite) throws(CircuitError) -> Int {
    guard let set = site.set else { return 0 }
    guard let position = sets[set]?.positions[element] else {
      throw error(.outsideDomain, at: site.location, "'\(element)' is not in \(set)")
    }
    return position
  }

  private func column(_ attribute: String, _ root: String, at location: SourceLocation) throws(CircuitError) -> [Int32] {
    guard let column = sets[root]?.attributes[attribute] else {
      throw error(
        .missingAttribute, at: location, "the risk file's set \(root) has no attribute \(attribute)",
        "add it, or name one that is there")
    }
    return column
  }

  private mutating func bind(
    _ site: DomainSite, _ arguments: [BoundArgument], _ known: [BoundDomain]
  ) throws(CircuitError) -> BoundDomain {
    let count = sets[site.root]?.elements.count ?? 0
    var elements = (0..<Int32(count)).map(\.self)
    // A named subset was resolved when it was declared, so its number is lower.
    if let declared = circuit.sets.first(where: { $0.name == site.set }), case .subset(let domain) = declared.kind {
      elements = known[domain.id].elements
    }
    var conditions: [BoundCondition] = []
    for condition in site.conditions {
      let column = try column(condition.attribute, site.root, at: condition.location)
      let label: BoundLabel
      switch condition.index.kind {
      case .element(let text): label = .constant(labels.number(text))
      case .argument(let index):
        guard case .element(let text) = arguments[index] else { continue }
        label = .constant(labels.number(text))
      case .variable(let slot, let set): label = .slot(slot, labels: sets[set]?.labels ?? [])
      case .attribute(let attribute, let slot, let set):
        label = .slot(slot, labels: try self.column(attribute, set, at: condition.index.location))
      }
      if case .constant(let wanted) = label {
        elements.removeAll { (column[Int($0)] == wanted) != condition.equal }
      } else {
        conditions.append(BoundCondition(column: column, equal: condition.equal, label: label, site: condition))
      }
    }
    if site.set != site.root { try checkGroups(site, elements, conditions) }
    return BoundDomain(elements: elements, count: count, conditions: conditions)
  }

  /// A named subset that is gone through group by group (`for i in derivative where currency == c`) has every element in a group: one
  /// without the attribute would be margined by nothing.
  private func checkGroups(_ site: DomainSite, _ elements: [Int32], _ conditions: [BoundCondition]) throws(CircuitError) {
    for condition in conditions where condition.equal {
      guard let stray = elements.first(where: { condition.column[Int($0)] == Labels.none }) else { continue }
      throw error(
        .coverage, at: condition.site.location,
        "\(sets[site.root]?.elements[Int(stray)] ?? "?") of \(site.set) has no \(condition.site.attribute), so it is in no group",
        "give it one in the risk file, or narrow the set \(site.set)")
    }
  }
}
