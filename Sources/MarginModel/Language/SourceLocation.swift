import SystemCryptography

/// A place in a circuit file: line and column, both counted from 1.
public struct SourceLocation: Sendable, Hashable, Comparable, CustomStringConvertible {
  public let line: Int
  public let column: Int

  public init(line: Int, column: Int) {
    self.line = line
    self.column = column
  }

  public static func < (left: SourceLocation, right: SourceLocation) -> Bool {
    (left.line, left.column) < (right.line, right.column)
  }

  public var description: String { "\(line):\(column)" }
}

/// The text of one circuit file, printable ASCII in lines, kept for error messages and for exact places.
public struct CircuitSource: Sendable {
  /// The name the file is called by in messages.
  public let file: String
  /// Its lines without their line feeds.
  package let lines: [[UInt8]]

  /// The longest circuit file that is read, in bytes.
  package static let byteLimit = 256 * 1024

  /// Splits a file into lines.
  ///
  /// - Throws: `CircuitError` when the file is too long or holds anything but printable ASCII and line feeds.
  package init(bytes: [UInt8], file: String) throws(CircuitError) {
    self.file = file
    guard bytes.count <= CircuitSource.byteLimit else {
      throw CircuitError(file: file, .file, "the file is longer than \(CircuitSource.byteLimit) bytes", "split the rule")
    }
    var lines: [[UInt8]] = []
    var line: [UInt8] = []
    for byte in bytes {
      if byte == UInt8(ascii: "\n") {
        lines.append(line)
        line.removeAll(keepingCapacity: true)
        continue
      }
      guard (0x20..<0x7f).contains(byte) else {
        throw CircuitError(
          file: file, at: SourceLocation(line: lines.count + 1, column: line.count + 1), .file,
          "byte 0x\([byte].hex) is not printable ASCII", "write spaces for tabs, line feeds alone, and plain letters")
      }
      line.append(byte)
    }
    if !line.isEmpty { lines.append(line) }
    self.lines = lines
  }

  /// The line a place is on, or nothing when there is no such line.
  package func text(line: Int) -> String? {
    lines.indices.contains(line - 1) ? String(decoding: lines[line - 1], as: UTF8.self) : nil
  }

  /// The column of a line's last byte that is no blank; 0 where there is none.
  package func textEnd(ofLine line: Int) -> Int {
    guard lines.indices.contains(line - 1) else { return 0 }
    return (lines[line - 1].lastIndex { $0 != UInt8(ascii: " ") } ?? -1) + 1
  }

  /// The byte at a place, or nil past the end of its line.
  package func byte(at place: SourceLocation) -> UInt8? {
    guard lines.indices.contains(place.line - 1), lines[place.line - 1].indices.contains(place.column - 1) else { return nil }
    return lines[place.line - 1][place.column - 1]
  }

  /// An error at a place of this file, with the line it is on.
  package func error(
    _ rule: CircuitError.Rule, at location: SourceLocation?, _ message: String, _ suggestion: String? = nil
  ) -> CircuitError {
    CircuitError(
      file: file, at: location, rule, message, suggestion, sourceLine: location.flatMap { text(line: $0.line) })
  }
}
