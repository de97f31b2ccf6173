import MarginModel

/// Forms that need variables of their own: max, min, absolute value, positive part.
extension Lowering {
  /// The forms of a max's or min's items, those of an inner one of the same kind that nothing else uses among them.
  mutating func items(
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

  /// form = scale * (positive - negative), both never negative; shared by every use of the same form up to a factor.
  mutating func split(
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
  mutating func positivePart(_ form: LinearForm) -> LinearForm {
    guard !form.isConstant else { return LinearForm(constant: max(0, form.constant)) }
    let (scale, positive, negative) = split(form)
    return scale.signum > 0 ? positive.scaled(by: scale) : negative.scaled(by: -scale)
  }

  /// The largest of some forms, or the smallest, from the forms' negatives.
  ///
  /// t = first + gap, and each other item is one row first + gap - item - slack = 0: K variables, K - 1 rows, no variable for t
  /// itself and no question of its sign. Two items are the positive part of their difference.
  mutating func largest(_ items: [(form: LinearForm, label: String)], negated: Bool) -> LinearForm {
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
    let differences = others.map { first.isZero ? $0.form : $0.form - first }
    let contents = differences.map(\.content)
    let intervals = differences.map { program.interval($0) }
    let grid = Rational.content(contents)
    let gap = program.variable(grid: grid, upTo: intervals.map(\.upper).max() ?? 0, place)
    let variable = program.lastVariable
    let reach = program.interval(gap).upper
    program.add(.gap(rows: Array(program.rows.count..<program.rows.count + differences.count), variable: variable))
    for (index, label) in others.map(\.label).enumerated() {
      let name = RowName(line: place.line, text: "\(place.text), \(label)")
      // gap - difference - slack = 0.
      let step = Rational.content([grid, contents[index]])
      let slack = program.variable(grid: step, upTo: reach - intervals[index].lower, name)
      var row = FormBuilder()
      row.add(differences[index], times: -1)
      row.add(gap, times: 1)
      row.add(slack, times: -1)
      program.add(.slack(row: program.rows.count, variable: program.lastVariable))
      program.add(row.form, name)
    }
    return gap
  }
}
