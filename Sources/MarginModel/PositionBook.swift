import CanonicalJSON

/// A trader's positions, read from a CSV or JSON file.
///
/// The CSV form (RFC 4180; UTF-8 without a byte order mark, lines ended by LF or CRLF):
///
///     file   = header newline { row newline }               the last newline may be absent
///     header = "instrument" "," "quantity" [ "," "venue" ] [ "," "reference" ]      in any order
///     row    = cell { "," cell }                            as many cells as the header
///     cell   = text without quotes, commas and control characters | '"' text with quotes doubled '"'
///
/// The JSON form:
///
///     { "kind": "positions", "version": 1,
///       "positions": [ { "instrument": id, "quantity": decimal, "venue": id, "reference": text }, ... ] }
///
/// A quantity is a decimal as ``Rational`` reads it, never a fraction. Venue and reference are optional; an empty cell is an absent one.
/// It is the trader's secret: neither `print` nor a mirror shows what is in it.
public struct PositionBook: Sendable {
  static let columns = ["instrument", "quantity", "venue", "reference"]
  static let maximumByteCount = 1 << 28
  static let maximumRowCount = 1_000_000
  static let maximumReferenceLength = 256

  /// The rows in the file's order; an instrument may have several.
  public let positions: [Position]
  /// What the trader should know of how the file was read: one line for each instrument whose rows were summed.
  public let notes: [String]
  let file: String

  init(_ positions: [Position], file: String) {
    self.positions = positions
    self.file = file
    notes = Self.notes(positions, file: file)
  }

  /// Reads a file by its name: JSON where it ends in `.json`, else CSV.
  public init(_ bytes: [UInt8], file: String) throws(PositionError) {
    if file.utf8.suffix(5).elementsEqual(".json".utf8) {
      try self.init(json: bytes, file: file)
    } else {
      try self.init(csv: bytes, file: file)
    }
  }

  /// Reads the JSON form.
  ///
  /// - Throws: the first fault with its place; `file` is the name that errors and notes begin with.
  public init(json bytes: [UInt8], file: String) throws(PositionError) {
    let rows: [JSONValue]
    do throws(JSONError) {
      var fields = try JSONFields(JSONValue(lenient: bytes), at: "")
      try fields.expect("kind", "positions")
      try fields.expect("version", 1)
      rows = try fields.array("positions")
      try fields.finish()
    } catch { throw PositionError(file, error) }
    guard rows.count <= Self.maximumRowCount else { throw PositionError(file, .path("positions"), .tooManyRows) }
    var positions: [Position] = []
    for (number, row) in rows.enumerated() { positions.append(try Self.position(row, "positions[\(number)]", file)) }
    self.init(positions, file: file)
  }

  private static func position(_ row: JSONValue, _ path: String, _ file: String) throws(PositionError) -> Position {
    let cells: (instrument: String, quantity: String, venue: String?, reference: String?)
    do throws(JSONError) {
      var fields = try JSONFields(row, at: path)
      cells = try (
        fields.string("instrument"), fields.string("quantity"), fields.optionalString("venue"), fields.optionalString("reference")
      )
      try fields.finish()
    } catch { throw PositionError(file, error) }
    return try Position(
      instrument: (cells.instrument, .path(path + ".instrument")), quantity: (cells.quantity, .path(path + ".quantity")),
      venue: cells.venue.map { ($0, .path(path + ".venue")) }, reference: cells.reference.map { ($0, .path(path + ".reference")) },
      file: file)
  }

  private static func notes(_ positions: [Position], file: String) -> [String] {
    var rows: [String: [Position]] = [:]
    for position in positions { rows[position.instrument, default: []].append(position) }
    return positions.compactMap { position in
      guard let same = rows.removeValue(forKey: position.instrument), same.count > 1 else { return nil }
      let places = same.prefix(5).map(\.place.row).joined(separator: ", ") + (same.count > 5 ? ", ..." : "")
      return
        "\(file.printable(limit: 200)): \(position.instrument) is in \(same.count) rows (\(places)); their quantities are summed"
    }
  }
}

extension PositionBook: CustomStringConvertible, CustomReflectable {
  public var description: String { "a position book (not shown)" }
  public var customMirror: Mirror { Mirror(self, children: []) }
}

extension PositionError.Place {
  /// The row that the place is in.
  fileprivate var row: String {
    switch self {
    case .file: "the file"
    case .text(let line, _): "line \(line)"
    case .path(let path): String(path.prefix { $0 != "." })
    }
  }
}

extension Position {
  /// A text of the file and where it stands.
  typealias Cell = (text: String, place: PositionError.Place)

  /// A position of cells of either form; an empty venue or reference is an absent one.
  init(instrument: Cell, quantity: Cell, venue: Cell?, reference: Cell?, file: String) throws(PositionError) {
    guard Self.isTidyIdentifier(instrument.text) else {
      throw PositionError(file, instrument.place, .instrument(instrument.text))
    }
    guard let number = Self.decimal(quantity.text) else {
      throw PositionError(file, quantity.place, .quantity(quantity.text, Self.fault(of: quantity.text)))
    }
    if let venue, !venue.text.isEmpty, !Self.isTidyIdentifier(venue.text) {
      throw PositionError(file, venue.place, .venue(venue.text))
    }
    if let reference, !Self.isLine(reference.text) { throw PositionError(file, reference.place, .reference) }
    self.init(
      instrument: instrument.text, quantity: number, venue: venue.flatMap { $0.text.isEmpty ? nil : $0.text },
      reference: reference.flatMap { $0.text.isEmpty ? nil : $0.text }, place: instrument.place)
  }

  private static func isTidyIdentifier(_ text: String) -> Bool {
    Identifier.isValid(text) && text.utf8.first != 0x20 && text.utf8.last != 0x20
  }

  private static func isLine(_ text: String) -> Bool {
    text.utf8.count <= PositionBook.maximumReferenceLength
      && text.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7F }
  }

  private static func decimal(_ text: String) -> Rational? {
    text.utf8.contains(UInt8(ascii: "/")) ? nil : Rational(text)
  }

  /// Why a text is no decimal, in the order in which a trader would mend it.
  private static func fault(of text: String) -> PositionError.QuantityFault {
    let bytes = Array(text.utf8)
    let hasDigit = bytes.contains { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    func has(_ marks: String) -> Bool { bytes.contains { marks.utf8.contains($0) } }
    if bytes.isEmpty { return .empty }
    if bytes.count > Rational.maximumTextLength { return .tooLong }
    if !hasDigit { return .notANumber }
    if has(" \t") { return .space }
    if has(",'_") { return .separator }
    if bytes.first == UInt8(ascii: "+") { return .plusSign }
    if bytes.allSatisfy({ "0123456789.+-eE".utf8.contains($0) }), has("eE") { return .exponent }
    if bytes.allSatisfy({ "0123456789.-/".utf8.contains($0) }), has("/") { return .fraction }
    let digits = bytes.first == UInt8(ascii: "-") ? bytes[1...] : bytes[...]
    if digits.first == UInt8(ascii: ".") || digits.last == UInt8(ascii: ".") { return .barePoint }
    if digits.allSatisfy({ "0123456789.".utf8.contains($0) }), digits.first == UInt8(ascii: "0"), digits.count > 1,
      digits.filter({ $0 == UInt8(ascii: ".") }).count <= 1
    {
      return .leadingZero
    }
    return .notANumber
  }
}
