import Secp256k1

extension Scalar {
  /// The residue of an integer modulo the group order. Variable time: small magnitudes are quicker.
  package init(residueOf integer: Int256) {
    let magnitude = Scalar(residueOf: integer.magnitude)
    self = integer.isNegative ? -magnitude : magnitude
  }

  init(residueOf magnitude: Magnitude) {
    guard magnitude.high != 0 || magnitude.low > UInt128(UInt64.max) else {
      self.init(UInt64(truncatingIfNeeded: magnitude.low))
      return
    }
    // By Horner's rule from the highest word, each step in two halves, for 2^64 itself is no word.
    self = magnitude.words.reversed().reduce(.zero) { $0.multiplied(by: 1 << 32).multiplied(by: 1 << 32) + Scalar($1) }
  }
}
