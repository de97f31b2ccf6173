import CanonicalJSON
import ProofSystem
import SystemCryptography

extension VectorFile {
  /// Why the file's figures give no proof.
  struct Refusal: Error, CustomStringConvertible {
    let description: String
  }

  /// The commitment and proof that program, witness and seed give.
  func remade(_ program: Program) throws(FileError) -> Result<(commitment: [UInt8], proof: [UInt8]), Refusal> {
    let recipe = try recipe
    let context = try bytes("context")
    guard recipe.positions.count == program.columns.count else {
      let error = ProvingError.positionCountWrong(expected: program.columns.count, actual: recipe.positions.count)
      return .failure(Refusal(description: "\(error)"))
    }
    let point = PositionCommitment.point(columns: program.columns, positions: recipe.positions, blinding: recipe.blinding)
    guard let commitment = point.compressed else {
      return .failure(Refusal(description: "lots and blinding commit to infinity, which has no encoding; change the blinding"))
    }
    let statement = Statement(program: program, context: context, commitment: commitment)
    let witness = Witness(positions: recipe.positions, blinding: recipe.blinding, variables: recipe.variables)
    var source = recipe.source
    do {
      return .success((commitment, try FeasibilityProof.prove(statement, witness: witness, randomness: &source)))
    } catch {
      return .failure(Refusal(description: "\(error)"))
    }
  }

  /// The file with commitment, proof and program digest filled in, and everything else as it was.
  func made() throws(FileError) -> Result<VectorFile, Refusal> {
    let program: Program
    switch try self.program() {
    case .success(let sound): program = sound
    case .failure(let refusal): return .failure(Refusal(description: "\(refusal)"))
    }
    return try remade(program).map { answer in
      var made = self
      if case .object(var object)? = root["program"] {
        object["digest"] = .string(program.digest.bytes.hex)
        made.root["program"] = .object(object)
      }
      made.root["commitment"] = .string(answer.commitment.hex)
      made.root["proof"] = .string(answer.proof.hex)
      return made
    }
  }
}
