import CanonicalJSON

extension PositionBook {
  /// Reads the CSV form.
  ///
  /// - Throws: the first fault with line and column; `file` is the name that errors and notes begin with.
  public init(csv bytes: [UInt8], file: String) throws(PositionError) {
    var reader = try CSVReader(bytes, file: file)
    let columns = try Self.header(reader.row(), reader)
    var positions: [Position] = []
    while let row = try reader.row() {
      guard positions.count < Self.maximumRowCount else { throw PositionError(file, .file, .tooManyRows) }
      guard row.count == columns.count else {
        let reason: PositionError.Reason =
          row.count == 1 && row[0].text.isEmpty
          ? .emptyLine : .cellCount(wanted: columns.count, found: row.count)
        throw reader.error(reason, at: row[0])
      }
      var cells: [String: Position.Cell] = [:]
      for (name, cell) in zip(columns, row) { cells[name] = (cell.text, reader.place(of: cell)) }
      guard let instrument = cells["instrument"], let quantity = cells["quantity"] else { continue }
      positions.append(
        try Position(
          instrument: instrument, quantity: quantity, venue: cells["venue"], reference: cells["reference"], file: file))
    }
    self.init(positions, file: file)
  }

  /// The names of the columns: known, unique, and all that are needed.
  private static func header(_ row: [CSVReader.Cell]?, _ reader: CSVReader) throws(PositionError) -> [String] {
    guard let row, row.contains(where: { !$0.text.isEmpty }) else { throw PositionError(reader.file, .file, .noHeader) }
    if row.count == 1, row[0].text.utf8.contains(where: { $0 == UInt8(ascii: ";") || $0 == UInt8(ascii: "\t") }) {
      throw reader.error(.notCommas, at: row[0])
    }
    var names: [String] = []
    for cell in row {
      guard columns.contains(where: { $0.utf8.elementsEqual(cell.text.utf8) }) else {
        throw reader.error(.unknownColumn(cell.text, hint: Spelling.hint(for: cell.text, among: columns)), at: cell)
      }
      guard !names.contains(cell.text) else { throw reader.error(.duplicateColumn(cell.text), at: cell) }
      names.append(cell.text)
    }
    for name in ["instrument", "quantity"] where !names.contains(name) { throw reader.error(.missingColumn(name), at: row[0]) }
    return names
  }
}

/// Splits a CSV text (RFC 4180) into cells, row by row; the text is UTF-8 and has no control characters but line ends.
package struct CSVReader {
  package struct Cell {
    package let text: String
    package let line: Int
    /// Of the cell's first byte and of its line's.
    let offset, lineStart: Int
  }

  let file: String
  private let bytes: [UInt8]
  private var position = 0
  private var line = 1
  private var lineStart = 0

  package init(_ bytes: [UInt8], file: String) throws(PositionError) {
    guard bytes.count <= PositionBook.maximumByteCount else { throw PositionError(file, .file, .tooLarge) }
    guard !bytes.starts(with: [0xEF, 0xBB, 0xBF]) else { throw PositionError(file, .text(line: 1, column: 1), .byteOrderMark) }
    guard !bytes.starts(with: [0xFF, 0xFE]), !bytes.starts(with: [0xFE, 0xFF]) else { throw PositionError(file, .file, .utf16) }
    self.file = file
    self.bytes = bytes
    if let fault = TextPlace.firstFault(inUTF8: bytes[...]) {
      let (line, column) = TextPlace.lineAndColumn(of: fault, in: bytes)
      throw PositionError(file, .text(line: line, column: column), .notUTF8)
    }
  }

  /// The next row's cells, at least one; nil at the end of the text.
  package mutating func row() throws(PositionError) -> [Cell]? {
    guard position < bytes.count else { return nil }
    var cells: [Cell] = []
    while true {
      cells.append(try cell())
      guard position < bytes.count, bytes[position] == UInt8(ascii: ",") else { break }
      position += 1
    }
    // A cell ends at a comma, a line end or the text's end.
    if position < bytes.count {
      position += bytes[position] == 0x0D ? 2 : 1
      (line, lineStart) = (line + 1, position)
    }
    return cells
  }

  private mutating func cell() throws(PositionError) -> Cell {
    let start = position
    let text = try isAt("\"") ? quoted() : plain()
    return Cell(text: text, line: line, offset: start, lineStart: lineStart)
  }

  private mutating func plain() throws(PositionError) -> String {
    let start = position
    while !isAtCellEnd {
      guard !isAt("\"") else { throw error(.quoteInCell, at: position) }
      try requirePrintable()
      position += 1
    }
    return String(decoding: bytes[start..<position], as: UTF8.self)
  }

  private mutating func quoted() throws(PositionError) -> String {
    let start = position
    var text: [UInt8] = []
    position += 1
    while !isAtLineEnd {
      if isAt("\"") {
        position += 1
        guard isAt("\"") else {
          guard isAtCellEnd else { throw error(.textAfterQuote, at: position) }
          return String(decoding: text, as: UTF8.self)
        }
      }
      try requirePrintable()
      text.append(bytes[position])
      position += 1
    }
    throw error(.openQuote, at: start)
  }

  /// A tab is let through, so that a header separated by tabs gets its own message; no cell's rule admits one.
  private func requirePrintable() throws(PositionError) {
    guard bytes[position] >= 0x20 && bytes[position] != 0x7F || bytes[position] == 0x09 else {
      throw error(.controlCharacter, at: position)
    }
  }

  private func isAt(_ mark: Unicode.Scalar) -> Bool { position < bytes.count && bytes[position] == UInt8(ascii: mark) }

  private var isAtLineEnd: Bool {
    guard position < bytes.count else { return true }
    return bytes[position] == 0x0A || bytes[position] == 0x0D && position + 1 < bytes.count && bytes[position + 1] == 0x0A
  }

  private var isAtCellEnd: Bool { isAtLineEnd || isAt(",") }

  // MARK: Places

  package func place(of cell: Cell) -> PositionError.Place {
    .text(line: cell.line, column: column(cell.offset, lineStart: cell.lineStart))
  }

  package func error(_ reason: PositionError.Reason, at cell: Cell) -> PositionError {
    PositionError(file, place(of: cell), reason)
  }

  private func error(_ reason: PositionError.Reason, at offset: Int) -> PositionError {
    PositionError(file, .text(line: line, column: column(offset, lineStart: lineStart)), reason)
  }

  private func column(_ offset: Int, lineStart: Int) -> Int {
    bytes[lineStart..<offset].count { $0 & 0xC0 != 0x80 } + 1
  }
}
