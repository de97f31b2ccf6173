// p = 3 modulo 4, so a^((p+1)/4) is a root of a if a has one. Both exponents below begin with 223 ones, a zero and 22 ones; blocks
// of ones double or add: x^(2^i - 1) raised to 2^j, times x^(2^j - 1), is x^(2^(i+j) - 1).

extension FieldElement {
  /// The square root that the exponentiation finds, or nil if there is none; the other root is its negative.
  public func squareRoot() -> FieldElement? {
    // (p + 1)/4 ends in 00001100 after the common head.
    let (head, twoOnes) = raisedToCommonHead()
    let root = (head.squared(times: 6) * twoOnes).squared(times: 2)
    return root.squared() == self ? root : nil
  }

  /// Whether u/v is a square, and a root of u/v if it is, else of z u/v for z = -11; v is not 0.
  ///
  /// Source: RFC 9380, F.2.1.2.
  static func squareRootOfRatio(_ u: FieldElement, _ v: FieldElement) -> (isSquare: Bool, root: FieldElement) {
    let uv = u * v
    let root = (uv * v.squared()).raisedToQuarterOfModulus() * uv
    let isSquare = root.squared() * v == u
    return (isSquare, isSquare ? root : root * rootOfEleven)
  }

  /// A root of 11 = -z.
  private static let rootOfEleven = FieldElement(
    limbs: 0x2867_29C8_303C_4A59, 0xEC18_4F00_A747_89DD, 0x7AD1_3FB3_8F84_2AFE, 0x31FD_F302_7240_13E5)

  /// self^((p - 3)/4), whose exponent ends in 00001011 after the common head.
  private func raisedToQuarterOfModulus() -> FieldElement {
    let (head, twoOnes) = raisedToCommonHead()
    return (head.squared(times: 5) * self).squared(times: 3) * twoOnes
  }

  /// self to the power of 223 ones, a zero and 22 ones, and to the power 3.
  private func raisedToCommonHead() -> (head: FieldElement, twoOnes: FieldElement) {
    let ones2 = squared() * self
    let ones3 = ones2.squared() * self
    let ones6 = ones3.squared(times: 3) * ones3
    let ones9 = ones6.squared(times: 3) * ones3
    let ones11 = ones9.squared(times: 2) * ones2
    let ones22 = ones11.squared(times: 11) * ones11
    let ones44 = ones22.squared(times: 22) * ones22
    let ones88 = ones44.squared(times: 44) * ones44
    let ones176 = ones88.squared(times: 88) * ones88
    let ones220 = ones176.squared(times: 44) * ones44
    let ones223 = ones220.squared(times: 3) * ones3
    return (ones223.squared(times: 23) * ones22, ones2)
  }

  /// self^(2^count).
  private func squared(times count: Int) -> FieldElement {
    var power = self
    for _ in 0..<count { power = power.squared() }
    return power
  }
}
