import Secp256k1

extension FeasibilityProof {
  /// Proves a statement, with randomness from the system's generator; every call gives another proof.
  ///
  /// Refuses a witness that does not satisfy the program or open the commitment. When the positions exceed the projection's bound it
  /// stops before the projection is drawn, and never retries: neither may the caller, with another blinding or context.
  /// Variable time in its secrets unless asked otherwise: run it on the holder's own machine, where nobody else can measure.
  /// With `constantTime`, the arithmetic of the proof takes the same steps for all secrets, and far longer: for a host that
  /// proves for others. Checking the witness first, and whatever made it, is not covered.
  public static func prove(
    _ statement: Statement, witness: borrowing Witness, constantTime: Bool = false
  ) throws(ProvingError) -> [UInt8] {
    var source = SystemScalars()
    return try prove(statement, witness: witness, randomness: &source, timing: constantTime ? .constant : .variable)
  }

  /// As above, with the given randomness. Scalars are drawn in the order r_D, r_R, r_E, masks of n, masks of l, then two a round.
  package static func prove(
    _ statement: Statement, witness: borrowing Witness, randomness: inout some ScalarSource, timing: SecretTiming = .variable
  ) throws(ProvingError) -> [UInt8] {
    let program = statement.program
    var assignment = try Assignment(program, witness: witness)
    defer {
      assignment.wipe()
      MultiScalarMultiplication.wipeWorkspace()
    }
    let blinding = witness.blinding
    let commitment = PositionCommitment.point(
      of: program, scalars: assignment.positions, blinding: blinding, timing: timing)
    guard let encoded = commitment.compressed, encoded == statement.commitment else { throw .commitmentMismatch }
    do {
      var transcript = statement.transcript()
      let matrix = program.projectionMatrix(seed: try transcript.challenge("projection"))
      if let matrix { assignment.appendProjection(matrix, of: program, witness: witness) }
      var argument = FeasibilityArgument(
        program, matrix: matrix, assignment: assignment, blinding: blinding, randomness: &randomness, transcript: transcript,
        timing: timing)
      return try argument.proof(randomness: &randomness)
    } catch {
      throw .challengeZero
    }
  }
}

/// A witness checked against a program: positions as scalars, and every variable's digits.
struct Assignment {
  var positions: [Scalar]
  /// The digits of all variables, the lowest of each first; those of the projection's sums come last.
  var digits: [Int] = []

  /// Checks everything that can fail, before any challenge is drawn.
  init(_ program: Program, witness: borrowing Witness) throws(ProvingError) {
    guard witness.positionCount == program.columns.count else {
      throw .positionCountWrong(expected: program.columns.count, actual: witness.positionCount)
    }
    guard witness.variableCount == program.digits.count else {
      throw .variableCountWrong(expected: program.digits.count, actual: witness.variableCount)
    }
    positions = []
    try witness.withIntegers { (positions, variables) throws(ProvingError) in
      if let projection = program.projection {
        let total = positions.reduce(Magnitude.zero) { $0.plus($1.magnitude) }
        guard total < program.projectionHalf(projection) else { throw .projectionBoundExceeded }
      }
      self.positions = positions.map { Scalar(residueOf: $0) }
      for (variable, value) in variables.enumerated() {
        let width = program.baseBits * program.digits[variable]
        guard !value.isNegative, value.magnitude < .powerOfTwo(width) else { throw .variableOutOfRange(variable: variable) }
        append(value.magnitude, digits: program.digits[variable], baseBits: program.baseBits)
      }
      var variables = variables.map { Scalar(residueOf: $0) }
      defer { variables.wipe() }
      if let row = program.coefficients.firstFailingRow(positions: self.positions, variables: variables) {
        throw .rowFails(row: row)
      }
    }
  }

  private mutating func append(_ value: Magnitude, digits count: Int, baseBits: Int) {
    for place in 0..<count { digits.append(value.bits(from: baseBits * place, count: baseBits)) }
  }

  /// Appends the digits of D'_k = sum_i T_ki x_i + half, which lie in 0 ..< 2 half because sum |x_i| < half has been checked.
  mutating func appendProjection(_ matrix: ProjectionMatrix, of program: Program, witness: borrowing Witness) {
    guard let projection = program.projection else { return }
    let half = program.projectionHalf(projection)
    witness.withIntegers { positions, _ in
      for row in 0..<matrix.rowCount {
        var sum = Int256(wrapping: half)
        matrix.forEachColumn(ofRow: row) { sum = sum.wrappingAdding(positions[$0]) }
        append(sum.magnitude, digits: projection.digits, baseBits: program.baseBits)
      }
    }
  }

  mutating func wipe() {
    positions.wipe()
    digits.wipe()
  }
}
