import BigInt
import MarginModel
import ProofSystem

/// A bound circuit as a linear program that can be proven, with what finds and checks its witnesses.
///
/// The program follows from circuit, risk file, arguments and revealed values alone, so prover and verifier each make it for
/// themselves and agree on its digest. A book within its limits has a witness exactly when the evaluator says that every
/// assertion holds. Beyond the limits no other book has one either, but that a chosen value which an `==` of the rule holds may
/// there be as large as the positions ask for.
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
    let own = linear.rows.map(\.row)
    let unbounded = CompiledCircuit.unboundedColumns(own, columns: linear.columns)
    let dearest = CostReport.dearestTable(bound)
    let programRows = try CompiledCircuit.programRows(own, linear.rows.map(\.name), linear.columns, dearest?.name)
    let shapes = ProgramShape.candidates(
      linear, unbounded: unbounded.map { bound.coordinates[$0] }, limits: bound.coordinates)
    var refused: ProgramError?
    for shape in shapes {
      var directColumns: [Int] = []
      if case .direct = shape.bound { directColumns = unbounded }
      let bounds = directColumns.enumerated().map { place, column in
        let limit = LinearForm(constant: Rational(bound.coordinates[column].limitInLots))
        return IntegerRow(LinearForm(column, 1) + limit - LinearForm(linear.columns + linear.variables.count + place, 1))
      }
      let names = directColumns.map { RowName(line: 0, text: "bound of \(bound.coordinates[$0].column)") }
      let boundRows = try CompiledCircuit.programRows(bounds, names, linear.columns, nil)
      let program: Program
      do {
        program = try shape.program(linear, programRows + boundRows, directColumns.map { bound.coordinates[$0] }, bound.coordinates)
      } catch {
        refused = error
        continue
      }
      self.bound = bound
      self.linear = linear
      self.directColumns = directColumns
      self.program = program
      rows = own + bounds
      rowNames = linear.rows.map(\.name) + names
      variableNames = linear.variables.map(\.name) + names
      cost = CostReport(linear, rows, program, shape, dearest)
      return
    }
    let widest = linear.variables.max { $0.bits < $1.bits }?.name
    guard let refused else { throw .tooWide(row: widest ?? RowName(line: 0, text: "the bound of positions"), table: dearest?.name) }
    guard case .rowCouldWrap(let row) = refused, linear.rows.indices.contains(row) else { throw .program("\(refused)") }
    throw .tooWide(row: linear.rows[row].name, table: dearest?.name)
  }

  /// The positions that no row speaks of: whatever is held there, the proof is the same.
  public var unusedPositions: [String] {
    var used = [Bool](repeating: false, count: linear.columns)
    for row in linear.rows { for index in row.row.indices where index < linear.columns { used[index] = true } }
    return used.indices.filter { !used[$0] }.map { bound.coordinates[$0].id }
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

  private static func programRows(
    _ rows: [IntegerRow], _ names: [RowName], _ columns: Int, _ table: String?
  ) throws(CompileError) -> [Program.Row] {
    var programRows: [Program.Row] = []
    programRows.reserveCapacity(rows.count)
    for (row, name) in zip(rows, names) {
      guard let row = row.programRow(columns: columns) else { throw .tooWide(row: name, table: table) }
      programRows.append(row)
    }
    return programRows
  }
}
