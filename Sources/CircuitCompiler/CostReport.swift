import MarginModel
import ProofSystem

/// What a compiled circuit costs to prove and verify.
public struct CostReport: Sendable {
  /// Rows and auxiliary variables, those that bound positions included.
  public let rows: Int
  public let variables: Int
  /// Terms of all rows: the scalar work.
  public let terms: Int
  /// Positions, whether a row uses them or not.
  public let columns: Int
  /// Digits of all variables, the projection's included, in base 2^baseBits.
  public let digits: Int
  public let baseBits: Int
  public let bound: PositionBound
  /// The widths of the rule's variables added up, in bits.
  public let bits: Int
  public let size: ProofSize
  /// Points of the verifier's multiplication.
  public var work: Int { size.digitSlots + size.linearSlots }
  public var proofBytes: Int { size.proofBytes }
  /// The widest variable, and its width in bits; nil for a rule without variables.
  public let widest: (name: RowName, bits: Int)?
  /// The table whose numbers have the most decimals: each decimal widens every variable that it multiplies by 3.3 bits.
  public let dearestTable: (name: String, decimals: Int)?

  init(
    _ linear: LinearProgram, _ rows: [IntegerRow], _ program: Program, _ shape: ProgramShape,
    _ dearestTable: (name: String, decimals: Int)?
  ) {
    self.rows = rows.count
    variables = program.digits.count
    terms = rows.reduce(0) { $0 + $1.count }
    columns = linear.columns
    digits = program.digits.reduce(0, +) + (program.projection.map { $0.rows * $0.digits } ?? 0)
    baseBits = shape.baseBits
    bound = shape.bound
    bits = linear.variables.reduce(0) { $0 + $1.bits }
    size = program.proofSize
    widest = linear.variables.max { $0.bits < $1.bits }.map { ($0.name, $0.bits) }
    self.dearestTable = dearestTable
  }

  /// The table with the most decimals, of those a circuit reads; as declared, else as its numbers have.
  static func dearestTable(_ bound: BoundCircuit) -> (name: String, decimals: Int)? {
    var dearest: (name: String, decimals: Int)?
    for (declaration, table) in zip(bound.circuit.tables, bound.tables) {
      let decimals =
        bound.risk.tables[declaration.name]?.decimals
        ?? table.values.reduce(0) { max($0, $1?.decimalPlaces ?? ($1 == nil ? 0 : 36)) }
      if decimals > dearest?.decimals ?? 0 { dearest = (declaration.name, decimals) }
    }
    return dearest
  }
}
