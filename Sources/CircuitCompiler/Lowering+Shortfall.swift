import MarginModel

extension Lowering {
  /// t + sum_s w_s u_s / share with u_s >= loss_s - t, u_s >= 0: the smallest such value over t is the shortfall
  /// (Rockafellar and Uryasev, Optimization of conditional value-at-risk, 2000, theorem 1).
  mutating func shortfall(
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
