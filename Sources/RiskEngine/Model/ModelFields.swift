import MarginModel

/// The keys of one map of a risk model's file, taken one by one; each error names file, line and column.
struct ModelFields {
  let file: String
  let place: SourceLocation
  private let pairs: [(key: LocatedText, value: CircuitNode)]
  private var asked: [String] = []

  /// Reads a whole file in the strict YAML of circuit files, whose scalars are all text.
  init(bytes: [UInt8], file: String) throws(RiskModelError) {
    let root: CircuitNode
    do { root = try CircuitNode.read(CircuitSource(bytes: bytes, file: file)) } catch {
      let mend = error.suggestion.map { "; " + $0 } ?? ""
      throw RiskModelError(file: file, place: error.location, problem: .yaml(error.message + mend))
    }
    try self.init(root, file: file)
  }

  init(_ node: CircuitNode, file: String) throws(RiskModelError) {
    guard case .map(let pairs, let place) = node else {
      throw RiskModelError(file: file, place: node.location, problem: .wrongKind(wanted: "a map, `key: value`"))
    }
    self.file = file
    self.place = place
    self.pairs = pairs
  }

  /// The keys in the file's order, for maps whose keys are names.
  var names: [String] { pairs.map(\.key.string) }

  /// Refuses keys that nobody took.
  func finish() throws(RiskModelError) {
    for pair in pairs where !asked.contains(pair.key.string) {
      throw RiskModelError(file: file, place: pair.key.start, problem: .unknownKey(pair.key.string, known: asked))
    }
  }

  func error(_ problem: RiskModelError.Problem, at place: SourceLocation? = nil) -> RiskModelError {
    RiskModelError(file: file, place: place ?? self.place, problem: problem)
  }

  mutating func optionalNode(_ key: String) -> CircuitNode? {
    asked.append(key)
    return pairs.first { $0.key.string == key }?.value
  }

  mutating func node(_ key: String) throws(RiskModelError) -> CircuitNode {
    guard let node = optionalNode(key) else { throw error(.missingKey(key)) }
    return node
  }

  mutating func fields(_ key: String) throws(RiskModelError) -> ModelFields { try ModelFields(node(key), file: file) }

  /// What each element of a map says of itself, in the file's order; at least one.
  mutating func assets<Value>(
    _ key: String, _ read: (_ name: String, _ fields: ModelFields) throws(RiskModelError) -> Value
  ) throws(RiskModelError) -> [Value] {
    var entries = try fields(key)
    var values: [Value] = []
    for name in entries.names { values.append(try read(entries.element(name), entries.fields(name))) }
    guard !values.isEmpty else { throw entries.error(.missingKey("BTC")) }
    return values
  }

  mutating func list(_ key: String) throws(RiskModelError) -> [CircuitNode] {
    let node = try node(key)
    guard case .list(let items, _) = node else { throw error(.wrongKind(wanted: "a list, `- item`"), at: node.location) }
    return items
  }

  mutating func text(_ key: String) throws(RiskModelError) -> (string: String, place: SourceLocation) { try text(node(key)) }

  /// A name of 1 to 64 small letters, digits and hyphens.
  mutating func name(_ key: String) throws(RiskModelError) -> String {
    let (name, place) = try text(key)
    let allowed = Set("abcdefghijklmnopqrstuvwxyz0123456789-".utf8)
    guard name.utf8.count <= 64, name.utf8.allSatisfy(allowed.contains) else {
      throw error(.outOfRange(name, allowed: "up to 64 small letters, digits and -"), at: place)
    }
    return name
  }

  mutating func integer(_ key: String, _ range: ClosedRange<Int>) throws(RiskModelError) -> Int {
    let (text, place) = try text(key)
    guard let value = Int(text), String(value) == text, range.contains(value) else {
      throw error(.outOfRange(text, allowed: "a whole number from \(range.lowerBound) to \(range.upperBound)"), at: place)
    }
    return value
  }

  mutating func decimal(_ key: String, _ range: ClosedRange<Double>) throws(RiskModelError) -> BoundedDecimal {
    try decimal(node(key), range)
  }

  mutating func optionalDecimal(_ key: String, _ range: ClosedRange<Double>) throws(RiskModelError) -> BoundedDecimal? {
    guard let node = optionalNode(key) else { return nil }
    return try decimal(node, range)
  }

  func decimal(_ node: CircuitNode, _ range: ClosedRange<Double>) throws(RiskModelError) -> BoundedDecimal {
    let (text, place) = try text(node)
    guard let value = BoundedDecimal(text) else { throw error(.notADecimal(text), at: place) }
    guard range.contains(value.double) else {
      throw error(.outOfRange(text, allowed: "\(range.lowerBound) to \(range.upperBound)"), at: place)
    }
    return value
  }

  func text(_ node: CircuitNode) throws(RiskModelError) -> (string: String, place: SourceLocation) {
    guard case .text(let text) = node else { throw error(.wrongKind(wanted: "a value"), at: node.location) }
    return (text.string, text.start)
  }
}
