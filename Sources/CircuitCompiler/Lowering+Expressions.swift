import MarginModel

extension Lowering {
  /// Adds an expression times a constant to a form.
  mutating func lower(
    _ expression: Expression, times factor: Rational, _ frame: inout [Int], into builder: inout FormBuilder
  ) throws(CompileError) {
    guard expression.curvature != .constant else { return builder.add(factor * (try constant(expression, &frame))) }
    switch expression.kind {
    case .coordinate(let vector, let sites):
      let index = try looked { () throws(CircuitError) in try bound.coordinate(vector, sites, expression, frame) }
      builder.add(index, factor * bound.coordinates[index].lot)
    case .chosen(let vector, let sites):
      builder.add(
        choice(try looked { () throws(CircuitError) in try bound.chosenValue(vector, sites, expression, frame) }), times: factor)
    case .definition(let index, let sites): builder.add(try definition(index, sites, expression, frame), times: factor)
    case .negated(let inner): try lower(inner, times: -factor, &frame, into: &builder)
    case .sum(let terms):
      for (negative, term) in terms { try lower(term, times: negative ? -factor : factor, &frame, into: &builder) }
    case .product(let constants, let secret?):
      let product = factor * (try self.product(constants, &frame))
      if !product.isZero { try lower(secret, times: product, &frame, into: &builder) }
    case .total(let item):
      try forEach(item.bindings, &frame) { lowering, frame throws(CompileError) in
        try lowering.lower(item.expression, times: factor, &frame, into: &builder)
      }
    case .extreme(let extreme, let items):
      let items = try self.items(items, of: extreme, times: 1, &frame)
      builder.add(largest(items, negated: extreme == .minimum), times: factor)
    case .absolute(let inner):
      let form = try form(inner, &frame)
      guard !form.isConstant else { return builder.add(form.constant.magnitude * factor) }
      let (scale, positive, negative) = split(form)
      builder.add(positive, times: factor * scale.magnitude)
      builder.add(negative, times: factor * scale.magnitude)
    case .positive(let inner): builder.add(positivePart(try form(inner, &frame)), times: factor)
    case .shortfall(let share, let loss, let weight):
      builder.add(try shortfall(share, loss, weight, expression, &frame), times: factor)
    case .tiers(let table, let sites, let inner):
      let schedule = try looked { () throws(CircuitError) in try bound.schedule(table, sites, expression, frame) }
      let form = try form(inner, &frame)
      let items = schedule.lines.enumerated().map { index, line in
        (form: form.scaled(by: line.slope) + LinearForm(constant: line.intercept), label: "tier \(index + 1)")
      }
      builder.add(largest(items, negated: bound.circuit.tables[table].schedule == .falling), times: factor)
    case .number, .table, .argument, .lot, .limit, .product(_, of: nil): builder.add(factor * (try constant(expression, &frame)))
    }
  }

  mutating func form(_ expression: Expression, _ frame: inout [Int]) throws(CompileError) -> LinearForm {
    var builder = FormBuilder()
    try lower(expression, times: 1, &frame, into: &builder)
    return builder.form
  }

  private mutating func definition(
    _ index: Int, _ sites: [IndexSite], _ expression: Expression, _ frame: [Int]
  ) throws(CompileError) -> LinearForm {
    var (key, inner) = try looked { () throws(CircuitError) in try bound.instance(index, sites, expression, frame) }
    if let form = definitions[index][key] { return form }
    let outer = enter(index, inner)
    defer { place = outer }
    let form = try form(bound.circuit.definitions[index].body, &inner)
    definitions[index][key] = form
    return form
  }

  /// Names the rows that follow after a definition; returns the place to go back to.
  mutating func enter(_ index: Int, _ frame: [Int]) -> RowName {
    let definition = bound.circuit.definitions[index]
    let instance = bound.label(definition.parameters, frame)
    defer {
      place = RowName(
        line: definition.location.line, text: "define \(definition.name)" + (instance.isEmpty ? "" : " [\(instance)]"))
    }
    return place
  }

  func constant(_ expression: Expression, _ frame: inout [Int]) throws(CompileError) -> Rational {
    do { return try evaluator.value(expression, &frame) } catch { throw .circuit(error) }
  }

  func product(
    _ constants: [(divides: Bool, factor: Expression)], _ frame: inout [Int]
  ) throws(CompileError) -> Rational {
    do { return try evaluator.product(constants, &frame) } catch { throw .circuit(error) }
  }

  /// Binding has met every entry, so no error is expected.
  func looked<T>(_ body: () throws(CircuitError) -> T) throws(CompileError) -> T {
    do { return try body() } catch { throw .circuit(error) }
  }

  mutating func forEach(
    _ bindings: [BindingSite], _ frame: inout [Int], _ body: (inout Lowering, inout [Int]) throws(CompileError) -> Void
  ) throws(CompileError) {
    try forEach(bindings[...], &frame, body)
  }

  private mutating func forEach(
    _ bindings: ArraySlice<BindingSite>, _ frame: inout [Int],
    _ body: (inout Lowering, inout [Int]) throws(CompileError) -> Void
  ) throws(CompileError) {
    guard let binding = bindings.first else { return try body(&self, &frame) }
    let elements = try looked { () throws(CircuitError) in try bound.elements(binding.domain, frame) }
    for element in elements {
      frame[binding.slot] = Int(element)
      try forEach(bindings.dropFirst(), &frame, body)
    }
  }
}
