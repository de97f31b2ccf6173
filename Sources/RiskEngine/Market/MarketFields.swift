import CanonicalJSON
import MarginModel

/// The fields of one object of a market file, read as what a market quotes; each error names the field's path.
///
/// Decimals are spelled in one way in our own files (``BoundedDecimal/init(_:)``); the reader of another source's files takes what JSON allows.
struct MarketFields {
  enum Spelling { case own, anyJSONNumber }

  private var fields: JSONFields
  private let spelling: Spelling

  init(_ value: JSONValue, at path: String, spelling: Spelling) throws(MarketError) {
    do { fields = try JSONFields(value, at: path) } catch { throw .json(error) }
    self.spelling = spelling
  }

  func path(of key: String) -> String { fields.path(of: key) }

  func finish() throws(MarketError) {
    do { try fields.finish() } catch { throw .json(error) }
  }

  mutating func text(_ key: String) throws(MarketError) -> String {
    do { return try fields.string(key) } catch { throw .json(error) }
  }

  mutating func list(_ key: String) throws(MarketError) -> [JSONValue] {
    do { return try fields.array(key) } catch { throw .json(error) }
  }

  mutating func optional(_ key: String) -> JSONValue? { fields.optionalValue(key) }

  mutating func value(_ key: String) throws(MarketError) -> JSONValue {
    do { return try fields.value(key) } catch { throw .json(error) }
  }

  mutating func expectKind(_ kind: String, version: Int) throws(MarketError) {
    do {
      try fields.expect("kind", kind)
      try fields.expect("version", version)
    } catch { throw .json(error) }
  }

  /// An identifier: 1 to 128 printable ASCII characters, no "'" (the circuit language quotes elements with it).
  mutating func name(_ key: String) throws(MarketError) -> String {
    let name = try text(key)
    guard Identifier.isValid(name), !name.utf8.contains(UInt8(ascii: "'")) else { throw .badName(path: path(of: key)) }
    return name
  }

  /// A remark of up to 1,000 printable ASCII characters.
  mutating func remark(_ key: String) throws(MarketError) -> String {
    let remark = try text(key)
    guard remark.utf8.count <= 1000, remark.utf8.allSatisfy({ (0x20...0x7e).contains($0) }) else {
      throw .outOfRange(path: path(of: key), text: remark, allowed: "up to 1,000 printable ASCII characters")
    }
    return remark
  }

  mutating func instant(_ key: String) throws(MarketError) -> MarketInstant {
    let text = try text(key)
    guard let instant = MarketInstant(text) else { throw .badTime(path: path(of: key), text: text) }
    return instant
  }

  mutating func expiry(_ key: String, after asOf: MarketInstant) throws(MarketError) -> Timestamp {
    let text = try text(key)
    guard let expiry = Timestamp(text) else { throw .badTime(path: path(of: key), text: text) }
    let microseconds = asOf.microseconds(until: expiry)
    guard microseconds > 0, microseconds <= MarketInstant.microsecondsPerYear * 50 else {
      throw .badExpiry(path: path(of: key), expiry: expiry.description, asOf: asOf.description)
    }
    return expiry
  }

  /// A price: positive and at most 10^9.
  mutating func price(_ key: String) throws(MarketError) -> BoundedDecimal {
    try decimal(text(key), key, .prices)
  }

  mutating func optionalQuote(_ key: String) throws(MarketError) -> BoundedDecimal? { try optionalDecimal(key, .quotes) }
  mutating func optionalVolatility(_ key: String) throws(MarketError) -> BoundedDecimal? { try optionalDecimal(key, .volatilities) }
  mutating func optionalInterest(_ key: String) throws(MarketError) -> BoundedDecimal? { try optionalDecimal(key, .interests) }

  // MARK: Ranges

  private struct Range {
    let lower, upper: Double
    let words: String

    static let prices = Range(lower: 1e-9, upper: 1e9, words: "0.000000001 to 1000000000")
    static let quotes = Range(lower: 0, upper: 1e9, words: "0 to 1000000000")
    static let volatilities = Range(lower: 0, upper: 20, words: "0 to 20 (2,000 % a year)")
    static let interests = Range(lower: 0, upper: 1e12, words: "0 to 1000000000000")
  }

  private mutating func optionalDecimal(_ key: String, _ range: Range) throws(MarketError) -> BoundedDecimal? {
    guard let value = fields.optionalValue(key) else { return nil }
    let text: String
    do { text = try value.string(at: path(of: key)) } catch { throw .json(error) }
    return try decimal(text, key, range)
  }

  private func decimal(_ text: String, _ key: String, _ range: Range) throws(MarketError) -> BoundedDecimal {
    guard let value = spelling == .own ? BoundedDecimal(text) : BoundedDecimal(jsonNumber: text) else {
      throw .notADecimal(path: path(of: key), text: text)
    }
    guard (range.lower...range.upper).contains(value.double) else {
      throw .outOfRange(path: path(of: key), text: text, allowed: range.words)
    }
    return value
  }
}
