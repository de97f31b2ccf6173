extension AffinePoint {
  /// The multiple k P, in a time that does not depend on the scalar.
  ///
  /// No branch and no address depends on the scalar: every window of four bits, zero or not, takes four doublings, a look at all
  /// sixteen multiples of the table, and one addition by formulas without exceptions. The time does tell whether the point, which
  /// is public, is infinity. What the caller does with the result is not covered: converting it to affine form is variable time in
  /// a point that, as a rule, is then published.
  public func multiplied(bySecret scalar: Scalar) -> Point {
    var multiples: [CompletePoint] = [.infinity, CompletePoint(self)]
    for index in 2..<16 {
      multiples.append(index.isMultiple(of: 2) ? multiples[index / 2].doubled() : multiples[index - 1] + multiples[1])
    }
    let digits = scalar.canonical
    var result = CompletePoint.infinity
    for limb in [digits.limb3, digits.limb2, digits.limb1, digits.limb0] {
      for shift in stride(from: 60, through: 0, by: -4) {
        result = result.doubled().doubled().doubled().doubled()
        result = result + Self.select(limb &>> UInt64(shift) & 15, from: multiples)
      }
    }
    return Point(result)
  }

  /// The entry at a secret index below the table's count, by a pass over all entries.
  @inline(__always)
  private static func select(_ index: UInt64, from table: [CompletePoint]) -> CompletePoint {
    var chosen = CompletePoint.infinity
    for (position, entry) in table.enumerated() {
      chosen = chosen.replaced(by: entry, where: opaque(mask(fromBit: nonZeroBit(UInt64(position) ^ index) ^ 1)))
    }
    return chosen
  }
}
