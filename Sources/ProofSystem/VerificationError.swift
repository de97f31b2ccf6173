/// Why a proof is refused. Points and scalars are counted from 0 in the order of the proof.
public enum VerificationError: Error, Hashable, Sendable {
  /// The program fixes the length of a proof.
  case lengthWrong(expected: Int, actual: Int)
  /// The commitment is not the 33-byte encoding of a point of the curve.
  case commitmentMalformed
  /// A point is not the encoding of a point of the curve.
  case pointMalformed(index: Int)
  /// A scalar is not below the group order.
  case scalarNotReduced(index: Int)
  /// A challenge came out as a pole of the protocol, which happens with negligible probability.
  case challengeZero
  /// The proof does not prove this statement.
  case equationFails
}

extension VerificationError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .lengthWrong(let expected, let actual):
      "proof: \(actual) bytes where the program fixes \(expected); ask for the whole proof"
    case .commitmentMalformed: "proof: the commitment is not a compressed curve point of 33 bytes; ask for it again"
    case .pointMalformed(let index): "proof: point \(index) is not a compressed curve point; ask for the proof again"
    case .scalarNotReduced(let index): "proof: scalar \(index) is not below the group order; ask for the proof again"
    case .challengeZero: "proof: a challenge is zero; ask for a new proof"
    case .equationFails: "proof: it does not prove this statement; check that program, context and commitment are the prover's"
    }
  }
}
