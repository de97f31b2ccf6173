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
    guard try VerificationEquation(statement, proof: proof).holds() else { throw .equationFails }
  }

  /// Checks many proofs, over one or many programs, in one multi-scalar multiplication for every 64 if all hold; gives the verdict on
  /// each, nil for a proof that holds.
  ///
  /// Equations are weighed with 128 fresh bits each from the system's generator, so that no prover can make two false ones cancel: a
  /// false proof passes with probability 2^-128. When the sum fails, halves are tried until each false proof is found on its own.
  public static func verifyBatch(_ items: [(statement: Statement, proof: [UInt8])]) -> [VerificationError?] {
    var verdicts = [VerificationError?](repeating: nil, count: items.count)
    for batch in BatchVerification.batches(items.map(\.statement.program)) {
      var sound: [BatchVerification.Item] = []
      let equations = Cores.map(batch.count) { number in
        let item = items[batch[number]]
        return Result { () throws(VerificationError) in try VerificationEquation(item.statement, proof: item.proof) }
      }
      for (place, equation) in zip(batch, equations) {
        switch equation {
        case .success(let equation): sound.append(BatchVerification.Item(place: place, equation: equation))
        case .failure(let error): verdicts[place] = error
        }
      }
      BatchVerification(sound).findFailures { verdicts[$0] = .equationFails }
    }
    return verdicts
  }
}
