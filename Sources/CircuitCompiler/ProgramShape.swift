import BigInt
import MarginModel
import ProofSystem

/// How the columns that rows use are kept in bounds.
public enum PositionBound: Sendable, Hashable, CustomStringConvertible {
  /// Rows of the rule itself hold every used column alone, as those that split a position into its long and short part do.
  case rows
  /// A row and a variable for each further column: x + limit - D = 0.
  case direct(columns: Int)
  /// 128 random sums of all columns, wide enough for every book within its limits.
  case projection(digits: Int)

  public var description: String {
    switch self {
    case .rows: "rows of the rule"
    case .direct(1): "one row for the one position that the rule leaves unbounded"
    case .direct(let columns): "one row for each of the \(columns) positions that the rule leaves unbounded"
    case .projection(let digits): "projection, \(digits) digits"
    }
  }
}

/// A base and a bound for a linear program, with what they cost.
struct ProgramShape {
  let baseBits: Int
  let bound: PositionBound
  let size: ProofSize

  /// Points of the multiplication that verifies, which proving time follows too.
  var work: Int { size.digitSlots + size.linearSlots }

  static let projectionRows = 128
  private static let widthLimit = 248

  /// Every shape that can hold the program, the cheapest first.
  static func candidates(_ program: LinearProgram, unbounded: [Coordinate], limits: [Coordinate]) -> [ProgramShape] {
    var widths = Widths()
    for variable in program.variables { widths.add(variable.bits) }
    // Every book within its limits fits: sum |x_i| < base^digits / 2.
    let total = limits.reduce(BigInt(0)) { $0 + BigInt($1.limitInLots) }
    var shapes: [ProgramShape] = []
    for baseBits in 1...12 {
      func digits(_ bits: Int) -> Int { (bits + baseBits - 1) / baseBits }
      func fits(_ bits: Int) -> Bool { digits(bits) * baseBits <= widthLimit }
      guard fits(widths.largest) else { continue }
      let own = widths.total(digits)
      func add(_ bound: PositionBound, _ digitCount: Int) {
        let size = Program.estimate(baseBits: baseBits, variableDigits: digitCount, columns: program.columns)
        shapes.append(ProgramShape(baseBits: baseBits, bound: bound, size: size))
      }
      guard !unbounded.isEmpty else {
        add(.rows, own)
        continue
      }
      let direct = unbounded.reduce(0) { $0 + digits(directWidth($1)) }
      if unbounded.allSatisfy({ fits(directWidth($0)) }) { add(.direct(columns: unbounded.count), own + direct) }
      let projected = total.magnitude.bitWidth + 1
      if fits(projected) { add(.projection(digits: digits(projected)), own + projectionRows * digits(projected)) }
    }
    return shapes.sorted { ($0.work, $0.size.proofBytes, $0.baseBits) < ($1.work, $1.size.proofBytes, $1.baseBits) }
  }

  /// The bits of 2 * limit.
  private static func directWidth(_ coordinate: Coordinate) -> Int {
    (BigInt(coordinate.limitInLots) * 2).magnitude.bitWidth
  }

  /// The program in this shape.
  func program(
    _ linear: LinearProgram, _ rows: [Program.Row], _ direct: [Coordinate], _ coordinates: [Coordinate]
  ) throws(ProgramError) -> Program {
    let widths = linear.variables.map(\.bits) + direct.map(ProgramShape.directWidth)
    var projection: Program.Projection?
    if case .projection(let digits) = bound {
      projection = Program.Projection(rows: ProgramShape.projectionRows, digits: digits)
    }
    return try Program(
      baseBits: baseBits, columns: coordinates.map(\.column), digits: widths.map { ($0 + baseBits - 1) / baseBits }, rows: rows,
      projection: projection)
  }

  /// How many variables have each width.
  private struct Widths {
    private var counts: [Int: Int] = [:]
    private(set) var largest = 0

    mutating func add(_ bits: Int) {
      counts[bits, default: 0] += 1
      largest = max(largest, bits)
    }

    func total(_ digits: (Int) -> Int) -> Int {
      counts.reduce(0) { $0 + $1.value * digits($1.key) }
    }
  }
}
