/// Why a linear program is refused: its rows could hold modulo the group order without holding over the integers, or its bytes are
/// not the one encoding of a program. Rows, columns and variables are counted from 0.
public enum ProgramError: Error, Hashable, Sendable {
  case baseOutOfRange(bits: Int)
  /// Beyond 2^20 columns, variables or rows, or 2^22 digits.
  case tooLarge
  case projectionOutOfRange(rows: Int, digits: Int)
  case identifierMalformed(column: Int)
  case columnRepeated(column: Int)
  case widthOutOfRange(variable: Int)
  case indexOutOfRange(row: Int)
  case indicesNotIncreasing(row: Int)
  case coefficientZero(row: Int)
  case columnUnbounded(column: Int, row: Int)
  case rowCouldWrap(row: Int)
  case projectionCouldWrap
  case encodingMalformed(offset: Int)
}

extension ProgramError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .baseOutOfRange(let bits): "program: digits of \(bits) bits; choose 1 to 16"
    case .tooLarge:
      "program: more than 2^20 columns, variables or rows, or more than 2^22 digits; split the rule or lower its decimals"
    case .projectionOutOfRange(let rows, let digits):
      "program: a projection of \(rows) rows of \(digits) digits; it takes 128 to 1024 rows and a width of 1 to 248 bits"
    case .identifierMalformed(let column):
      "program: column \(column)'s identifier is not 1 to 128 printable ASCII characters; rename it"
    case .columnRepeated(let column): "program: column \(column) repeats an earlier column's identifier; merge the two"
    case .widthOutOfRange(let variable): "program: variable \(variable) is not 1 to 248 bits wide; lower its decimals"
    case .indexOutOfRange(let row): "program: row \(row) names a column or variable that is not there; declare it"
    case .indicesNotIncreasing(let row): "program: row \(row)'s indices do not strictly increase; sort and merge its terms"
    case .coefficientZero(let row): "program: row \(row) has a zero coefficient; leave the term out"
    case .columnUnbounded(let column, let row):
      "program: row \(row) uses column \(column), which nothing bounds; add a range row or a projection"
    case .rowCouldWrap(let row): "program: row \(row) could wrap around the group order; narrow its variables or coefficients"
    case .projectionCouldWrap: "program: a projection row could wrap around the group order; narrow the projection"
    case .encodingMalformed(let offset):
      "program: byte \(offset) does not belong to the encoding of a program; ask its maker for the file again"
    }
  }
}
