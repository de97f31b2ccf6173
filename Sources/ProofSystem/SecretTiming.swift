import Secp256k1
import SystemCryptography

/// What a prover's duration may tell about its secrets.
package enum SecretTiming: Sendable {
  /// Anything: for the prover's own machine, where nobody else can measure.
  case variable
  /// Nothing, by the arithmetic of the proof: for a host that proves for others. Far slower.
  case constant

  /// How often each number below `count` occurs among the digits.
  func occurrences(in digits: [Int], below count: Int) -> [UInt64] {
    var occurrences = [UInt64](repeating: 0, count: count)
    switch self {
    case .variable:
      for digit in digits { occurrences[digit] += 1 }
    case .constant:
      for digit in digits {
        for value in 0..<count { occurrences[value] &+= ConstantTime.bit(digit, equals: value) }
      }
    }
    return occurrences
  }

  /// 1 / values[d] for every digit d; no value is zero.
  func inverses(of digits: [Int], among values: [Scalar]) -> [Scalar] {
    switch self {
    case .variable:
      // One inversion for each value that a digit can take.
      var inverses = values
      Scalar.invertAllVariableTime(&inverses)
      return digits.map { inverses[$0] }
    case .constant:
      let first = values.first ?? .one
      var sums = digits.map { first + Scalar(UInt64($0)) }
      Scalar.invertAll(&sums, blindedBy: .random())
      return sums
    }
  }
}

extension Scalar {
  /// Within 2^-256 of uniform.
  fileprivate static func random() -> Scalar { Scalar(reducing: SystemRandom.bytes(64)) }
}

extension FieldElement {
  /// Uniform, not zero.
  static func randomFactor() -> FieldElement {
    while true {
      // Below the modulus and not zero but with probability 2^-223.
      if let factor = FieldElement(bytes: SystemRandom.bytes(32)), !factor.isZero { return factor }
    }
  }
}
