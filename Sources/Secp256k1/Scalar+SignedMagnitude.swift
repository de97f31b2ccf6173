extension Scalar {
  /// The residue nearest to zero: magnitude below n / 2, and sign. Takes the same time for all scalars.
  var signedMagnitude: (magnitude: UInt256, isNegative: Bool) {
    let value = canonical
    let negated = Self.order.subtracting(value).difference
    let isNegative = negated.subtracting(value).borrow
    return (value.replaced(by: negated, where: mask(fromBit: isNegative)), isNegative == 1)
  }
}
