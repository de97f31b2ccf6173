import Secp256k1

/// A zero-knowledge proof that committed positions satisfy a linear program: the reciprocal digit argument and the norm-linear argument
/// of Bulletproofs++ (Eagen, Kanjalkar, Ruffing, Nick, EUROCRYPT 2024), blinded message by message. No trusted setup.
///
/// A proof shows knowledge of positions x, a blinding r and variables D with
///
///     C = sum_i x_i X_i + r B,     sum_i a_ji x_i + sum_k h_jk D_k + b_j = 0 for every row j,     0 <= D_k < base^digits_k
///
/// and nothing else about them.
public enum FeasibilityProof {
  /// Checks a proof against a statement; returns if the proof holds, and throws the reason if it does not.
  ///
  /// Takes bytes alone, and refuses a wrong length, a scalar not below the order, a point off the curve or at infinity. One multi-scalar
  /// multiplication. Variable time: nothing here is secret. The caller still has to know the program, and who vouches for the
  /// commitment: a proof says nothing about what a commitment was made of, but that it opens to some feasible positions.
  public static func verify(_ proof: [UInt8], for statement: Statement) throws(VerificationError) {
    let equation = try VerificationEquation(statement, proof: proof)
    guard try holds(equation) else { throw .equationFails }
  }

  /// Checks many proofs, over one or many programs, in one multi-scalar multiplication if all hold; gives the verdict on each, nil for
  /// a proof that holds.
  ///
  /// Equations are weighed with 128 fresh bits each from the system's generator, so that no prover can make two false ones cancel: a
  /// false proof passes with probability 2^-128. When the sum fails, halves are tried until each false proof is found on its own.
  public static func verifyBatch(_ items: [(statement: Statement, proof: [UInt8])]) -> [VerificationError?] {
    var verdicts = [VerificationError?](repeating: nil, count: items.count)
    var wellFormed: [(place: Int, equation: VerificationEquation)] = []
    for (place, item) in items.enumerated() {
      do {
        wellFormed.append((place, try VerificationEquation(item.statement, proof: item.proof)))
      } catch {
        verdicts[place] = error
      }
    }
    judge(wellFormed[...], &verdicts)
    return verdicts
  }

  /// Halves what does not hold together until single proofs are left, which are judged alone and exactly.
  private static func judge(
    _ items: ArraySlice<(place: Int, equation: VerificationEquation)>, _ verdicts: inout [VerificationError?]
  ) {
    guard let first = items.first else { return }
    guard items.count > 1 else {
      do {
        verdicts[first.place] = try holds(first.equation) ? nil : .equationFails
      } catch {
        verdicts[first.place] = error
      }
      return
    }
    guard !holdTogether(items) else { return }
    let middle = items.startIndex + items.count / 2
    judge(items[..<middle], &verdicts)
    judge(items[middle...], &verdicts)
  }

  private static func holds(_ equation: VerificationEquation) throws(VerificationError) -> Bool {
    var sum = GeneratorSum()
    try equation.add(to: &sum, weight: .one)
    return sum.isInfinity()
  }

  private static func holdTogether(_ items: ArraySlice<(place: Int, equation: VerificationEquation)>) -> Bool {
    var sum = GeneratorSum()
    for item in items {
      do {
        try item.equation.add(to: &sum, weight: BatchWeight.random())
      } catch {
        return false
      }
    }
    return sum.isInfinity()
  }
}
