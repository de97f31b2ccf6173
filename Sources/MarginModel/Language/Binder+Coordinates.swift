import BigInt

/// The private coordinates of a bound circuit.
extension Binder {
  /// Lists a committed vector's coordinates, in row-major order of its sets.
  func bind(
    _ vector: Circuit.VectorDeclaration, _ draft: BoundCircuit, _ coordinates: inout [Coordinate], _ seen: inout Set<[UInt8]>
  ) throws(CircuitError) -> BoundVector {
    let roots = vector.parameters.map(\.domain.root)
    let (strides, count) = try strides(roots, at: vector.location)
    var numbers = [Int32](repeating: -1, count: count)
    var frame = [Int](repeating: 0, count: draft.frameCount)
    guard let last = vector.parameters.last else { return BoundVector(strides: strides, numbers: numbers) }
    var listed: [(place: Int, coordinate: Coordinate)] = []
    try draft.forEach(vector.parameters, &frame) { frame throws(CircuitError) in
      let elements = vector.parameters.map { draft.sets[$0.domain.root]?.elements[frame[$0.slot]] ?? "" }
      let position = frame[last.slot]
      guard let lot = draft.lots[last.domain.root]?[position], let limit = draft.limits[last.domain.root]?[position] else { return }
      let place = zip(vector.parameters, strides).reduce(0) { $0 + frame[$1.0.slot] * $1.1 }
      listed.append((place, try coordinate(elements.joined(separator: "/"), lot, limit, vector)))
    }
    for (place, coordinate) in listed {
      guard seen.insert(Array(coordinate.id.utf8)).inserted else {
        throw error(
          .duplicateName, at: vector.location, "two coordinates have the id \(coordinate.id)",
          "let committed vectors differ by a literal set: x[s in side, a in asset]")
      }
      numbers[place] = Int32(coordinates.count)
      coordinates.append(coordinate)
    }
    return BoundVector(strides: strides, numbers: numbers)
  }

  /// Lists the values of a `chosen` declaration, each with its range.
  func bind(
    _ vector: Circuit.ChosenDeclaration, _ draft: BoundCircuit, _ chosen: inout [ChosenValue]
  ) throws(CircuitError) -> BoundVector {
    let (strides, count) = try strides(vector.parameters.map(\.domain.root), at: vector.location)
    var numbers = [Int32](repeating: -1, count: count)
    let evaluator = Evaluator(draft)
    var frame = [Int](repeating: 0, count: draft.frameCount)
    var listed: [(place: Int, value: ChosenValue)] = []
    try draft.forEach(vector.parameters, &frame) { frame throws(CircuitError) in
      let lower = try evaluator.value(vector.lower, &frame)
      let upper = try evaluator.value(vector.upper, &frame)
      let step = try vector.step.map { step throws(CircuitError) in try evaluator.value(step, &frame) } ?? 1
      let label = draft.label(vector.parameters, frame)
      let name = label.isEmpty ? vector.name : "\(vector.name)[\(label)]"
      guard step.signum > 0 else {
        throw error(.chosenRange, at: vector.location, "the step of \(name) is \(step), not above 0")
      }
      guard lower <= upper, let count = Int64(exactly: ((upper - lower) / step).floor()) else {
        throw error(
          .chosenRange, at: vector.location, "the range of \(name), \(lower) .. \(upper) step \(step), holds no value or too many",
          "write the smaller end first, with fewer than 2^63 steps")
      }
      let place = zip(vector.parameters, strides).reduce(0) { $0 + frame[$1.0.slot] * $1.1 }
      listed.append((place, ChosenValue(name: name, line: vector.location.line, lower: lower, step: step, count: count)))
    }
    for (place, value) in listed {
      numbers[place] = Int32(chosen.count)
      chosen.append(value)
    }
    return BoundVector(strides: strides, numbers: numbers)
  }

  private func coordinate(
    _ id: String, _ lot: Rational, _ limit: Rational, _ vector: Circuit.VectorDeclaration
  ) throws(CircuitError) -> Coordinate {
    guard let column = PositionColumn.name(id: id, lot: lot) else {
      throw error(
        .position, at: vector.location, "\(id.prefix(140)) with its lot \(lot) makes a name longer than 128 characters",
        "shorten the elements' names")
    }
    let whole = (limit / lot).floor()
    guard whole > 0 else {
      throw error(
        .lots, at: vector.location, "the limit \(limit) of \(id) is below its lot \(lot)", "mend lot or limit in the risk file")
    }
    // Books count lots in machine words.
    let lots = Int64(exactly: whole) ?? .max
    return Coordinate(id: id, column: column, lot: lot, limit: limit, limitInLots: lots)
  }

  /// Named subsets of a committed set must together cover it: a position in none of them would be margined by nothing.
  func checkCoverage(_ draft: BoundCircuit) throws(CircuitError) {
    let frame = [Int](repeating: 0, count: draft.frameCount)
    for vector in circuit.committed {
      for parameter in vector.parameters {
        var covered: Set<Int32> = []
        var names: [String] = []
        for set in circuit.sets where set.name != parameter.domain.set {
          guard case .subset(let domain) = set.kind, domain.root == parameter.domain.root else { continue }
          covered.formUnion(try draft.elements(domain, frame))
          names.append(set.name)
        }
        // Conditions of the vector itself that depend on an earlier index only narrow this list.
        guard !names.isEmpty, let missed = draft.domains[parameter.domain.id].elements.first(where: { !covered.contains($0) }),
          let element = draft.sets[parameter.domain.root]?.elements[Int(missed)]
        else { continue }
        throw error(
          .coverage, at: vector.location, "\(element) of \(parameter.domain.root) is in none of \(names.joined(separator: ", "))",
          "a position in it would count for nothing: widen a set of the circuit, or leave it out of the risk file")
      }
    }
  }
}
