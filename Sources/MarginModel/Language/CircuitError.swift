/// Why a circuit, or a circuit together with a risk file and arguments, is refused.
///
/// Holds the place, the rule that was broken and, where there is one, what to write instead. It never holds a private value.
public struct CircuitError: Error, Sendable, Equatable, CustomStringConvertible {
  /// The rule that was broken: a closed list, stable enough to test against.
  public enum Rule: String, Sendable, CaseIterable {
    // The file and its grammar.
    case file, yaml, keys, syntax, nesting
    // Names.
    case unknownName, duplicateName, reservedName, unboundIndex, indexCount, indexSet, recursion
    // Types.
    case units, curvature, unknownSign, privateProduct, privateDivisor, zeroDivisor, comparison, equality, reveal, schedule,
      condition, form
    // Circuit and risk file together.
    case argument, missingSet, missingAttribute, nullAttribute, missingTable, tableIndex, tableUnit, tableKind, tableRange,
      missingEntry, emptyExtreme, outsideDomain, coverage, lots, weights, chosenRange, size, position
  }

  public let file: String
  public let location: SourceLocation?
  public let rule: Rule
  /// What is wrong, without place or mend.
  public let message: String
  /// What to write instead, where there is such a form.
  public let suggestion: String?
  /// The line of the file that the place is on.
  public let sourceLine: String?

  package init(
    file: String, at location: SourceLocation? = nil, _ rule: Rule, _ message: String, _ suggestion: String? = nil,
    sourceLine: String? = nil
  ) {
    self.file = file
    self.location = location
    self.rule = rule
    self.message = Self.short(message)
    self.suggestion = suggestion.map(Self.short)
    self.sourceLine = sourceLine
  }

  /// One line: `file:line:column: what is wrong; what to do`.
  public var description: String {
    let place = location.map { "\(file):\($0)" } ?? file
    return "\(place): \(message)" + (suggestion.map { "; \($0)" } ?? "")
  }

  /// The line of the circuit with a caret below the place, or nil when the error has no place; of a long line, the part around it.
  public var snippet: String? {
    guard let location, let sourceLine else { return nil }
    let number = String(location.line)
    let margin = String(repeating: " ", count: number.utf8.count)
    let column = max(0, location.column - 1)
    let start = max(0, min(column - Self.snippetWidth / 2, sourceLine.utf8.count - Self.snippetWidth))
    let part = sourceLine.dropFirst(start).prefix(Self.snippetWidth)
    let indent = String(repeating: " ", count: column - start)
    return "\(number) | \(part)\n\(margin) | \(indent)^"
  }

  private static let snippetWidth = 160

  /// A message quotes the circuit's names, which may be as long as the file.
  private static func short(_ text: String) -> String {
    text.utf8.count <= 240 ? text : text.prefix(120) + " .. " + text.suffix(110)
  }
}
