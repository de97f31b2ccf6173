/// Look-ups that the evaluator and the compiler share.
extension BoundCircuit {
  /// The place of a tuple of indices in row-major order.
  @inline(__always)
  package func place(_ sites: [IndexSite], _ strides: [Int], _ frame: [Int]) throws(CircuitError) -> Int {
    var place = 0
    for index in sites.indices { place += try position(sites[index], frame) * strides[index] }
    return place
  }

  /// The value of an argument, a lot or a limit.
  func given(_ expression: Expression, _ frame: [Int]) throws(CircuitError) -> Rational {
    switch expression.kind {
    case .argument(let index):
      if case .number(let value) = argumentValues[index] { return value }
    case .lot(let set, let site):
      if let values = lots[set] { return values[try position(site, frame)] }
    case .limit(let set, let site):
      if let values = limits[set] { return values[try position(site, frame)] }
    default: break
    }
    throw error(.lots, at: expression.location, "a set without lots or limits", "state both for its set in the risk file")
  }

  /// The number of a committed coordinate.
  package func coordinate(
    _ vector: Int, _ sites: [IndexSite], _ expression: Expression, _ frame: [Int]
  ) throws(CircuitError) -> Int {
    try number(vectors[vector], "\(circuit.committed[vector].name)", "committed", sites, expression, frame)
  }

  /// The number of a chosen value.
  package func chosenValue(
    _ vector: Int, _ sites: [IndexSite], _ expression: Expression, _ frame: [Int]
  ) throws(CircuitError) -> Int {
    try number(chosenVectors[vector], "\(circuit.chosen[vector].name)", "among what is chosen", sites, expression, frame)
  }

  @inline(__always)
  private func number(
    _ vector: BoundVector, _ name: @autoclosure () -> String, _ membership: String, _ sites: [IndexSite], _ expression: Expression,
    _ frame: [Int]
  ) throws(CircuitError) -> Int {
    let number = vector.numbers[try place(sites, vector.strides, frame)]
    guard number >= 0 else {
      throw error(
        .outsideDomain, at: expression.location, "\(name())[\(try tuple(sites, frame))] is not \(membership)",
        "narrow the `for` by `where`")
    }
    return Int(number)
  }

  /// The key of a definition's tuple, and the frame its body sees.
  package func instance(
    _ index: Int, _ sites: [IndexSite], _ expression: Expression, _ frame: [Int]
  ) throws(CircuitError) -> (key: Int, frame: [Int]) {
    let definition = circuit.definitions[index]
    var inner = [Int](repeating: 0, count: frameCount)
    for (site, parameter) in zip(sites, definition.parameters) {
      let element = try position(site, frame)
      guard try contains(element, parameter.domain, inner) else {
        throw error(
          .outsideDomain, at: site.location, "\(definition.name) is not defined for \(try tuple(sites, frame))",
          "narrow the `for`, or widen the definition's set")
      }
      inner[parameter.slot] = element
    }
    return (try place(sites, definitionStrides[index], frame), inner)
  }

  package func schedule(
    _ table: Int, _ sites: [IndexSite], _ expression: Expression, _ frame: [Int]
  ) throws(CircuitError) -> BoundTable.Schedule {
    guard let schedule = tables[table].schedules[try place(sites, tables[table].strides, frame)] else {
      throw missing(table, sites, expression, frame)
    }
    return schedule
  }

  func missing(_ table: Int, _ sites: [IndexSite], _ expression: Expression, _ frame: [Int]) -> CircuitError {
    let tuple = (try? tuple(sites, frame)) ?? ""
    return error(
      .missingEntry, at: expression.location, "the table \(circuit.tables[table].name) has no entry for \(tuple)",
      "add it to the risk file, or give the table a default")
  }

  private func tuple(_ sites: [IndexSite], _ frame: [Int]) throws(CircuitError) -> String {
    var names: [String] = []
    for site in sites {
      let elements = site.set.flatMap { sets[$0]?.elements } ?? []
      let position = try position(site, frame)
      names.append(elements.indices.contains(position) ? elements[position] : "?")
    }
    return names.joined(separator: ", ")
  }

  /// The sum of a shortfall's weights, once share and weights are known to be in order.
  package func tailWeight(
    _ share: Rational, _ weights: [Rational], isWeighted: Bool, _ expression: Expression
  ) throws(CircuitError) -> Rational {
    let whole = weights.reduce(0, +)
    guard share.signum > 0 else {
      throw error(.weights, at: expression.location, "the share of the tail is 0", "use max(..) for the worst loss")
    }
    guard !weights.isEmpty else { throw error(.emptyExtreme, at: expression.location, "shortfall over nothing") }
    guard !isWeighted || whole == 1 else {
      throw error(.weights, at: expression.location, "the weights add up to \(whole), not to 1", "scale them in the risk file")
    }
    return whole
  }
}
