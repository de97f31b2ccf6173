import ProofSystem
import Testing

/// One mutation per check: each program differs in one thing from a sound one.
@Suite("Programs")
struct ProgramTests {
  /// x_0 + x_1 - D_0 = 0, and a range row for each position.
  struct Parts {
    var bits = 4
    var columns = ["a", "b"]
    var digits = [5, 4, 4]
    var rows = [
      row([0: 1, 1: 1], [0: -1], 0), row([0: 1], [1: -1], 8), row([1: -1], [2: 1], -8),
    ]
    var projection: Program.Projection?

    func program() throws(ProgramError) -> Program {
      try Program(baseBits: bits, columns: columns, digits: digits, rows: rows, projection: projection)
    }
  }

  static func row(_ positions: [Int: Int256], _ variables: [Int: Int256], _ constant: Int256) -> Program.Row {
    func terms(_ terms: [Int: Int256]) -> [Program.Term] {
      terms.sorted { $0.key < $1.key }.map { Program.Term(index: $0.key, coefficient: $0.value) }
    }
    return Program.Row(positions: terms(positions), variables: terms(variables), constant: constant)
  }

  private func expect(_ error: ProgramError, _ mutate: (inout Parts) -> Void, line: Int = #line) {
    var parts = Parts()
    #expect(throws: Never.self) { try parts.program() }
    mutate(&parts)
    let location = SourceLocation(fileID: #fileID, filePath: #filePath, line: line, column: 1)
    #expect(throws: error, sourceLocation: location) { try parts.program() }
    #expect(!error.description.contains("\n") && error.description.hasPrefix("program: "), sourceLocation: location)
  }

  @Test("base", arguments: [Int.min, -1, 0, 17, 256, Int.max])
  func base(bits: Int) { expect(.baseOutOfRange(bits: bits)) { $0.bits = bits } }

  @Test(
    "identifiers", arguments: ["", String(repeating: "x", count: 129), "caf\u{e9}", "cafe\u{301}", "tab\t", "\u{7f}", "\r\n", "\0"])
  func identifier(_ identifier: String) { expect(.identifierMalformed(column: 1)) { $0.columns[1] = identifier } }

  @Test("the longest and oddest identifiers pass") func identifiers() throws {
    var parts = Parts()
    parts.columns = [String(repeating: "~", count: 128), " "]
    #expect(try parts.program().columns == parts.columns)
  }

  @Test("two columns, one generator") func repeatedColumn() { expect(.columnRepeated(column: 1)) { $0.columns[1] = "a" } }

  @Test("widths", arguments: [Int.min, -1, 0, 63, Int.max])
  func width(digits: Int) { expect(.widthOutOfRange(variable: 1)) { $0.digits[1] = digits } }

  @Test("indices that are not there", arguments: [Int.min, -1, 2, Int.max])
  func index(_ index: Int) {
    expect(.indexOutOfRange(row: 1)) { $0.rows[1] = Self.row([index: 1], [1: -1], 8) }
    expect(.indexOutOfRange(row: 1)) { $0.rows[1] = Self.row([0: 1], [index == 2 ? 3 : index: -1], 8) }
  }

  @Test("repeated or unordered indices") func order() {
    let (one, two) = (Program.Term(index: 0, coefficient: 1), Program.Term(index: 1, coefficient: 1))
    for terms in [[one, one], [two, one]] {
      expect(.indicesNotIncreasing(row: 0)) { $0.rows[0] = Program.Row(positions: terms, variables: [], constant: 0) }
      expect(.indicesNotIncreasing(row: 0)) { $0.rows[0] = Program.Row(positions: [], variables: terms, constant: 0) }
    }
  }

  @Test("zero coefficients") func zero() {
    expect(.coefficientZero(row: 0)) { $0.rows[0] = Self.row([0: 0], [0: -1], 0) }
    expect(.coefficientZero(row: 0)) { $0.rows[0] = Self.row([0: 1], [0: 0], 0) }
  }

  @Test("a column without a bound") func unbounded() {
    expect(.columnUnbounded(column: 1, row: 0)) { $0.rows[2] = Self.row([:], [2: 1], 0) }
    // Alone, but with a coefficient that bounds only a multiple modulo the order.
    expect(.columnUnbounded(column: 1, row: 0)) { $0.rows[2] = Self.row([1: 2], [2: 1], -8) }
    // With coefficient 1, but not alone.
    expect(.columnUnbounded(column: 1, row: 0)) { $0.rows[2] = Self.row([0: 1, 1: 1], [2: 1], -8) }
  }

  @Test("a projection bounds every column") func projection() throws {
    var parts = Parts()
    parts.rows = [parts.rows[0]]
    #expect(throws: ProgramError.columnUnbounded(column: 0, row: 0)) { try parts.program() }
    parts.projection = Program.Projection(rows: 128, digits: 8)
    #expect(try parts.program().allDigits == [5, 4, 4] + [Int](repeating: 8, count: 128))
  }

  @Test(
    "projection parameters",
    arguments: [(127, 8), (0, 8), (0, 0), (1025, 8), (128, 0), (128, -1), (128, 63), (Int.max, 8), (128, Int.max), (-128, 8)])
  func projection(rows: Int, digits: Int) {
    expect(.projectionOutOfRange(rows: rows, digits: digits)) { $0.projection = Program.Projection(rows: rows, digits: digits) }
  }

  @Test("a projection row that could wrap") func projectionWrap() throws {
    // 2 (columns + 2) 2^248 reaches the order from 126 columns on.
    func parts(_ columns: Int) -> Parts {
      Parts(
        bits: 8, columns: (0..<columns).map { "c\($0)" }, digits: [], rows: [],
        projection: Program.Projection(rows: 128, digits: 31))
    }
    #expect(throws: Never.self) { try parts(125).program() }
    #expect(throws: ProgramError.projectionCouldWrap) { try parts(126).program() }
  }

  @Test("too large") func tooLarge() {
    let many = 1 << 20 + 1
    expect(.tooLarge) { $0.columns = [String](repeating: "a", count: many) }
    expect(.tooLarge) { $0.digits = [Int](repeating: 1, count: many) }
    expect(.tooLarge) { $0.rows = [Program.Row](repeating: Self.row([:], [:], 0), count: many) }
    expect(.tooLarge) {
      $0.bits = 1
      $0.digits = [Int](repeating: 248, count: (1 << 22) / 248 + 1)
    }
  }
}
