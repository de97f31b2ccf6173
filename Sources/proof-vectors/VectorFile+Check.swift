import CanonicalJSON
import ProofSystem
import SystemCryptography

extension VectorFile {
  enum Outcome {
    case asStated(String)
    case mismatch(String)
  }

  /// Verifies the proof, and remakes it when the file has a seed; or makes sure that it is refused, when that is expected.
  func check() throws(FileError) -> Outcome {
    let isRefused = try isExpectedToBeRefused
    // A file has to be whole, whatever comes of its program.
    let proof = try bytes("proof")
    let context = try bytes("context")
    let commitment = try bytes("commitment")
    let program: Program
    switch try self.program() {
    case .success(let sound): program = sound
    case .failure(let refusal): return isRefused ? .asStated("refused: \(refusal)") : .mismatch("\(refusal)")
    }
    let statement = Statement(program: program, context: context, commitment: commitment)
    do {
      try FeasibilityProof.verify(proof, for: statement)
    } catch {
      return isRefused ? .asStated("refused: \(error)") : .mismatch("\(error)")
    }
    guard !isRefused else { return .mismatch("the proof is accepted, and should be refused") }
    if case .object(let object)? = root["program"], let digest = object["digest"], digest != .string(program.digest.bytes.hex) {
      return .mismatch("the program's digest is \(program.digest.bytes.hex)")
    }
    guard root["seed"] != nil else { return .asStated("verified, \(proof.count) bytes; no seed to remake it from") }
    switch try remade(program) {
    case .failure(let refusal): return .mismatch("\(refusal)")
    case .success(let answer):
      guard answer.commitment == commitment else { return .mismatch("lots and blinding give another commitment") }
      guard answer.proof == proof else { return .mismatch("the seed gives another proof") }
      return .asStated("verified and remade, \(proof.count) bytes")
    }
  }
}
