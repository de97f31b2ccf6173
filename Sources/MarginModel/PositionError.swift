import CanonicalJSON

/// Why a position file was refused, and where: one line with the file, the place and the mend.
///
/// The line is for the trader alone: it may quote the cell that is wrong, and names instruments.
public struct PositionError: Error, Sendable, Hashable, CustomStringConvertible {
  /// Where in a position file.
  public enum Place: Sendable, Hashable {
    case file
    /// Of a CSV file; both count from 1, a column is a Unicode scalar.
    case text(line: Int, column: Int)
    /// Of a JSON file: `positions[3].quantity`.
    case path(String)
  }

  public enum Reason: Sendable, Hashable {
    case json(JSONError.Reason)
    case tooLarge
    case tooManyRows
    case byteOrderMark
    case utf16
    case notUTF8
    case noHeader
    case notCommas
    case duplicateColumn(String)
    case missingColumn(String)
    case unknownColumn(String, hint: String)
    case emptyLine
    case cellCount(wanted: Int, found: Int)
    case quoteInCell
    case textAfterQuote
    case openQuote
    case controlCharacter
    case instrument(String)
    case quantity(String, QuantityFault)
    case venue(String)
    case reference
    case unknownInstrument(String, hint: String)
    case offLot(instrument: String, lot: Rational)
    case beyondLimit(instrument: String, limit: Rational)
  }

  /// What is wrong with a text that should be a decimal.
  public enum QuantityFault: Sendable, Hashable {
    case empty, exponent, separator, plusSign, space, fraction, leadingZero, barePoint, tooLong, notANumber
  }

  public let file: String
  public let place: Place
  public let reason: Reason

  package init(_ file: String, _ place: Place, _ reason: Reason) {
    self.file = file
    self.place = place
    self.reason = reason
  }

  init(_ file: String, _ error: JSONError) {
    let place: Place =
      switch error.place {
      case .text(let line, let column): .text(line: line, column: column)
      case .path(""): .file
      case .path(let path): .path(path)
      }
    self.init(file, place, .json(error.reason))
  }

  public var description: String {
    let place =
      switch place {
      case .file: ""
      case .text(let line, let column): ":\(line):\(column)"
      case .path(let path): ": " + path.printable(limit: 200)
      }
    return file.printable(limit: 200) + place + ": " + reason.text
  }
}

extension PositionError.Reason {
  fileprivate var text: String {
    switch self {
    case .json(let reason): reason.description
    case .tooLarge: "longer than \(PositionBook.maximumByteCount) bytes; split the book"
    case .tooManyRows: "more than \(PositionBook.maximumRowCount) rows; sum the rows of each instrument"
    case .byteOrderMark: "begins with a byte order mark; save the file as UTF-8 without one"
    case .utf16: "UTF-16; save the file as UTF-8"
    case .notUTF8: "not UTF-8; save the file as UTF-8"
    case .noHeader: "no header row; begin with instrument,quantity"
    case .notCommas: "the header has no comma; separate cells by commas"
    case .duplicateColumn(let name): "the column \(name.printable(limit: 40)) is there twice; keep one"
    case .missingColumn(let name): "the column \(name) is missing; add it"
    case .unknownColumn(let name, let hint):
      "unknown column \"\(name.printable(limit: 40))\"\(hint); known are \(PositionBook.columns.joined(separator: ", "))"
    case .emptyLine: "an empty line; remove it"
    case .cellCount(let wanted, let found):
      "a row of \(found) cells where the header has \(wanted); is a comma missing or too many?"
    case .quoteInCell: "a double quote inside a cell; put the cell in double quotes and double the quote"
    case .textAfterQuote: "text after the closing quote; end the cell there, or double the quote inside it"
    case .openQuote: "the quote opened here is not closed on its line; close it"
    case .controlCharacter: "a control character; remove it"
    case .instrument(let text):
      "instrument \"\(text.printable(limit: 40))\" is no identifier; write 1 to \(Identifier.maximumLength) printable ASCII "
        + "characters, no space at either end"
    case .quantity(let text, let fault): "quantity \"\(text.printable(limit: 40))\" \(fault.text)"
    case .venue(let text):
      "venue \"\(text.printable(limit: 40))\" is no identifier; write at most \(Identifier.maximumLength) printable ASCII "
        + "characters, no space at either end"
    case .reference: "the reference is not one line of at most \(PositionBook.maximumReferenceLength) bytes; shorten it"
    case .unknownInstrument(let id, let hint):
      "the risk file has no instrument \(id)\(hint.isEmpty ? "; correct or remove it" : hint)"
    case .offLot(let id, let lot): "the quantity of \(id) is no whole number of lots of \(lot); round it to the lot"
    case .beyondLimit(let id, let limit):
      "the quantity of \(id) is beyond the limit of \(limit); the risk file bounds positions by it"
    }
  }
}

extension PositionError.QuantityFault {
  fileprivate var text: String {
    switch self {
    case .empty: "is empty; write a number, 0 for none"
    case .exponent: "has an exponent; write the number out"
    case .separator: "has a separator; write digits with a decimal point, 1234.5"
    case .plusSign: "has a plus sign; remove it"
    case .space: "has white space; remove it"
    case .fraction: "is a fraction; write a decimal"
    case .leadingZero: "has leading zeros; remove them"
    case .barePoint: "needs a digit on both sides of the point"
    case .tooLong: "is longer than \(Rational.maximumTextLength) characters; shorten it"
    case .notANumber: "is not a number; write a decimal, -12.5"
    }
  }
}
