/// The rules of the grammar that stand on the left of a colon, and the assertion.
extension Parser {
  /// `signature { , signature }` of tables: each index is the name of a set.
  package mutating func tableSignatures() throws(CircuitError) -> [Syntax.Signature<Token>] {
    var signatures: [Syntax.Signature<Token>] = []
    while true {
      signatures.append(
        try signature { parser throws(CircuitError) in
          let set = try parser.takeName("the name of a set")
          guard !parser.at("in") else {
            throw parser.source.error(
              .syntax, at: parser.token.location, "a table names only its sets", "write \(set.text)'s set alone: table[set]")
          }
          return set
        })
      guard at(",") else { return signatures }
      advance()
    }
  }

  /// `name[i in set, ..]` of everything but tables.
  package mutating func bindingSignature() throws(CircuitError) -> Syntax.Signature<Syntax.Binding> {
    try signature { parser throws(CircuitError) in try parser.binding() }
  }

  private mutating func signature<Parameter: Sendable>(
    _ parameter: (inout Parser) throws(CircuitError) -> Parameter
  ) throws(CircuitError) -> Syntax.Signature<Parameter> {
    let name = try takeName("a name")
    var parameters: [Parameter] = []
    if at("[") {
      repeat {
        advance()
        parameters.append(try parameter(&self))
      } while at(",")
      try take("]")
    }
    return Syntax.Signature(name: name.text, parameters: parameters, location: name.location)
  }

  /// `[rising | falling tiers of] unit [>= n | <= n | in n..n]`.
  package mutating func valueType() throws(CircuitError) -> Syntax.ValueType {
    let start = token.location
    var schedule: Syntax.Schedule?
    if let way = Syntax.Schedule(rawValue: token.text), token.kind == .name {
      schedule = way
      advance()
      try take("tiers")
      try take("of")
    }
    var unit = try takeName("a unit").text
    while at("*") || at("/") {
      unit += token.text
      advance()
      unit += try takeName("a unit").text
    }
    var lower: String?
    var upper: String?
    if at(">=") {
      advance()
      lower = try takeNumber("a number")
    } else if at("<=") {
      advance()
      upper = try takeNumber("a number")
    } else if at("in") {
      advance()
      lower = try takeNumber("a number")
      try take("..")
      upper = try takeNumber("a number")
    }
    return Syntax.ValueType(schedule: schedule, unit: unit, lower: lower, upper: upper, location: start)
  }

  /// `expr .. expr [step expr]`.
  package mutating func range() throws(CircuitError) -> Syntax.Range {
    let lower = try expression()
    try take("..")
    let upper = try expression()
    var step: Syntax.Expression?
    if at("step") {
      advance()
      step = try expression()
    }
    return Syntax.Range(lower: lower, upper: upper, step: step)
  }

  /// `expr (>= | <= | ==) expr { (>= | <=) expr } { for binding }`.
  package mutating func assertion() throws(CircuitError) -> Syntax.Assertion {
    var sides = [try expression()]
    var relations: [(relation: Syntax.Relation, location: SourceLocation)] = []
    while token.kind == .symbol, let relation = Syntax.Relation(rawValue: token.text) {
      if relation == .equal ? !relations.isEmpty : relations.last?.relation == .equal {
        throw source.error(.syntax, at: token.location, "a chain with ==", "write two assertions")
      }
      relations.append((relation, token.location))
      advance()
      sides.append(try expression())
    }
    guard !relations.isEmpty else { throw expected("`>=`, `<=` or `==`") }
    return Syntax.Assertion(sides: sides, relations: relations, bindings: try bindings())
  }
}
