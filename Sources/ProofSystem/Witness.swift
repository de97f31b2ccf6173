import Secp256k1
import SystemCryptography

/// The secrets behind a proof: positions x, the commitment's blinding r and variables D. Wiped at the end of its life; it cannot be
/// copied, printed or encoded. The arrays it is made from remain the caller's to dispose of.
public struct Witness: ~Copyable, Sendable {
  package let positionCount: Int
  package let variableCount: Int
  // Positions, then variables, as they lie in memory.
  private let integers: SecretBytes
  private let blindingMemory: SecretBytes

  /// Positions in the order of the program's columns, in whole lots; variables in the order of its digits.
  public init(positions: [Int256], blinding: Scalar, variables: [Int256]) {
    positionCount = positions.count
    variableCount = variables.count
    integers = SecretBytes(count: (positions.count + variables.count) * MemoryLayout<Int256>.stride) { memory in
      let target = memory.bindMemory(to: Int256.self)
      for (place, value) in positions.enumerated() { target[place] = value }
      for (place, value) in variables.enumerated() { target[positions.count + place] = value }
    }
    blindingMemory = SecretBytes(count: MemoryLayout<Scalar>.size) { $0.storeBytes(of: blinding, as: Scalar.self) }
  }

  /// Reads positions and variables in place.
  borrowing func withIntegers<Result, Failure: Error>(
    _ body: (_ positions: UnsafeBufferPointer<Int256>, _ variables: UnsafeBufferPointer<Int256>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try integers.withUnsafeBytes { (memory) throws(Failure) in
      let all = memory.bindMemory(to: Int256.self)
      return try body(
        UnsafeBufferPointer(rebasing: all[..<positionCount]), UnsafeBufferPointer(rebasing: all[positionCount...]))
    }
  }

  var blinding: Scalar { blindingMemory.withUnsafeBytes { $0.load(as: Scalar.self) } }
}
