/// One word of the rule language.
package struct Token: Sendable, Hashable {
  package enum Kind: Sendable, Hashable {
    case number, name, element, symbol, end
  }

  package let kind: Kind
  /// The digits, the name, the element without its quotes, or the symbol itself.
  package let text: String
  package let location: SourceLocation
  /// Where it stands in its scalar's bytes.
  package let range: Range<Int>

  /// Words that cannot be names.
  package static let reserved: Set<String> = ["for", "in", "where", "and", "step", "weighted"]

  /// Words that call a built-in form; they cannot be declared either.
  package static let functions: Set<String> = ["sum", "max", "min", "abs", "positive", "shortfall", "tiers"]

  /// How a message names this token.
  package var shown: String {
    switch kind {
    case .end: "the end of the text"
    case .element: "'\(text)'"
    case .number, .name, .symbol: "`\(text)`"
    }
  }
}

/// A scalar of the circuit file whose every character knows its place.
package struct LocatedText: Sendable {
  package let bytes: [UInt8]
  /// One place per byte and one for the end.
  package let places: [SourceLocation]

  package var string: String { String(decoding: bytes, as: UTF8.self) }
  package var start: SourceLocation { places[0] }
}

/// Splits a scalar into tokens.
package struct Lexer {
  private let text: LocatedText
  private let source: CircuitSource
  private var position = 0

  private init(_ text: LocatedText, _ source: CircuitSource) {
    self.text = text
    self.source = source
  }

  /// The tokens of a scalar, the last one marking its end.
  ///
  /// - Throws: `CircuitError` at the first character that begins no token.
  package static func tokens(_ text: LocatedText, in source: CircuitSource) throws(CircuitError) -> [Token] {
    var lexer = Lexer(text, source)
    var tokens: [Token] = []
    while let token = try lexer.next() { tokens.append(token) }
    let end = text.bytes.count
    tokens.append(Token(kind: .end, text: "", location: text.places[end], range: end..<end))
    return tokens
  }

  private func peek(_ offset: Int = 0) -> UInt8? {
    let index = position + offset
    return index < text.bytes.count ? text.bytes[index] : nil
  }

  private mutating func next() throws(CircuitError) -> Token? {
    while peek() == UInt8(ascii: " ") { position += 1 }
    guard let first = peek() else { return nil }
    let start = position
    if first.isDigit { return try number(from: start) }
    if first.isNameStart {
      while let byte = peek(), byte.isNameStart || byte.isDigit { position += 1 }
      return token(.name, from: start)
    }
    if first == UInt8(ascii: "'") { return try element(from: start) }
    for symbol in ["..", ">=", "<=", "==", "!="] where text.bytes[start...].starts(with: symbol.utf8) {
      position += 2
      return token(.symbol, from: start)
    }
    guard "+-*/()[],.".utf8.contains(first) else {
      throw source.error(
        .syntax, at: text.places[start], "`\(String(decoding: [first], as: UTF8.self))` begins no number, name or sign",
        first == UInt8(ascii: "<") || first == UInt8(ascii: ">") ? "compare with >= or <=" : nil)
    }
    position += 1
    return token(.symbol, from: start)
  }

  private func token(_ kind: Token.Kind, from start: Int) -> Token {
    Token(
      kind: kind, text: String(decoding: text.bytes[start..<position], as: UTF8.self), location: text.places[start],
      range: start..<position)
  }

  /// Digits, and a fraction where a single point is followed by a digit: `0..1` is `0`, `..`, `1`.
  private mutating func number(from start: Int) throws(CircuitError) -> Token {
    while peek()?.isDigit == true { position += 1 }
    if peek() == UInt8(ascii: "."), peek(1)?.isDigit == true {
      position += 1
      while peek()?.isDigit == true { position += 1 }
      if peek() == UInt8(ascii: "."), peek(1)?.isDigit == true {
        throw source.error(.syntax, at: text.places[position], "a number with two points")
      }
    }
    if peek()?.isNameStart == true {
      throw source.error(.syntax, at: text.places[position], "a letter after a number", "write a product with *")
    }
    return token(.number, from: start)
  }

  private mutating func element(from start: Int) throws(CircuitError) -> Token {
    position += 1
    while let byte = peek(), byte != UInt8(ascii: "'") { position += 1 }
    guard peek() != nil else {
      throw source.error(
        .syntax, at: text.places[start], "an element without its closing quote",
        "YAML ends unquoted text at ` #`: quote the whole text with \"..\"")
    }
    position += 1
    let name = String(decoding: text.bytes[(start + 1)..<(position - 1)], as: UTF8.self)
    guard !name.isEmpty, name.utf8.count <= 128 else {
      throw source.error(.syntax, at: text.places[start], "an element is 1 to 128 characters")
    }
    return Token(kind: .element, text: name, location: text.places[start], range: start..<position)
  }
}

extension UInt8 {
  fileprivate var isDigit: Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self) }
  fileprivate var isNameStart: Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(self) || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(self)
      || self == UInt8(ascii: "_")
  }
}
