import SystemCryptography

/// A public linear program over private positions x and private non-negative variables D:
///
///     sum_i a_ji x_i + sum_k h_jk D_k + b_j = 0   for every row j,      0 <= D_k < base^digits_k
///
/// A value of this type has passed every check of soundness: positions and variables that satisfy the rows modulo the group order,
/// and keep to the bounds that a proof shows, satisfy them over the integers.
public struct Program: Sendable {
  /// A coefficient, never zero, at a column's or variable's index.
  public struct Term: Sendable, Hashable {
    public let index: Int
    public let coefficient: Int256

    public init(index: Int, coefficient: Int256) {
      self.index = index
      self.coefficient = coefficient
    }
  }

  /// One equation; the indices of each list strictly increase.
  public struct Row: Sendable, Hashable {
    public let positions: [Term]
    public let variables: [Term]
    public let constant: Int256

    public init(positions: [Term], variables: [Term], constant: Int256) {
      self.positions = positions
      self.variables = variables
      self.constant = constant
    }
  }

  /// A bound on every position, |x_i| < base^digits, by `rows` random sums of positions that the verifier's challenge draws after the
  /// commitment. Honest positions need sum |x_i| < base^digits / 2.
  public struct Projection: Sendable, Hashable {
    /// 128 to 1024: a position out of bounds survives a row with probability at most 1/2.
    public let rows: Int
    /// The width of each row's sum, in digits.
    public let digits: Int

    public init(rows: Int, digits: Int) {
      self.rows = rows
      self.digits = digits
    }
  }

  /// The base is 2^baseBits; 1 to 16.
  public let baseBits: Int
  /// The positions' identifiers: 1 to 128 printable ASCII characters each, all different. They name the generators.
  public let columns: [String]
  /// The number of digits of each variable.
  public let digits: [Int]
  public let projection: Projection?
  /// SHA-256 of ``encoded()``.
  public let digest: Digest

  package let layout: Layout
  /// Binds the columns and their order: what their generators' table is kept by.
  let columnsDigest: Digest
  let coefficients: CoefficientColumns

  /// Checks a program and takes it.
  ///
  /// A column that a row uses must be bounded: by the projection, or by a row in which it stands alone with coefficient 1 or -1, which
  /// gives |x_i| <= sum |h_k| (base^digits_k - 1) + |b|. Every row must then satisfy
  /// sum |a_i| |x_i| + sum |h_k| (base^digits_k - 1) + |b| < order / 2.
  public init(
    baseBits: Int, columns: [String], digits: [Int], rows: [Row], projection: Projection?
  ) throws(ProgramError) {
    try Self.check(baseBits: baseBits, columns: columns, digits: digits, rows: rows, projection: projection)
    self.baseBits = baseBits
    self.columns = columns
    self.digits = digits
    self.projection = projection
    columnsDigest = Generators.digest(of: columns)
    digest = Self.digest(baseBits: baseBits, columns: columns, digits: digits, rows: rows, projection: projection)
    layout = Layout(
      baseBits: baseBits, digitCount: digits.reduce(0, +) + (projection.map { $0.rows * $0.digits } ?? 0),
      columnCount: columns.count)
    coefficients = CoefficientColumns(rows, positionCount: columns.count, variableCount: digits.count)
  }

  /// The rows as they were given. Made from a compact form at every call: a walk over all coefficients.
  public var rows: [Row] { coefficients.rows }

  /// The exact length of every proof for this program.
  public var proofByteCount: Int { layout.proofByteCount }

  /// The sizes of proofs for this program.
  public var proofSize: ProofSize { layout.size }

  /// The sizes of proofs for a program before it is built: total digits of its variables, the projection's (rows * digits) included.
  ///
  /// Precondition: 1 <= baseBits <= 16 and the counts are not negative.
  public static func estimate(baseBits: Int, variableDigits: Int, columns: Int) -> ProofSize {
    Layout(baseBits: baseBits, digitCount: variableDigits, columnCount: columns).size
  }
}

/// What a proof costs, from its program alone.
public struct ProofSize: Sendable, Hashable {
  /// The rounds of the folding argument: two points each.
  public let rounds: Int
  /// The slots of digits, masks and padding: points of the multiplication that verifies.
  public let digitSlots: Int
  /// The slots of multiplicities, positions, errors and masks: further points.
  public let linearSlots: Int
  /// The proof's length; the commitment's 33 bytes are not counted.
  public let proofBytes: Int
}
