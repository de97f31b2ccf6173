import MarginModel

/// Turns the assertions of a bound circuit into a linear program.
///
/// Curvature was checked with the circuit, so a max stands only where a larger value cannot help the book: its form may be any
/// upper bound, and a min's any lower bound. A form is tight for the witness that ``LinearProgram/Step`` finds.
struct Lowering {
  let bound: BoundCircuit
  let evaluator: Evaluator
  var program: LinearProgram
  var definitions: [[Int: LinearForm]]
  var splits: [LinearForm: (positive: LinearForm, negative: LinearForm)] = [:]
  /// How often each definition is referred to; a reference in a `for` counts twice.
  let uses: [Int]
  /// The definition or assertion being lowered.
  var place = RowName(line: 0, text: "")

  private init(_ bound: BoundCircuit) {
    self.bound = bound
    evaluator = Evaluator(bound)
    program = LinearProgram(bound.coordinates)
    definitions = Array(repeating: [:], count: bound.circuit.definitions.count)
    uses = DefinitionUses(bound.circuit).counts
  }

  /// - Parameter revealed: the published values, or nil for the assertions alone.
  static func program(_ bound: BoundCircuit, revealed: [Rational]?) throws(CompileError) -> LinearProgram {
    var lowering = Lowering(bound)
    for (number, assertion) in bound.circuit.assertions.enumerated() { try lowering.lower(assertion, number: number + 1) }
    if let revealed { try lowering.lowerReveals(revealed) }
    lowering.boundChoices()
    return lowering.program
  }

  private func frame() -> [Int] { [Int](repeating: 0, count: bound.frameCount) }

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
    guard relation != .equal else { return program.add(form, name, assertion: stated, isEquality: true) }
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
}
