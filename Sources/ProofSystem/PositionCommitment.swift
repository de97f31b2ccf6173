import Secp256k1

/// A commitment to positions that adds: the sum of commitments, over whatever instruments, commits to the sum of the positions.
public enum PositionCommitment {
  /// C = sum_i x_i X_i + r B, with X_i hashed to the curve from column i's identifier.
  ///
  /// Hides the positions perfectly if the blinding is uniform. Multiplies by the blinding in constant time, by the positions in
  /// variable time: run it on the holder's own machine. Precondition: as many positions as columns.
  public static func point(columns: [String], positions: [Int256], blinding: Scalar) -> AffinePoint {
    precondition(columns.count == positions.count, "a position for every column")
    var scalars = positions.map { Scalar(residueOf: $0) }
    defer { scalars.wipe() }
    return blinded(MultiScalarMultiplication.sumVariableTime(scalars, Generators.positions(columns)), by: blinding)
  }

  /// The same for the columns of a program, which are public.
  static func point(of program: Program, scalars: [Scalar], blinding: Scalar, timing: SecretTiming) -> AffinePoint {
    var sum = GeneratorSum()
    defer { sum.wipe() }
    sum.add(positions: scalars, of: program)
    return blinded(Point(sum.total(timing)), by: blinding)
  }

  /// The blinding outlives every proof: its multiple is always taken in constant time.
  private static func blinded(_ sum: Point, by blinding: Scalar) -> AffinePoint {
    (sum + Generators.blinding.multiplied(bySecret: blinding)).affine(blindedBy: .randomFactor())
  }
}
