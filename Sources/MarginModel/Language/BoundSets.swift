/// A set as a circuit and a risk file together know it; elements go by their position.
package struct BoundSet: Sendable {
  package let name: String
  package let elements: [String]
  package let positions: [String: Int]
  /// For each attribute, the label number of each element, or `Labels.none`.
  package let attributes: [String: [Int32]]
  /// The label number of each element's own name.
  package let labels: [Int32]

  init(name: String, elements: [String], attributes: [String: [String?]], labels: inout Labels) {
    self.name = name
    self.elements = elements
    positions = Dictionary(zip(elements, elements.indices), uniquingKeysWith: { first, _ in first })
    self.labels = elements.map { labels.number($0) }
    self.attributes = attributes.mapValues { column in column.map { $0.map { labels.number($0) } ?? Labels.none } }
  }
}

/// Numbers for the texts that conditions compare.
struct Labels {
  /// The number of null: a condition on null is false for ==.
  static let none: Int32 = -1

  private var numbers: [String: Int32] = [:]
  private(set) var texts: [String] = []

  mutating func number(_ text: String) -> Int32 {
    if let known = numbers[text] { return known }
    let number = Int32(texts.count)
    numbers[text] = number
    texts.append(text)
    return number
  }
}

/// How an index site finds its element's position.
package enum BoundIndex: Sendable {
  case slot(Int)
  case constant(Int)
  /// Through an attribute of the element in a slot; -1 where it is null.
  case mapped(slot: Int, positions: [Int32])
}

/// A label that a condition compares with.
enum BoundLabel: Sendable {
  case constant(Int32)
  case slot(Int, labels: [Int32])
}

struct BoundCondition: Sendable {
  /// The attribute's label of each element of the root set.
  let column: [Int32]
  let equal: Bool
  let label: BoundLabel
  let site: ConditionSite
}

/// A set with conditions: those that no index decides are applied already.
struct BoundDomain: Sendable {
  /// The positions in the root set, in its order.
  let elements: [Int32]
  /// Whether each position of the root set is among them.
  let holds: [Bool]
  let conditions: [BoundCondition]
  /// When the first condition is an ==: the elements by the label they need.
  let groups: [Int32: [Int32]]?

  init(elements: [Int32], count: Int, conditions: [BoundCondition]) {
    var holds = [Bool](repeating: false, count: count)
    for element in elements { holds[Int(element)] = true }
    self.elements = elements
    self.holds = holds
    self.conditions = conditions
    guard let first = conditions.first, first.equal else {
      groups = nil
      return
    }
    groups = Dictionary(grouping: elements) { first.column[Int($0)] }
  }
}

extension BoundCircuit {
  /// The label a condition compares with, for the elements that the frame holds.
  private func label(_ condition: BoundCondition, _ frame: [Int]) throws(CircuitError) -> Int32 {
    switch condition.label {
    case .constant(let label): return label
    case .slot(let slot, let labels):
      let label = labels[frame[slot]]
      guard label != Labels.none else { throw nullAttribute(condition.site.index, frame) }
      return label
    }
  }

  func nullAttribute(_ site: IndexSite, _ frame: [Int]) -> CircuitError {
    guard case .attribute(let attribute, let slot, let set) = site.kind, let elements = sets[set]?.elements else {
      return error(.nullAttribute, at: site.location, "an attribute is null")
    }
    return error(
      .nullAttribute, at: site.location, "\(elements[frame[slot]]) has no \(attribute)",
      "give it one in the risk file, or leave it out by `where`")
  }

  /// The elements a binding ranges over, given the names bound before it.
  package func elements(_ site: DomainSite, _ frame: [Int]) throws(CircuitError) -> [Int32] {
    let domain = domains[site.id]
    guard let first = domain.conditions.first else { return domain.elements }
    var elements = domain.elements
    var rest = domain.conditions[...]
    if let groups = domain.groups {
      elements = groups[try label(first, frame)] ?? []
      rest = rest.dropFirst()
    }
    for condition in rest {
      let label = try label(condition, frame)
      elements.removeAll { (condition.column[Int($0)] == label) != condition.equal }
    }
    return elements
  }

  /// Whether a binding ranges over an element.
  package func contains(_ element: Int, _ site: DomainSite, _ frame: [Int]) throws(CircuitError) -> Bool {
    let domain = domains[site.id]
    guard domain.holds[element] else { return false }
    for condition in domain.conditions {
      guard (condition.column[element] == (try label(condition, frame))) == condition.equal else { return false }
    }
    return true
  }

  /// The position of an index's element in its set.
  @inline(__always)
  package func position(_ site: IndexSite, _ frame: [Int]) throws(CircuitError) -> Int {
    switch indices[site.id] {
    case .slot(let slot): return frame[slot]
    case .constant(let position): return position
    case .mapped(let slot, let positions):
      let position = positions[frame[slot]]
      guard position >= 0 else { throw nullAttribute(site, frame) }
      return Int(position)
    }
  }

  /// Runs a body for every tuple of elements of some bindings, the first one outermost.
  package func forEach(
    _ bindings: some RandomAccessCollection<BindingSite>, _ frame: inout [Int],
    _ body: (inout [Int]) throws(CircuitError) -> Void
  ) throws(CircuitError) {
    guard let binding = bindings.first else { return try body(&frame) }
    let rest = bindings.dropFirst()
    for element in try elements(binding.domain, frame) {
      frame[binding.slot] = Int(element)
      if rest.isEmpty { try body(&frame) } else { try forEach(rest, &frame, body) }
    }
  }

  /// A definition's name with the elements it is evaluated for: `own[-, BTC]`.
  package func name(_ definition: Circuit.DefinitionDeclaration, _ frame: [Int]) -> String {
    let label = label(definition.parameters, frame)
    return label.isEmpty ? definition.name : "\(definition.name)[\(label)]"
  }

  /// The elements that bindings hold, for messages: `BTC, 05 spot -0.22`.
  package func label(_ bindings: [BindingSite], _ frame: [Int]) -> String {
    bindings.map { sets[$0.domain.root]?.elements[frame[$0.slot]] ?? "?" }.joined(separator: ", ")
  }
}
