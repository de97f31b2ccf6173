// p = 3 modulo 4, so if a has a root then a^((p+1)/4) is one. All roots here come from the power a^((p-3)/4), which is that root over a.

extension FieldElement {
  /// The square root that the exponentiation finds, or nil if there is none; the other root is its negative.
  public func squareRoot() -> FieldElement? { root(fromQuarterPower: QuarterPower.of(self)) }

  /// The square roots that the exponentiation finds, nil where there is none: together, on all threads of the task.
  public static func squareRoots(of elements: [FieldElement]) -> [FieldElement?] {
    zip(elements, QuarterPower.of(elements)).map { $0.root(fromQuarterPower: $1) }
  }

  private func root(fromQuarterPower power: FieldElement) -> FieldElement? {
    let root = power * self
    return root.squared() == self ? root : nil
  }
}

/// A ratio u/v, for its square root; v is not 0.
///
/// Source: RFC 9380, F.2.1.2.
struct SquareRatio {
  let numerator, denominator: FieldElement

  /// Whether u/v is a square, and a root of u/v if it is, else of z u/v for z = -11.
  struct Root {
    let isSquare: Bool
    let value: FieldElement
  }

  var root: Root { root(fromQuarterPower: QuarterPower.of(base)) }

  /// The roots of many ratios: together, on all threads of the task.
  static func roots(of ratios: [SquareRatio]) -> [Root] {
    zip(ratios, QuarterPower.of(ratios.map(\.base))).map { $0.root(fromQuarterPower: $1) }
  }

  /// u v^3, whose quarter power times u v is the root.
  private var base: FieldElement { numerator * denominator * denominator.squared() }

  private func root(fromQuarterPower power: FieldElement) -> Root {
    let root = power * (numerator * denominator)
    let isSquare = root.squared() * denominator == numerator
    return Root(isSquare: isSquare, value: isSquare ? root : root * Self.rootOfEleven)
  }

  /// A root of 11 = -z.
  private static let rootOfEleven = FieldElement(
    limbs: 0x2867_29C8_303C_4A59, 0xEC18_4F00_A747_89DD, 0x7AD1_3FB3_8F84_2AFE, 0x31FD_F302_7240_13E5)
}
