import BigInt
import MarginModel
import ProofSystem

/// A bound circuit as a linear program that can be proven, with what finds and checks its witnesses.
///
/// The program follows from circuit, risk file, arguments and revealed values alone, so prover and verifier each make it for
/// themselves and agree on its digest. A book within its limits has a witness exactly when the evaluator says that every
/// assertion holds; a witness exists for no other book, within its limits or beyond.
public struct CompiledCircuit: Sendable {
  public let bound: BoundCircuit
  public let program: Program
  /// What each row states, in the program's order.
  public let rowNames: [RowName]
  /// What each variable belongs to.
  public let variableNames: [RowName]
  public let cost: CostReport

  let linear: LinearProgram
  let rows: [IntegerRow]
  /// Columns with a variable of their own, in the order of these variables, which come last.
  let directColumns: [Int]

  /// Compiles.
  ///
  /// - Parameters:
  ///   - bound: the circuit with its tables.
  ///   - revealed: the values that a circuit with `reveal` publishes, in order, as ``MarginReport/revealed`` gives them.
  /// - Throws: `CompileError`: a form that is not compiled yet, numbers too wide, a comparison of public values that fails.
  public init(_ bound: BoundCircuit, revealed: [Rational] = []) throws(CompileError) {
    let linear = try Lowering.program(bound, revealed: revealed)
    guard !linear.rows.isEmpty else { throw .empty }
    let rows = linear.rows.map(\.row)
    let unbounded = CompiledCircuit.unboundedColumns(rows, columns: linear.columns)
    let dearest = CostReport.dearestTable(bound)
    let shapes = ProgramShape.candidates(
      linear, unbounded: unbounded.map { bound.coordinates[$0] }, limits: bound.coordinates)
    var refused: ProgramError?
    for shape in shapes {
      var directColumns: [Int] = []
      if case .direct = shape.bound { directColumns = unbounded }
      let bounds = directColumns.enumerated().map { place, column in
        let limit = Rational(bound.coordinates[column].limitInLots)
        return IntegerRow(
          LinearForm(column, 1) + LinearForm(constant: limit) - LinearForm(linear.columns + linear.variables.count + place, 1))
      }
      let names = directColumns.map { RowName(line: 0, text: "bound of \(bound.coordinates[$0].column)") }
      let program: Program
      do {
        program = try CompiledCircuit.program(
          linear, rows + bounds, names, directColumns.map { bound.coordinates[$0] }, shape, bound, dearest?.name)
      } catch .program(let error) {
        refused = error
        continue
      } catch .compile(let error) {
        throw error
      }
      self.bound = bound
      self.linear = linear
      self.directColumns = directColumns
      self.program = program
      self.rows = rows + bounds
      rowNames = linear.rows.map(\.name) + names
      variableNames = linear.variables.map(\.name) + names
      let widest = linear.variables.max { $0.bits < $1.bits }
      cost = CostReport(
        rows: self.rows.count, variables: program.digits.count, terms: self.rows.reduce(0) { $0 + $1.count },
        columns: linear.columns,
        digits: program.digits.reduce(0, +) + (program.projection.map { $0.rows * $0.digits } ?? 0), baseBits: shape.baseBits,
        bound: shape.bound, bits: linear.variables.reduce(0) { $0 + $1.bits }, size: program.proofSize,
        widest: widest.map { ($0.name, $0.bits) }, dearestTable: dearest)
      return
    }
    if case .rowCouldWrap(let row) = refused {
      let names = linear.rows.map(\.name)
      throw .tooWide(row: names.indices.contains(row) ? names[row] : RowName(line: 0, text: "row \(row)"), table: dearest?.name)
    }
    guard let refused else {
      let widest = linear.variables.max { $0.bits < $1.bits }
      throw .tooWide(row: widest?.name ?? RowName(line: 0, text: "a position's bound"), table: dearest?.name)
    }
    throw .program("\(refused)")
  }

  /// The columns that rows use and no row bounds.
  private static func unboundedColumns(_ rows: [IntegerRow], columns: Int) -> [Int] {
    var used = [Bool](repeating: false, count: columns)
    var bounded = used
    for row in rows {
      for index in row.indices where index < columns { used[index] = true }
      if let column = row.boundedColumn(columns: columns) { bounded[column] = true }
    }
    return (0..<columns).filter { used[$0] && !bounded[$0] }
  }

  private enum Refusal: Error {
    case program(ProgramError)
    case compile(CompileError)
  }

  private static func program(
    _ linear: LinearProgram, _ rows: [IntegerRow], _ boundNames: [RowName], _ direct: [Coordinate], _ shape: ProgramShape,
    _ bound: BoundCircuit, _ dearest: String?
  ) throws(Refusal) -> Program {
    let names = linear.rows.map(\.name) + boundNames
    var programRows: [Program.Row] = []
    programRows.reserveCapacity(rows.count)
    for (row, name) in zip(rows, names) {
      guard let row = row.programRow(columns: linear.columns) else { throw .compile(.tooWide(row: name, table: dearest)) }
      programRows.append(row)
    }
    let widths = linear.variables.map(\.bits) + direct.map { (BigInt($0.limitInLots) * 2).magnitude.bitWidth }
    var projection: Program.Projection?
    if case .projection(let digits) = shape.bound {
      projection = Program.Projection(rows: ProgramShape.projectionRows, digits: digits)
    }
    do {
      return try Program(
        baseBits: shape.baseBits, columns: bound.coordinates.map(\.column),
        digits: widths.map { ($0 + shape.baseBits - 1) / shape.baseBits }, rows: programRows, projection: projection)
    } catch {
      throw .program(error)
    }
  }
}
