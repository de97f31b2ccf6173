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
    guard Self.isName(name) else { throw .badName(path: path(of: key)) }
    return name
  }

  static func isName(_ text: String) -> Bool { Identifier.isValid(text) && !text.utf8.contains(UInt8(ascii: "'")) }

  /// Refuses two entries of one list that have one name.
  static func checkUnique(_ names: [String], path: String, key: String) throws(MarketError) {
    var found: Set<String> = []
    for (place, name) in names.enumerated() where !found.insert(name).inserted {
      throw .duplicateInstrument(path: "\(path)[\(place)].\(key)", name: name)
    }
  }

  mutating func integer(_ key: String, _ range: ClosedRange<Int>) throws(MarketError) -> Int {
    try Self.integer(value(key), range, at: path(of: key))
  }

  /// A list of whole numbers.
  mutating func integers(_ key: String, _ range: ClosedRange<Int>) throws(MarketError) -> [Int] {
    var values: [Int] = []
    for (place, value) in try list(key).enumerated() {
      values.append(try Self.integer(value, range, at: "\(path(of: key))[\(place)]"))
    }
    return values
  }

  private static func integer(_ value: JSONValue, _ range: ClosedRange<Int>, at path: String) throws(MarketError) -> Int {
    let number: Int
    do { number = try value.integer(at: path) } catch { throw .json(error) }
    guard range.contains(number) else {
      throw .outOfRange(path: path, text: "\(number)", allowed: "\(range.lowerBound) to \(range.upperBound)")
    }
    return number
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

  /// A moment that is not after another one.
  mutating func instant(_ key: String, upTo latest: MarketInstant) throws(MarketError) -> MarketInstant {
    try Self.instant(text(key), at: path(of: key), upTo: latest)
  }

  mutating func optionalInstant(_ key: String, upTo latest: MarketInstant) throws(MarketError) -> MarketInstant? {
    guard let value = fields.optionalValue(key) else { return nil }
    let text: String
    do { text = try value.string(at: path(of: key)) } catch { throw .json(error) }
    return try Self.instant(text, at: path(of: key), upTo: latest)
  }

  private static func instant(_ text: String, at path: String, upTo latest: MarketInstant) throws(MarketError) -> MarketInstant {
    guard let instant = MarketInstant(text) else { throw .badTime(path: path, text: text) }
    guard instant <= latest else { throw .outOfRange(path: path, text: text, allowed: "times up to the file's own, \(latest)") }
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

  mutating func optionalPrice(_ key: String) throws(MarketError) -> BoundedDecimal? { try optionalDecimal(key, .prices) }
  /// A share: 0 to 1.
  mutating func optionalShare(_ key: String) throws(MarketError) -> BoundedDecimal? { try optionalDecimal(key, .shares) }
  /// A payment a period as a share of the notional: -1 to 1, positive where longs pay.
  mutating func rate(_ key: String) throws(MarketError) -> BoundedDecimal { try decimal(text(key), key, .rates) }
  /// Coins of the underlying, or a weight: 0 to 10^12.
  mutating func interest(_ key: String) throws(MarketError) -> BoundedDecimal { try decimal(text(key), key, .interests) }

  /// A list of the same.
  mutating func interests(_ key: String) throws(MarketError) -> [BoundedDecimal] {
    var values: [BoundedDecimal] = []
    for (place, value) in try list(key).enumerated() {
      let path = "\(path(of: key))[\(place)]"
      let text: String
      do { text = try value.string(at: path) } catch { throw .json(error) }
      values.append(try Self.decimal(text, spelling, .interests, at: path))
    }
    return values
  }

  mutating func optionalText(_ key: String) throws(MarketError) -> String? {
    guard let value = fields.optionalValue(key), value != .null else { return nil }
    do { return try value.string(at: path(of: key)) } catch { throw .json(error) }
  }

  // MARK: What venues state in their own units

  /// A moment as milliseconds since 1970.
  mutating func instantOfMilliseconds(_ key: String) throws(MarketError) -> MarketInstant {
    let text = try text(key)
    guard let milliseconds = Int64(text), let instant = MarketInstant(milliseconds: milliseconds) else {
      throw .badMilliseconds(path: path(of: key), text: text)
    }
    return instant
  }

  /// The same where it is a whole second.
  mutating func secondOfMilliseconds(_ key: String) throws(MarketError) -> Timestamp {
    let instant = try instantOfMilliseconds(key)
    guard instant.microsecond == 0 else { throw .badMilliseconds(path: path(of: key), text: instant.description) }
    return instant.second
  }

  /// A quote, rounded to 15 digits where it has more; nil where it is absent or null.
  mutating func roundedQuote(_ key: String) throws(MarketError) -> BoundedDecimal? {
    guard let text = try optionalText(key) else { return nil }
    guard let value = BoundedDecimal(nearestTo: text) else { throw .notADecimal(path: path(of: key), text: text) }
    let range = Range.quotes
    guard (range.lower...range.upper).contains(value.double) else {
      throw .outOfRange(path: path(of: key), text: text, allowed: range.words)
    }
    return value
  }

  /// A volatility in per cent, 45.5 for 0.455; nil where it is absent or null.
  mutating func percentage(_ key: String) throws(MarketError) -> BoundedDecimal? {
    guard let text = try optionalText(key) else { return nil }
    guard let percent = BoundedDecimal(jsonNumber: text),
      let value = BoundedDecimal(significand: percent.significand, places: percent.places + 2)
    else { throw .notADecimal(path: path(of: key), text: text) }
    guard (Range.volatilities.lower...Range.volatilities.upper).contains(value.double) else {
      throw .outOfRange(path: path(of: key), text: text, allowed: "0 to 2000 (per cent a year)")
    }
    return value
  }

  // MARK: Ranges

  private struct Range {
    let lower, upper: Double
    let words: String

    static let prices = Range(lower: 1e-9, upper: 1e9, words: "0.000000001 to 1000000000")
    static let quotes = Range(lower: 0, upper: 1e9, words: "0 to 1000000000")
    static let volatilities = Range(lower: 0, upper: 20, words: "0 to 20 (2,000 % a year)")
    static let shares = Range(lower: 0, upper: 1, words: "0 to 1")
    static let rates = Range(lower: -1, upper: 1, words: "-1 to 1")
    static let interests = Range(lower: 0, upper: 1e12, words: "0 to 1000000000000")
  }

  private mutating func optionalDecimal(_ key: String, _ range: Range) throws(MarketError) -> BoundedDecimal? {
    guard let value = fields.optionalValue(key), spelling == .own || value != .null else { return nil }
    let text: String
    do { text = try value.string(at: path(of: key)) } catch { throw .json(error) }
    return try decimal(text, key, range)
  }

  private func decimal(_ text: String, _ key: String, _ range: Range) throws(MarketError) -> BoundedDecimal {
    try Self.decimal(text, spelling, range, at: path(of: key))
  }

  /// A price in a cell of a table, spelled in any of JSON's ways.
  static func price(_ text: String, at path: String) throws(MarketError) -> BoundedDecimal {
    try decimal(text, .anyJSONNumber, .prices, at: path)
  }

  private static func decimal(
    _ text: String, _ spelling: Spelling, _ range: Range, at path: String
  ) throws(MarketError) -> BoundedDecimal {
    guard let value = spelling == .own ? BoundedDecimal(text) : BoundedDecimal(jsonNumber: text) else {
      throw .notADecimal(path: path, text: text)
    }
    guard (range.lower...range.upper).contains(value.double) else {
      throw .outOfRange(path: path, text: text, allowed: range.words)
    }
    return value
  }
}
