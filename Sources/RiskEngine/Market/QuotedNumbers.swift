/// Puts quotation marks around the bare numbers of a JSON text.
///
/// Our JSON has no fractions, and a reader with floating point would lose a number's spelling; this keeps it as a string. Lines stay as they
/// are, columns move by two for each number before. What is no JSON stays none.
enum QuotedNumbers {
  static func quote(_ bytes: [UInt8]) -> [UInt8] {
    var quoted: [UInt8] = []
    quoted.reserveCapacity(bytes.count + bytes.count / 4)
    var isInString = false
    var isInNumber = false
    var isEscaped = false
    for byte in bytes {
      if isInString {
        if isEscaped {
          isEscaped = false
        } else if byte == backslash {
          isEscaped = true
        } else if byte == mark {
          isInString = false
        }
      } else {
        let continues = numeric.contains(byte)
        if isInNumber != continues, isInNumber || byte == minus || (zero...nine).contains(byte) {
          quoted.append(mark)
          isInNumber = continues
        }
        isInString = byte == mark
      }
      quoted.append(byte)
    }
    if isInNumber { quoted.append(mark) }
    return quoted
  }

  private static let mark = UInt8(ascii: "\"")
  private static let backslash = UInt8(ascii: "\\")
  private static let minus = UInt8(ascii: "-")
  private static let zero = UInt8(ascii: "0")
  private static let nine = UInt8(ascii: "9")
  private static let numeric = Set("+-.0123456789eE".utf8)
}
