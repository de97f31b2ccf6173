import CanonicalJSON
import MarginModel

/// Why a market snapshot was refused: one line with the place and the mend.
public enum MarketError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The bytes are no JSON of the wanted shape.
  case json(JSONError)
  /// The bytes are no table of comma-separated cells.
  case table(PositionError)
  /// A field that should hold a decimal number of at most 15 digits.
  case notADecimal(path: String, text: String)
  /// A number outside what a market can quote.
  case outOfRange(path: String, text: String, allowed: String)
  /// A name that is not 1 to 128 printable ASCII characters without "'".
  case badName(path: String)
  /// A time that is not spelled `2026-05-21T10:04:10Z`, with up to six digits of a second where the field allows them.
  case badTime(path: String, text: String)
  /// A word that is none of the known ones.
  case unknownWord(path: String, text: String, known: [String])
  /// An expiry that is not after the snapshot's time, or more than 50 years after it.
  case badExpiry(path: String, expiry: String, asOf: String)
  /// A venue's answer that is an error.
  case venueError(path: String, text: String)
  /// A time that is no whole number of milliseconds since 1970, or of seconds where it must be.
  case badMilliseconds(path: String, text: String)
  /// A digest that is not spelled `sha256:` and 64 small hexadecimal digits.
  case badDigest(path: String, text: String)
  /// A day that is not spelled `2026-05-21`.
  case badDate(path: String, text: String)
  /// A value that is not above the one before it.
  case notRising(path: String, text: String, last: String)
  /// A table without what it must have.
  case header(file: String, wanted: String)
  /// Two entries of one name.
  case duplicateInstrument(path: String, name: String)

  public var description: String {
    switch self {
    case .json(let error): error.description
    case .table(let error): error.description
    case .notADecimal(let path, let text):
      "\(path): \"\(text.printable(limit: 60))\" is not a decimal number like \"-12.5\" (at most 15 digits, no exponent, no superfluous zero)"
    case .outOfRange(let path, let text, let allowed):
      "\(path): \(text.printable(limit: 60)) is out of range; allowed is \(allowed)"
    case .badName(let path):
      "\(path): a name has 1 to 128 printable ASCII characters, none of them a single quotation mark; rename it"
    case .badTime(let path, let text):
      "\(path): \"\(text.printable(limit: 60))\" is not a time in UTC like \"2026-05-21T10:04:10Z\""
    case .unknownWord(let path, let text, let known):
      "\(path): \"\(text.printable(limit: 60))\" is unknown; write one of \(known.joined(separator: ", "))"
    case .badExpiry(let path, let expiry, let asOf):
      "\(path): expiry \(expiry) is not within the 50 years after the snapshot's time \(asOf); leave expired instruments out"
    case .venueError(let path, let text): "\(path): the venue refused the call: \(text.printable(limit: 200)); make it again"
    case .badMilliseconds(let path, let text): "\(path): \(text.printable(limit: 60)) is not a time in milliseconds since 1970"
    case .badDigest(let path, let text): "\(path): \"\(text.printable(limit: 80))\" is not sha256: and 64 small hexadecimal digits"
    case .badDate(let path, let text): "\(path): \"\(text.printable(limit: 60))\" is not a day like 2026-05-21"
    case .notRising(let path, let text, let last):
      "\(path): \(text.printable(limit: 60)) is not above \(last), the one before; sort the list and keep one of each"
    case .header(let file, let wanted): "\(file.printable(limit: 200)): needs \(wanted)"
    case .duplicateInstrument(let path, let name): "\(path): \(name.printable(limit: 60)) is there twice; keep one"
    }
  }
}
