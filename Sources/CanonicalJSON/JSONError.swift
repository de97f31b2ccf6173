/// Why a JSON text or one of its fields was refused, and where: one line with the place and the mend.
public struct JSONError: Error, Hashable, Sendable, CustomStringConvertible {
  /// A place in a text, or in a value that has been read.
  public enum Place: Hashable, Sendable {
    /// Both count from 1; a column is a Unicode scalar.
    case text(line: Int, column: Int)
    /// Keys joined by dots, list places in brackets from 0: `tables.mark.values[3]`.
    case path(String)
  }

  public enum Reason: Hashable, Sendable {
    case tooLarge
    case tooDeep
    case byteOrderMark
    case unexpectedEnd(wanted: String)
    case unexpected(wanted: String)
    case trailing
    case notUTF8
    case controlCharacter
    case badEscape
    case loneSurrogate
    case duplicateKey(String)
    case notAnInteger
    case leadingZero
    case negativeZero
    case integerTooLarge
    case notCanonical
    case missing(key: String)
    case unknown(key: String, known: [String])
    case wrongKind(wanted: String, found: String)
    /// What the value must be, for rules beyond JSON: "must be 64 hexadecimal digits".
    case rule(String)
  }

  public let place: Place
  public let reason: Reason

  public init(_ place: Place, _ reason: Reason) {
    self.place = place
    self.reason = reason
  }

  public var description: String {
    let text =
      switch place {
      case .text(let line, let column): "line \(line), column \(column)"
      case .path(""): "the file"
      case .path(let path): path.printable(limit: 200)
      }
    return text + ": " + reason.description
  }
}

extension JSONError.Reason: CustomStringConvertible {
  public var description: String {
    switch self {
    case .tooLarge: "longer than \(JSONValue.maximumByteCount) bytes; split the file"
    case .tooDeep: "lists and objects nest deeper than \(JSONValue.maximumDepth); flatten them"
    case .byteOrderMark: "begins with a byte order mark; save the file as UTF-8 without one"
    case .unexpectedEnd(let wanted): "the text ends where \(wanted) should be; is the file complete?"
    case .unexpected(let wanted): "\(wanted) should be here"
    case .trailing: "more text after the value's end; remove it"
    case .notUTF8: "not UTF-8; save the file as UTF-8"
    case .controlCharacter: "a control character inside a string; write it as \\n, \\t or \\u00XX"
    case .badEscape: "unknown escape; write one of \\\" \\\\ \\/ \\b \\f \\n \\r \\t or \\u and four hexadecimal digits"
    case .loneSurrogate: "half of a surrogate pair; write the character itself"
    case .duplicateKey(let key): "the key \"\(key.printable(limit: 60))\" is there twice; keep one"
    case .notAnInteger: "a number with a fraction or an exponent; write it as a string, \"12.50\""
    case .leadingZero: "a number with a leading zero; remove the zero"
    case .negativeZero: "minus zero; write 0"
    case .integerTooLarge: "a number beyond ±\(JSONValue.maximumInteger); write it as a string"
    case .notCanonical: "not the canonical form (RFC 8785) from here on; use the file as it was written, byte for byte"
    case .missing(let key): "\"\(key)\" is missing; add it"
    case .unknown(let key, let known):
      "unknown key \"\(key.printable(limit: 60))\"; "
        + (known.isEmpty ? "no key is known here" : "known are " + known.joined(separator: ", "))
    case .wrongKind(let wanted, let found): "\(wanted) should be here, not \(found)"
    case .rule(let rule): rule.printable(limit: 400)
    }
  }
}
