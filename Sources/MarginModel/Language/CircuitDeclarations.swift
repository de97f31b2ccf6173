/// The declarations of a circuit file, parsed key by key and not yet checked against each other.
package struct CircuitDeclarations: Sendable {
  package enum SetDefinition: Sendable {
    case elements([String], SourceLocation)
    case subset(Syntax.Subset)
  }

  package enum ArgumentDefinition: Sendable {
    case number(Syntax.ValueType, fallback: (text: String, location: SourceLocation)?)
    case element(set: Token, fallback: String?)
  }

  package typealias Named<Value> = (signature: Syntax.Signature<Syntax.Binding>, value: Value)

  package var name = ""
  package var version = 0
  package var summary = ""
  package var sets: [(name: Token, definition: SetDefinition)] = []
  package var tables: [(signature: Syntax.Signature<Token>, type: Syntax.ValueType)] = []
  package var arguments: [(name: Token, definition: ArgumentDefinition)] = []
  package var committed: [Syntax.Signature<Syntax.Binding>]?
  package var chosen: [Named<Syntax.Range>] = []
  package var definitions: [Named<Syntax.Expression>] = []
  package var assertions: [(text: String, assertion: Syntax.Assertion, location: SourceLocation)] = []
  package var reveals: [Named<Syntax.Expression>] = []

  private let source: CircuitSource
}

extension CircuitDeclarations {
  /// The top keys, in the order they are best read in.
  private static let keys = [
    "circuit", "version", "summary", "sets", "risk", "arguments", "committed", "chosen", "define", "assert", "reveal",
  ]

  /// Parses a file's declarations.
  package init(_ source: CircuitSource) throws(CircuitError) {
    self.source = source
    let root = try CircuitNode.read(source)
    guard case .map(let pairs, let start) = root else {
      throw source.error(.yaml, at: root.location, "the file is not a map of keys", "begin with `circuit: name`")
    }
    for (key, value) in pairs {
      guard Self.keys.contains(key.string) else {
        throw source.error(.keys, at: key.start, "unknown key \(key.string)", "keys are \(Self.keys.joined(separator: ", "))")
      }
      try read(key.string, value)
    }
    for (key, missing) in [("circuit", name.isEmpty), ("version", version == 0), ("summary", summary.isEmpty)] where missing {
      throw source.error(.keys, at: start, "the key \(key) is missing")
    }
    guard !assertions.isEmpty || !reveals.isEmpty else {
      throw source.error(.keys, at: start, "neither `assert` nor `reveal`: the circuit would state nothing")
    }
  }

  private mutating func read(_ key: String, _ value: CircuitNode) throws(CircuitError) {
    switch key {
    case "circuit":
      let text = try self.text(value)
      let allowed = Set("abcdefghijklmnopqrstuvwxyz0123456789-".utf8)
      guard text.bytes.count <= 64, text.bytes.allSatisfy(allowed.contains) else {
        throw source.error(.keys, at: text.start, "a circuit's name is 1 to 64 small letters, digits and -")
      }
      name = text.string
    case "version":
      let text = try self.text(value)
      guard let number = Int(text.string), (1...9999).contains(number), String(number) == text.string else {
        throw source.error(.keys, at: text.start, "a version is a whole number from 1")
      }
      version = number
    case "summary": summary = try self.text(value).string
    case "sets": for (key, value) in try map(value) { sets.append((try declaredName(key), try set(value))) }
    case "risk":
      for (key, value) in try map(value) {
        let signatures = try parse(key) { parser throws(CircuitError) in try parser.tableSignatures() }
        let type = try parse(try text(value)) { parser throws(CircuitError) in try parser.valueType() }
        tables += signatures.map { ($0, type) }
      }
    case "arguments": for (key, value) in try map(value) { arguments.append((try declaredName(key), try argument(value))) }
    case "committed":
      committed = try list(value).map { item throws(CircuitError) in try signature(try text(item)) }
    case "chosen":
      for (key, value) in try map(value) {
        chosen.append((try signature(key), try parse(try text(value)) { parser throws(CircuitError) in try parser.range() }))
      }
    case "define": definitions = try expressions(value)
    case "reveal": reveals = try expressions(value)
    default:
      for item in try list(value) {
        let text = try self.text(item)
        let assertion = try parse(text) { parser throws(CircuitError) in try parser.assertion() }
        assertions.append((text.string, assertion, text.start))
      }
    }
  }

  private func expressions(_ value: CircuitNode) throws(CircuitError) -> [Named<Syntax.Expression>] {
    var result: [Named<Syntax.Expression>] = []
    for (key, value) in try map(value) {
      let body = try parse(try text(value)) { parser throws(CircuitError) in try parser.expression() }
      result.append((try signature(key), body))
    }
    return result
  }

  private func signature(_ text: LocatedText) throws(CircuitError) -> Syntax.Signature<Syntax.Binding> {
    try parse(text) { parser throws(CircuitError) in try parser.bindingSignature() }
  }

  private func declaredName(_ text: LocatedText) throws(CircuitError) -> Token {
    try parse(text) { parser throws(CircuitError) in try parser.takeName("a name") }
  }

  private func set(_ value: CircuitNode) throws(CircuitError) -> SetDefinition {
    guard case .list(let items, let place) = value else {
      return .subset(try parse(try text(value)) { parser throws(CircuitError) in try parser.subset() })
    }
    var elements: [String] = []
    var seen: Set<String> = []
    for item in items {
      let text = try self.text(item)
      guard text.bytes.count <= 128, !text.bytes.contains(UInt8(ascii: "'")) else {
        throw source.error(.syntax, at: text.start, "an element is 1 to 128 characters without quotes")
      }
      guard seen.insert(text.string).inserted else {
        throw source.error(.duplicateName, at: text.start, "the element \(text.string) is listed twice")
      }
      elements.append(text.string)
    }
    return .elements(elements, place)
  }

  private func argument(_ value: CircuitNode) throws(CircuitError) -> ArgumentDefinition {
    var fields: [String: LocatedText] = [:]
    for (key, value) in try map(value) {
      guard ["type", "in", "default"].contains(key.string) else {
        throw source.error(.keys, at: key.start, "unknown key \(key.string)", "an argument has type or in, and default")
      }
      fields[key.string] = try text(value)
    }
    switch (fields["type"], fields["in"]) {
    case (let type?, nil):
      return .number(
        try parse(type) { parser throws(CircuitError) in try parser.valueType() },
        fallback: fields["default"].map { ($0.string, $0.start) })
    case (nil, let set?):
      return .element(set: try declaredName(set), fallback: fields["default"]?.string)
    default:
      throw source.error(.keys, at: value.location, "an argument has exactly one of `type` and `in`")
    }
  }

  private func text(_ node: CircuitNode) throws(CircuitError) -> LocatedText {
    guard case .text(let text) = node else {
      throw source.error(
        .yaml, at: node.location, "a list or map where text is expected", "quote text that begins with [ or {")
    }
    return text
  }

  private func list(_ node: CircuitNode) throws(CircuitError) -> [CircuitNode] {
    guard case .list(let items, _) = node else {
      throw source.error(.yaml, at: node.location, "a list is expected", "write - item")
    }
    return items
  }

  private func map(_ node: CircuitNode) throws(CircuitError) -> [(key: LocatedText, value: CircuitNode)] {
    guard case .map(let pairs, _) = node else {
      throw source.error(.yaml, at: node.location, "a map is expected", "write name: value")
    }
    return pairs
  }

  private func parse<T>(
    _ text: LocatedText, _ body: (inout Parser) throws(CircuitError) -> T
  ) throws(CircuitError) -> T {
    var parser = try Parser(text, in: source)
    let result = try body(&parser)
    try parser.end()
    return result
  }
}
