/// The arguments that a request chooses.
extension Binder {
  /// The value of every argument, as given or by default, and its canonical text.
  func resolve(
    _ given: [String: String]
  ) throws(CircuitError) -> (values: [BoundArgument], shown: [(name: String, value: String)]) {
    for name in given.keys.sorted() where !circuit.arguments.contains(where: { $0.name == name }) {
      let known = circuit.arguments.map(\.name).joined(separator: ", ")
      throw error(
        .argument, at: nil, "the circuit has no argument \(name.prefix(64))", known.isEmpty ? "give none" : "it has \(known)")
    }
    var values: [BoundArgument] = []
    var shown: [(name: String, value: String)] = []
    for argument in circuit.arguments {
      guard let text = given[argument.name] ?? argument.fallback else {
        throw error(.argument, at: argument.location, "the argument \(argument.name) has no default", "give a value for it")
      }
      switch argument.kind {
      case .number(_, let range):
        guard let value = Rational(text) else {
          throw error(
            .argument, at: argument.location, "the argument \(argument.name) = \(text.prefix(64)) is not a number",
            "write 1.25 or 5/4")
        }
        guard range.contains(value) else {
          throw error(.argument, at: argument.location, "the argument \(argument.name) = \(value) is out of its declared range")
        }
        values.append(.number(value))
        shown.append((argument.name, value.description))
      case .element:
        values.append(.element(text))
        shown.append((argument.name, text))
      }
    }
    return (values, shown)
  }

  /// An element argument is in its set.
  func checkArguments(_ values: [BoundArgument], _ domains: [BoundDomain]) throws(CircuitError) {
    for (argument, value) in zip(circuit.arguments, values) {
      guard case .element(let set) = argument.kind, case .element(let element) = value else { continue }
      let elements: [String]
      if let declared = circuit.sets.first(where: { $0.name == set }), case .subset(let domain) = declared.kind {
        elements = domains[domain.id].elements.compactMap { sets[domain.root]?.elements[Int($0)] }
      } else if let known = sets[set]?.elements ?? risk.sets[set]?.elements {
        elements = known
      } else {
        throw error(.missingSet, at: argument.location, "the risk file has no set \(set)")
      }
      guard elements.contains(element) else {
        throw error(
          .argument, at: argument.location, "the argument \(argument.name) = \(element.prefix(64)) is not in \(set)",
          "\(set) has \(elements.prefix(8).joined(separator: ", "))\(elements.count > 8 ? ", .." : "")")
      }
    }
  }
}
