import Yams

/// A circuit file's YAML, read in a strict subset: every scalar is text, and every character of it knows its place.
package indirect enum CircuitNode: Sendable {
  case text(LocatedText)
  case list([CircuitNode], SourceLocation)
  case map([(key: LocatedText, value: CircuitNode)], SourceLocation)

  package var location: SourceLocation {
    switch self {
    case .text(let text): text.start
    case .list(_, let place), .map(_, let place): place
    }
  }
}

extension CircuitNode {
  /// Reads a file.
  ///
  /// Refused: more than one document, directives, anchors, aliases, tags, block scalars, escapes, empty scalars,
  /// duplicate keys, and a comment that could be an unquoted element (` #1`).
  package static func read(_ source: CircuitSource) throws(CircuitError) -> CircuitNode {
    try refuseDocumentMarks(in: source)
    let text = source.lines.map { String(decoding: $0, as: UTF8.self) + "\n" }.joined()
    do {
      // Anchors live only as long as the parser; they are refused by the character they begin with.
      guard let root = try Yams.Parser(yaml: text, encoding: .utf8).singleRoot() else {
        throw source.error(.yaml, at: SourceLocation(line: 1, column: 1), "the file is empty")
      }
      return try convert(root, source, depth: 0)
    } catch let error as CircuitError {
      throw error
    } catch {
      throw yamlError(error, in: source)
    }
  }

  private static func refuseDocumentMarks(in source: CircuitSource) throws(CircuitError) {
    for (index, line) in source.lines.enumerated() {
      let bytes = Array(line.prefix(3))
      if bytes.first == UInt8(ascii: "%") || bytes == Array("---".utf8) || bytes == Array("...".utf8) {
        throw source.error(.yaml, at: SourceLocation(line: index + 1, column: 1), "a document mark or directive", "remove the line")
      }
    }
  }

  private static func yamlError(_ error: any Error, in source: CircuitSource) -> CircuitError {
    switch error as? YamlError {
    // libYAML stops at a depth of its own, before ours can be seen.
    case .scanner(_, let problem, let mark, _) where problem.hasPrefix("Maximum nesting"),
      .parser(_, let problem, let mark, _) where problem.hasPrefix("Maximum nesting"):
      tooDeep(at: place(mark, in: source), in: source)
    case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _), .composer(_, let problem, let mark, _):
      source.error(.yaml, at: place(mark, in: source), "not YAML: \(problem)")
    case .duplicatedKeysInMapping(let keys, let context):
      writtenTwice(keys.first ?? "", at: place(context.mark, in: source), in: source)
    default:
      source.error(.yaml, at: nil, "not YAML", "a key, a colon and a space, a value")
    }
  }

  /// A mark of libYAML's; one beyond the last line, where a file ends too soon, is the end of that line.
  private static func place(_ mark: Mark, in source: CircuitSource) -> SourceLocation {
    guard mark.line > source.lines.count else { return SourceLocation(line: mark.line, column: mark.column) }
    return SourceLocation(line: max(1, source.lines.count), column: (source.lines.last?.count ?? 0) + 1)
  }

  private static func writtenTwice(_ key: String, at place: SourceLocation, in source: CircuitSource) -> CircuitError {
    source.error(.yaml, at: place, "the key \(key) is written twice", "keep one of them")
  }

  private static func tooDeep(at place: SourceLocation, in source: CircuitSource) -> CircuitError {
    source.error(.nesting, at: place, "lists and maps nested more than 4 deep")
  }

  private static func convert(_ node: Node, _ source: CircuitSource, depth: Int) throws(CircuitError) -> CircuitNode {
    let place = node.mark.map { self.place($0, in: source) } ?? SourceLocation(line: 1, column: 1)
    guard depth <= 4 else { throw tooDeep(at: place, in: source) }
    switch source.byte(at: place) {
    case UInt8(ascii: "&"), UInt8(ascii: "*"):
      throw source.error(.yaml, at: place, "an anchor or alias", "write the value out")
    case UInt8(ascii: "!"):
      throw source.error(.yaml, at: place, "a tag", "every value is read as text")
    default: break
    }
    switch node {
    case .scalar(let scalar): return .text(try located(scalar, at: place, in: source))
    case .sequence(let sequence):
      var items: [CircuitNode] = []
      for item in sequence { items.append(try convert(item, source, depth: depth + 1)) }
      return .list(items, place)
    case .mapping(let mapping):
      var seen: Set<[UInt8]> = []
      var pairs: [(key: LocatedText, value: CircuitNode)] = []
      for (key, value) in mapping {
        guard case .text(let name) = try convert(key, source, depth: depth + 1) else {
          throw source.error(.yaml, at: place, "a key that is not text")
        }
        guard seen.insert(name.bytes).inserted else { throw writtenTwice(name.string, at: name.start, in: source) }
        pairs.append((name, try convert(value, source, depth: depth + 1)))
      }
      return .map(pairs, place)
    case .alias: throw source.error(.yaml, at: place, "an alias", "write the value out")
    }
  }

  /// Pairs every byte of a scalar's value with its place, by reading the file alongside: a line break and the blanks
  /// around it are one space of the value, and a doubled single quote is one.
  private static func located(
    _ scalar: Node.Scalar, at start: SourceLocation, in source: CircuitSource
  ) throws(CircuitError) -> LocatedText {
    let value = Array(scalar.string.utf8)
    guard !value.isEmpty else { throw source.error(.yaml, at: start, "an empty value", "write the value, or remove the key") }
    let quote: UInt8?
    switch scalar.style {
    case .plain: quote = nil
    case .singleQuoted: quote = UInt8(ascii: "'")
    case .doubleQuoted: quote = UInt8(ascii: "\"")
    default: throw source.error(.yaml, at: start, "a block scalar", "write the text plain or in quotes")
    }
    var place = quote == nil ? start : SourceLocation(line: start.line, column: start.column + 1)
    var places: [SourceLocation] = []
    var (line, textEnd) = (0, 0)
    for byte in value {
      if line != place.line { (line, textEnd) = (place.line, source.textEnd(ofLine: place.line)) }
      if byte == UInt8(ascii: " "), place.column > textEnd, let folded = fold(after: place.line, in: source) {
        places.append(place)
        place = folded
        continue
      }
      guard source.byte(at: place) == byte else {
        throw source.error(.yaml, at: place, "an escape or an empty line inside a value", "write it on lines without them")
      }
      places.append(place)
      let doubled = byte == quote && quote == UInt8(ascii: "'")
      place = SourceLocation(line: place.line, column: place.column + (doubled ? 2 : 1))
    }
    places.append(place)
    try refuseHiddenComment(after: place, quoted: quote != nil, in: source)
    return LocatedText(bytes: value, places: places)
  }

  /// Where text goes on after a line of which only blanks are left, else nil.
  private static func fold(after line: Int, in source: CircuitSource) -> SourceLocation? {
    guard source.lines.indices.contains(line) else { return nil }
    let indent = source.lines[line].prefix { $0 == UInt8(ascii: " ") }.count
    return SourceLocation(line: line + 1, column: indent + 1)
  }

  /// YAML cuts plain text at ` #`: an element such as `BTC #1` would lose its end. A comment therefore begins `# `.
  private static func refuseHiddenComment(
    after end: SourceLocation, quoted: Bool, in source: CircuitSource
  ) throws(CircuitError) {
    guard !quoted, source.lines.indices.contains(end.line - 1) else { return }
    let line = source.lines[end.line - 1]
    guard let hash = line.indices.dropFirst(end.column - 1).first(where: { line[$0] != UInt8(ascii: " ") }),
      line[hash] == UInt8(ascii: "#"), hash + 1 < line.count, line[hash + 1] != UInt8(ascii: " ")
    else { return }
    throw source.error(
      .yaml, at: SourceLocation(line: end.line, column: hash + 1), "` #` ends the text here and begins a comment",
      "quote the whole text, or write the comment with a space after #")
  }
}
