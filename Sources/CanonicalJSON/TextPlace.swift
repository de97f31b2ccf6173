/// Places in a text, worked out only once there is something to say about them.
package enum TextPlace {
  /// The line of a byte and its column within the line, in Unicode scalars; both count from 1.
  package static func lineAndColumn(of offset: Int, in bytes: [UInt8]) -> (line: Int, column: Int) {
    var (line, column) = (1, 1)
    for byte in bytes.prefix(offset) {
      if byte == 0x0A {
        (line, column) = (line + 1, 1)
      } else if byte & 0xC0 != 0x80 {
        column += 1
      }
    }
    return (line, column)
  }

  /// Where the longest prefix that is UTF-8 ends; nil where all of it is.
  package static func firstFault(inUTF8 bytes: ArraySlice<UInt8>) -> Int? {
    guard String(validating: bytes, as: UTF8.self) == nil else { return nil }
    var (decoder, iterator, offset) = (UTF8(), bytes.makeIterator(), bytes.startIndex)
    while case .scalarValue(let scalar) = decoder.decode(&iterator) { offset += UTF8.width(scalar) }
    return offset
  }
}

extension JSONError.Place {
  static func text(_ offset: Int, in bytes: [UInt8]) -> JSONError.Place {
    let (line, column) = TextPlace.lineAndColumn(of: offset, in: bytes)
    return .text(line: line, column: column)
  }
}
