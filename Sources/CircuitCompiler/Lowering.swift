import MarginModel

/// Turns the assertions of a bound circuit into a linear program.
///
/// Curvature was checked with the circuit, so a max stands only where a larger value cannot help the book: its form may be any
/// upper bound, and a min's any lower bound. A form is tight for the witness that ``LinearProgram/Step`` finds.
struct Lowering {
  let bound: BoundCircuit
  private let evaluator: Evaluator
  private(set) var program: LinearProgram
  private var definitions: [[Int: LinearForm]]
  private var splits: [LinearForm: (positive: LinearForm, negative: LinearForm)] = [:]
  /// How often each definition is referred to; a reference in a `for` counts twice.
  private let uses: [Int]
  /// The definition or assertion being lowered.
  private var place = RowName(line: 0, text: "")

  private init(_ bound: BoundCircuit) {
    self.bound = bound
    evaluator = Evaluator(bound, lots: [Int64](repeating: 0, count: bound.coordinates.count))
    program = LinearProgram(bound.coordinates)
    definitions = Array(repeating: [:], count: bound.circuit.definitions.count)
    uses = DefinitionUses(bound.circuit).counts
  }

  static func program(_ bound: BoundCircuit, revealed: [Rational]) throws(CompileError) -> LinearProgram {
    var lowering = Lowering(bound)
    for (number, assertion) in bound.circuit.assertions.enumerated() { try lowering.lower(assertion, number: number + 1) }
    try lowering.lowerReveals(revealed)
    return lowering.program
  }

  private func frame() -> [Int] { [Int](repeating: 0, count: bound.frameCount) }

  // MARK: Assertions

  private mutating func lower(_ assertion: Circuit.AssertionDeclaration, number: Int) throws(CompileError) {
    var frame = frame()
    try forEach(assertion.bindings, &frame) { lowering, frame throws(CompileError) in
      let instance = lowering.bound.label(assertion.bindings, frame)
      for (index, relation) in assertion.relations.enumerated() {
        let (left, right) = (assertion.sides[index], assertion.sides[index + 1])
        let (larger, smaller) = relation == .atMost ? (right, left) : (left, right)
        let name = RowName(
          line: assertion.location.line, text: "assert \(number)" + (instance.isEmpty ? "" : " [\(instance)]"))
        lowering.place = name
        var builder = FormBuilder()
        try lowering.lower(larger, times: 1, &frame, into: &builder)
        try lowering.lower(smaller, times: -1, &frame, into: &builder)
        try lowering.assert(builder.form, relation, assertion, instance, unit: left.unit ?? right.unit ?? .number, name)
      }
    }
  }

  /// form >= 0, or form == 0.
  private mutating func assert(
    _ form: LinearForm, _ relation: Syntax.Relation, _ assertion: Circuit.AssertionDeclaration, _ instance: String,
    unit: UnitOfMeasure, _ name: RowName
  ) throws(CompileError) {
    guard !form.isConstant else {
      guard relation == .equal ? form.constant.isZero : form.constant.signum >= 0 else {
        throw .neverHolds(assertion: assertion.text, line: assertion.location.line)
      }
      return
    }
    let grid = form.content
    let stated = LinearProgram.Assertion(
      text: assertion.text, instance: instance, line: assertion.location.line, unit: unit, scale: grid)
    guard relation != .equal else { return program.add(form, name, assertion: stated) }
    let slack = program.variable(grid: grid, upTo: program.interval(form).upper, name)
    program.add(.slack(row: program.rows.count, variable: program.lastVariable))
    program.add(form - slack, name, assertion: stated)
  }

  private mutating func lowerReveals(_ revealed: [Rational]) throws(CompileError) {
    var values = revealed[...]
    var needed = 0
    for reveal in bound.circuit.reveals {
      var frame = frame()
      try forEach(reveal.parameters, &frame) { lowering, frame throws(CompileError) in
        needed += 1
        let instance = lowering.bound.label(reveal.parameters, frame)
        let name = RowName(
          line: reveal.location.line, text: "reveal \(reveal.name)" + (instance.isEmpty ? "" : " [\(instance)]"))
        var builder = FormBuilder()
        try lowering.lower(reveal.body, times: 1, &frame, into: &builder)
        builder.add(-(values.popFirst() ?? 0))
        let form = builder.form
        let stated = LinearProgram.Assertion(
          text: "reveal \(reveal.name)", instance: instance, line: reveal.location.line, unit: reveal.body.unit ?? .number,
          scale: form.content)
        if !form.isConstant {
          lowering.program.add(form, name, assertion: stated)
        } else if !form.constant.isZero {
          throw .neverHolds(assertion: "reveal \(reveal.name)", line: reveal.location.line)
        }
      }
    }
    guard needed == revealed.count else { throw .revealedCount(needed: needed, given: revealed.count) }
  }

  // MARK: Expressions

  /// Adds an expression times a constant to a form.
  private mutating func lower(
    _ expression: Expression, times factor: Rational, _ frame: inout [Int], into builder: inout FormBuilder
  ) throws(CompileError) {
    if expression.curvature == .constant {
      builder.add(factor * (try constant(expression, &frame)))
      return
    }
    switch expression.kind {
    case .coordinate(let vector, let sites):
      let index = try looked { () throws(CircuitError) in try bound.coordinate(vector, sites, expression, frame) }
      builder.add(index, factor * bound.coordinates[index].lot)
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
    default:
      throw .unsupported(
        bound.error(
          .unsupported, at: expression.location, "chosen values are not supported yet", "state the rule without `chosen`"))
    }
  }

  private mutating func form(_ expression: Expression, _ frame: inout [Int]) throws(CompileError) -> LinearForm {
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
  private mutating func enter(_ index: Int, _ frame: [Int]) -> RowName {
    let definition = bound.circuit.definitions[index]
    let instance = bound.label(definition.parameters, frame)
    defer {
      place = RowName(
        line: definition.location.line, text: "define \(definition.name)" + (instance.isEmpty ? "" : " [\(instance)]"))
    }
    return place
  }

  /// The forms of a max's or min's items, those of an inner one of the same kind that nothing else uses among them.
  private mutating func items(
    _ items: [ExpressionItem], of extreme: Expression.Extreme, times factor: Rational, _ frame: inout [Int]
  ) throws(CompileError) -> [(form: LinearForm, label: String)] {
    var forms: [(form: LinearForm, label: String)] = []
    for item in items {
      try forEach(item.bindings, &frame) { lowering, frame throws(CompileError) in
        let label = item.bindings.isEmpty ? item.text : lowering.bound.label(item.bindings, frame)
        forms += try lowering.flattened(item.expression, of: extreme, times: factor, label, &frame)
      }
    }
    return forms
  }

  private mutating func flattened(
    _ expression: Expression, of extreme: Expression.Extreme, times factor: Rational, _ label: String, _ frame: inout [Int]
  ) throws(CompileError) -> [(form: LinearForm, label: String)] {
    guard expression.curvature != .constant else {
      return [(LinearForm(constant: factor * (try constant(expression, &frame))), label)]
    }
    switch expression.kind {
    case .extreme(extreme, let items): return try self.items(items, of: extreme, times: factor, &frame)
    case .product(let constants, let inner?):
      // A max times a negative constant is a min, and stays one.
      let product = factor * (try product(constants, &frame))
      if product.signum > 0 { return try flattened(inner, of: extreme, times: product, label, &frame) }
    case .definition(let index, let sites) where uses[index] == 1:
      var (key, inner) = try looked { () throws(CircuitError) in try bound.instance(index, sites, expression, frame) }
      guard definitions[index][key] == nil, case .extreme(extreme, let items) = bound.circuit.definitions[index].body.kind else {
        break
      }
      let outer = enter(index, inner)
      defer { place = outer }
      return try self.items(items, of: extreme, times: factor, &inner)
    default: break
    }
    return [(try form(expression, &frame).scaled(by: factor), label)]
  }

  // MARK: Helpers

  private func constant(_ expression: Expression, _ frame: inout [Int]) throws(CompileError) -> Rational {
    do { return try evaluator.value(expression, &frame) } catch { throw .unsupported(error) }
  }

  private func product(
    _ constants: [(divides: Bool, factor: Expression)], _ frame: inout [Int]
  ) throws(CompileError) -> Rational {
    do { return try evaluator.product(constants, &frame) } catch { throw .unsupported(error) }
  }

  /// Binding has met every entry, so an error here means a form that binding does not evaluate.
  private func looked<T>(_ body: () throws(CircuitError) -> T) throws(CompileError) -> T {
    do { return try body() } catch { throw .unsupported(error) }
  }

  private mutating func forEach(
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

// MARK: Forms that need variables

extension Lowering {
  /// form = scale * (positive - negative), both never negative; shared by every use of the same form up to a factor.
  fileprivate mutating func split(
    _ form: LinearForm
  ) -> (scale: Rational, positive: LinearForm, negative: LinearForm) {
    let sign: Rational = (form.terms.first?.coefficient.signum ?? 1) < 0 ? -1 : 1
    let scale = sign * form.content
    let primitive = form.scaled(by: 1 / scale)
    if let known = splits[primitive] { return (scale, known.positive, known.negative) }
    let (lower, upper) = program.interval(primitive)
    let positive = program.variable(grid: 1, upTo: upper, place)
    let first = program.lastVariable
    let negative = program.variable(grid: 1, upTo: -lower, place)
    program.add(.split(row: program.rows.count, positive: first, negative: program.lastVariable))
    program.add(primitive - positive + negative, place)
    splits[primitive] = (positive, negative)
    return (scale, positive, negative)
  }

  /// max(0, form).
  fileprivate mutating func positivePart(_ form: LinearForm) -> LinearForm {
    guard !form.isConstant else { return LinearForm(constant: max(0, form.constant)) }
    let (scale, positive, negative) = split(form)
    return scale.signum > 0 ? positive.scaled(by: scale) : negative.scaled(by: -scale)
  }

  /// The largest of some forms, or the smallest, from the forms' negatives.
  ///
  /// t = first + gap, and each other item is one row first + gap - item - slack = 0: K variables, K - 1 rows, no variable for t
  /// itself and no question of its sign. Two items are the positive part of their difference.
  fileprivate mutating func largest(_ items: [(form: LinearForm, label: String)], negated: Bool) -> LinearForm {
    var seen: Set<LinearForm> = []
    var distinct: [(form: LinearForm, label: String)] = []
    var constant: (form: LinearForm, label: String)?
    for (form, label) in items {
      let form = negated ? -form : form
      if form.isConstant {
        if constant.map({ form.constant > $0.form.constant }) ?? true { constant = (form, label) }
      } else if seen.insert(form).inserted {
        distinct.append((form, label))
      }
    }
    // A constant first keeps the other rows short.
    if let constant { distinct.insert(constant, at: 0) }
    guard let first = distinct.first?.form else { return LinearForm() }
    let result: LinearForm
    switch distinct.count {
    case 1: result = first
    case 2: result = first + positivePart(distinct[1].form - first)
    default: result = first + gap(first, distinct.dropFirst())
    }
    return negated ? -result : result
  }

  private mutating func gap(_ first: LinearForm, _ others: ArraySlice<(form: LinearForm, label: String)>) -> LinearForm {
    let gaps = others.map { $0.form - first }
    let grid = Rational.content(gaps.map(\.content))
    let reach = gaps.map { program.interval($0).upper }.max() ?? 0
    let gap = program.variable(grid: grid, upTo: reach, place)
    let variable = program.lastVariable
    program.add(.gap(rows: Array(program.rows.count..<program.rows.count + gaps.count), variable: variable))
    for (difference, label) in zip(gaps, others.map(\.label)) {
      let name = RowName(line: place.line, text: "\(place.text), \(label)")
      let excess = gap - difference
      let slack = program.variable(grid: excess.content, upTo: program.interval(excess).upper, name)
      program.add(.slack(row: program.rows.count, variable: program.lastVariable))
      program.add(excess - slack, name)
    }
    return gap
  }

  /// t + sum_s w_s u_s / share with u_s >= loss_s - t, u_s >= 0: the smallest such value over t is the shortfall
  /// (Rockafellar and Uryasev, Optimization of conditional value-at-risk, 2000, theorem 1).
  fileprivate mutating func shortfall(
    _ share: Expression, _ loss: ExpressionItem, _ weight: Expression?, _ expression: Expression, _ frame: inout [Int]
  ) throws(CompileError) -> LinearForm {
    let share = try constant(share, &frame)
    var losses: [LinearForm] = []
    var labels: [String] = []
    var weights: [Rational] = []
    try forEach(loss.bindings, &frame) { lowering, frame throws(CompileError) in
      losses.append(try lowering.form(loss.expression, &frame))
      labels.append(lowering.bound.label(loss.bindings, frame))
      weights.append(try weight.map { weight throws(CompileError) in try lowering.constant(weight, &frame) } ?? 1)
    }
    let isWeighted = weight != nil
    let whole = try looked { () throws(CircuitError) in
      try bound.tailWeight(share, weights, isWeighted: isWeighted, expression)
    }
    let intervals = losses.map { program.interval($0) }
    let least = intervals.map(\.lower).min() ?? 0
    let base = LinearForm(constant: least)
    let grid = Rational.content(losses.map { ($0 - base).content })
    guard !grid.isZero else { return base }
    let threshold = base + program.variable(grid: grid, upTo: (intervals.map(\.upper).max() ?? 0) - least, place)
    let variable = program.lastVariable
    program.add(
      .threshold(
        rows: Array(program.rows.count..<program.rows.count + losses.count), weights: weights.map { $0 / whole }, share: share,
        variable: variable))
    var result = FormBuilder()
    result.add(threshold, times: 1)
    for (loss, (label, weight)) in zip(losses, zip(labels, weights)) {
      let name = RowName(line: place.line, text: "\(place.text), \(label)")
      let beyond = loss - threshold
      let tail = program.variable(grid: beyond.content, upTo: program.interval(beyond).upper, name)
      program.add(.tail(row: program.rows.count, variable: program.lastVariable))
      let excess = tail - beyond
      let slack = program.variable(grid: excess.content, upTo: program.interval(excess).upper, name)
      program.add(.slack(row: program.rows.count, variable: program.lastVariable))
      program.add(excess - slack, name)
      result.add(tail, times: weight / (share * whole))
    }
    return result.form
  }
}

/// Counts the references to each definition.
private struct DefinitionUses {
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
