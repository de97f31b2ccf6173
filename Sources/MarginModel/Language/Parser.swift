/// Recursive-descent parser of the rule language's grammar; one method per rule.
///
/// Nesting is limited, so no text makes it recurse without bound.
package struct Parser {
  package let source: CircuitSource
  private let text: LocatedText
  private let tokens: [Token]
  private var position = 0
  private var depth = 0

  /// The deepest nesting of brackets, calls and signs that is read.
  package static let depthLimit = 40

  package init(_ text: LocatedText, in source: CircuitSource) throws(CircuitError) {
    self.source = source
    self.text = text
    self.tokens = try Lexer.tokens(text, in: source)
  }

  // MARK: Tokens

  package var token: Token { tokens[position] }
  private var following: Token { tokens[min(position + 1, tokens.count - 1)] }

  package func at(_ symbol: String) -> Bool {
    (token.kind == .symbol || token.kind == .name) && token.text == symbol
  }

  package mutating func advance() {
    if position < tokens.count - 1 { position += 1 }
  }

  package mutating func take(_ symbol: String) throws(CircuitError) {
    guard at(symbol) else { throw expected("`\(symbol)`") }
    advance()
  }

  package mutating func takeName(_ what: String) throws(CircuitError) -> Token {
    guard token.kind == .name, !Token.reserved.contains(token.text) else { throw expected(what) }
    defer { advance() }
    return token
  }

  package mutating func takeNumber(_ what: String) throws(CircuitError) -> String {
    let negative = at("-")
    if negative { advance() }
    guard token.kind == .number else { throw expected(what) }
    defer { advance() }
    return (negative ? "-" : "") + token.text
  }

  package mutating func end() throws(CircuitError) {
    guard token.kind == .end else { throw source.error(.syntax, at: token.location, "unexpected \(token.shown)") }
  }

  package func expected(_ what: String) -> CircuitError {
    source.error(.syntax, at: token.location, "expected \(what), found \(token.shown)")
  }

  private mutating func nested<T>(
    _ body: (inout Parser) throws(CircuitError) -> T
  ) throws(CircuitError) -> T {
    guard depth < Parser.depthLimit else {
      throw source.error(
        .nesting, at: token.location, "brackets, calls or signs nested more than \(Parser.depthLimit) deep",
        "name the inner part under `define`")
    }
    depth += 1
    defer { depth -= 1 }
    return try body(&self)
  }

  // MARK: Expressions

  package mutating func expression() throws(CircuitError) -> Syntax.Expression {
    let start = token.location
    var terms = [(negative: false, term: try term())]
    while at("+") || at("-") {
      let negative = at("-")
      advance()
      terms.append((negative, try term()))
    }
    return terms.count == 1 ? terms[0].term : .sum(terms, start)
  }

  private mutating func term() throws(CircuitError) -> Syntax.Expression {
    let start = token.location
    var factors = [(divides: false, factor: try factor())]
    while at("*") || at("/") {
      let divides = at("/")
      advance()
      factors.append((divides, try factor()))
    }
    return factors.count == 1 ? factors[0].factor : .product(factors, start)
  }

  private mutating func factor() throws(CircuitError) -> Syntax.Expression {
    let start = token.location
    if at("-") {
      advance()
      let inner = try nested { parser throws(CircuitError) in try parser.factor() }
      return .negated(inner, start)
    }
    if token.kind == .number {
      defer { advance() }
      return .number(token.text, start)
    }
    if at("(") {
      advance()
      let inner = try nested { parser throws(CircuitError) in try parser.expression() }
      try take(")")
      return inner
    }
    guard token.kind == .name, !Token.reserved.contains(token.text) else { throw expected("a number, a name or `(`") }
    if Token.functions.contains(token.text), following.kind == .symbol, following.text == "(" {
      return try nested { parser throws(CircuitError) in .call(try parser.call()) }
    }
    return .reference(try reference())
  }

  private mutating func call() throws(CircuitError) -> Syntax.Call {
    let name = token
    advance()
    try take("(")
    let form: Syntax.Call.Form
    switch name.text {
    case "sum":
      let item = try item()
      guard !item.bindings.isEmpty else { throw expected("`for`: sum(e for i in set)") }
      form = .total(item)
    case "max", "min":
      var items = [try item()]
      while at(",") {
        advance()
        items.append(try item())
      }
      form = name.text == "max" ? .maximum(items) : .minimum(items)
    case "abs": form = .absolute(try expression())
    case "positive": form = .positive(try expression())
    case "tiers":
      let schedule = try reference()
      try take(",")
      form = .tiers(schedule, try expression())
    default: form = try shortfall()
    }
    try take(")")
    return Syntax.Call(form: form, location: name.location)
  }

  private mutating func shortfall() throws(CircuitError) -> Syntax.Call.Form {
    let share = try expression()
    try take(",")
    let start = position
    let loss = try expression()
    let text = written(from: start)
    var weight: Syntax.Expression?
    if at("weighted") {
      advance()
      weight = try expression()
    }
    let bindings = try bindings()
    guard !bindings.isEmpty else { throw expected("`for`: shortfall(share, loss for s in set)") }
    return .shortfall(share: share, loss: Syntax.Item(expression: loss, bindings: bindings, text: text), weight: weight)
  }

  private mutating func item() throws(CircuitError) -> Syntax.Item {
    let start = position
    let expression = try expression()
    let text = written(from: start)
    return Syntax.Item(expression: expression, bindings: try bindings(), text: text)
  }

  /// What stands in the file from a token up to here.
  private func written(from start: Int) -> String {
    guard start < position else { return "" }
    let bytes = text.bytes[tokens[start].range.lowerBound..<tokens[position - 1].range.upperBound]
    return String(decoding: bytes, as: UTF8.self)
  }

  package mutating func reference() throws(CircuitError) -> Syntax.Reference {
    let name = try takeName("a name")
    var indices: [Syntax.Index] = []
    if at("[") {
      repeat {
        advance()
        indices.append(try index())
      } while at(",")
      try take("]")
    }
    return Syntax.Reference(name: name.text, indices: indices, location: name.location)
  }

  private mutating func index() throws(CircuitError) -> Syntax.Index {
    let start = token.location
    if token.kind == .element {
      defer { advance() }
      return Syntax.Index(kind: .element(token.text), location: start)
    }
    let name = try takeName("an index: a name, a name.attribute or an 'element'")
    guard at(".") else { return Syntax.Index(kind: .name(name.text), location: start) }
    advance()
    let attribute = try takeName("an attribute")
    return Syntax.Index(kind: .attribute(attribute.text, of: name.text), location: start)
  }

  // MARK: Sets

  package mutating func bindings() throws(CircuitError) -> [Syntax.Binding] {
    var bindings: [Syntax.Binding] = []
    while at("for") {
      advance()
      bindings.append(try binding())
    }
    return bindings
  }

  package mutating func binding() throws(CircuitError) -> Syntax.Binding {
    let variable = try takeName("an index name")
    try take("in")
    return Syntax.Binding(variable: variable.text, domain: try subset(), location: variable.location)
  }

  package mutating func subset() throws(CircuitError) -> Syntax.Subset {
    let set = try takeName("the name of a set")
    var conditions: [Syntax.Condition] = []
    if at("where") {
      repeat {
        advance()
        conditions.append(try condition())
      } while at("and")
    }
    return Syntax.Subset(set: set.text, conditions: conditions, location: set.location)
  }

  private mutating func condition() throws(CircuitError) -> Syntax.Condition {
    let attribute = try takeName("an attribute of the set")
    guard at("==") || at("!=") else { throw expected("`==` or `!=`") }
    let equal = at("==")
    advance()
    return Syntax.Condition(
      attribute: attribute.text, equal: equal, index: try index(), location: attribute.location)
  }
}
