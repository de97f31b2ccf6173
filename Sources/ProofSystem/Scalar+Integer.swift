import Secp256k1

extension Scalar {
  /// 2^64.
  private static let radix = Scalar(1 << 32).squared()

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
    self = magnitude.words.reversed().reduce(.zero) { $0 * Self.radix + Scalar($1) }
  }
}
