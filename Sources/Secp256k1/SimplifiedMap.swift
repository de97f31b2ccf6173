// The simplified Shallue-van de Woestijne-Ulas map for the curve y^2 = x^3 + A x + B, which is 3-isogenous to secp256k1, and the
// isogeny back (RFC 9380, 6.6.3, 8.7, E.1 and F.2). Fractions are carried to the end, so that one map costs one exponentiation and no
// inversion. Notation of the RFC:
//
//   A, B, z    the isogenous curve's coefficients, and the suite's non-square z = -11
//   u          the field element to map

/// The map from field elements to points, used twice for each hashed point.
enum SimplifiedMap {
  private static let a = FieldElement(
    limbs: 0x4054_47C0_1A44_4533, 0xE953_D363_CB6F_0E5D, 0xA08A_5558_F0F5_D272, 0x3F87_31AB_DD66_1ADC)
  private static let b = FieldElement(1771)
  private static let z = -FieldElement(11)

  /// iso_map(map_to_curve_simple_swu(u)).
  static func point(of u: FieldElement) -> Point {
    let candidate = Candidate(u)
    return candidate.point(candidate.ordinateSquared.root)
  }

  /// The points of many elements, their exponentiations together.
  static func points(of elements: [FieldElement]) -> [Point] {
    let candidates = elements.map { Candidate($0) }
    return zip(candidates, SquareRatio.roots(of: candidates.map(\.ordinateSquared))).map { $0.point($1) }
  }

  /// x1 = numerator / denominator, which is an abscissa of the isogenous curve or gives one, by whether g(x1) is a square.
  private struct Candidate {
    let u, zuu: FieldElement
    let numerator, denominator: FieldElement
    /// g(x1).
    let ordinateSquared: SquareRatio

    init(_ u: FieldElement) {
      self.u = u
      zuu = z * u.squared()
      let weight = zuu.squared() + zuu
      numerator = b * (weight + .one)
      // The exceptional weight 0 calls for x1 = B / (z A).
      denominator = a * (weight.isZero ? z : -weight)

      let denominatorSquared = denominator.squared()
      let denominatorCubed = denominatorSquared * denominator
      ordinateSquared = SquareRatio(
        numerator: (numerator.squared() + a * denominatorSquared) * numerator + b * denominatorCubed,
        denominator: denominatorCubed)
    }

    func point(_ root: SquareRatio.Root) -> Point {
      // The second candidate is z u^2 times the first, with z u^3 times the root of z g(x1).
      let x = root.isSquare ? numerator : zuu * numerator
      let y = root.isSquare ? root.value : zuu * u * root.value
      return isogenous(x, over: denominator, y.isOdd == u.isOdd ? y : -y)
    }
  }

  /// The isogeny's image of (x / denominator, y); infinity where it has a pole.
  private static func isogenous(_ x: FieldElement, over denominator: FieldElement, _ y: FieldElement) -> Point {
    let d = denominator
    let dd = d.squared()
    let ddd = dd * d
    let xNumerator = ((xTop.3 * x + xTop.2 * d) * x + xTop.1 * dd) * x + xTop.0 * ddd
    let xDenominator = ((x + xBottom.1 * d) * x + xBottom.0 * dd) * d
    let yNumerator = ((yTop.3 * x + yTop.2 * d) * x + yTop.1 * dd) * x + yTop.0 * ddd
    let yDenominator = ((x + yBottom.2 * d) * x + yBottom.1 * dd) * x + yBottom.0 * ddd
    // With Z the product of both denominators, X and Y are their fractions times Z^2 and Z^3.
    let yDenominatorSquared = yDenominator.squared()
    let xScaled = xDenominator * yDenominatorSquared
    return Point(
      uncheckedX: xNumerator * xScaled,
      y: y * yNumerator * (xScaled * xDenominator.squared()),
      z: xDenominator * yDenominator)
  }

  // Coefficients of E.1, the constant ones first; both denominators are monic.
  private static let xTop = (
    FieldElement(limbs: 0x8E38_E38D_AAAA_A8C7, 0x38E3_8E38_E38E_38E3, 0xE38E_38E3_8E38_E38E, 0x8E38_E38E_38E3_8E38),
    FieldElement(limbs: 0xDFFF_1044_F17C_6581, 0xD595_D2FC_0BF6_3B92, 0xB9F3_15CE_A7FD_44C5, 0x07D3_D4C8_0BC3_21D5),
    FieldElement(limbs: 0x4ECB_D0B5_3D9D_D262, 0xE450_6144_037C_4031, 0xE2A4_13DE_CA25_CAEC, 0x534C_328D_23F2_34E6),
    FieldElement(limbs: 0x8E38_E38D_AAAA_A88C, 0x38E3_8E38_E38E_38E3, 0xE38E_38E3_8E38_E38E, 0x8E38_E38E_38E3_8E38)
  )
  private static let xBottom = (
    FieldElement(limbs: 0x9FE6_B745_781E_B49B, 0x86CD_4095_42F8_487D, 0x9CA3_4CCB_B7B6_40DD, 0xD357_7119_3D94_918A),
    FieldElement(limbs: 0xC52A_5661_2A8C_6D14, 0x06D3_6B64_1F5E_41BB, 0xF7C4_B2D5_1B54_2254, 0xEDAD_C6F6_4383_DC1D)
  )
  private static let yTop = (
    FieldElement(limbs: 0xA12F_684B_8E38_E23C, 0x2F68_4BDA_12F6_84BD, 0x684B_DA12_F684_BDA1, 0x4BDA_12F6_84BD_A12F),
    FieldElement(limbs: 0xDFFC_90FC_201D_71A3, 0x647A_B046_D686_DA6F, 0xA9D0_A54B_12A0_A6D5, 0xC75E_0C32_D5CB_7C0F),
    FieldElement(limbs: 0xA765_E85A_9ECE_E931, 0x7228_30A2_01BE_2018, 0x7152_09EF_6512_E576, 0x29A6_1946_91F9_1A73),
    FieldElement(limbs: 0x84BD_A12F_38E3_8D84, 0xBDA1_2F68_4BDA_12F6, 0xA12F_684B_DA12_F684, 0x2F68_4BDA_12F6_84BD)
  )
  private static let yBottom = (
    FieldElement(limbs: 0xFFFF_FFFE_FFFF_F93B, 0xFFFF_FFFF_FFFF_FFFF, 0xFFFF_FFFF_FFFF_FFFF, 0xFFFF_FFFF_FFFF_FFFF),
    FieldElement(limbs: 0xDFB4_25D2_685C_2573, 0x9467_C1BF_C8E8_D978, 0xD5E9_E663_2722_C298, 0x7A06_534B_B8BD_B49F),
    FieldElement(limbs: 0xA7BF_8192_BFD2_A76F, 0x0A3D_2116_2F0D_6299, 0xF3A7_0C3F_A8FE_337E, 0x6484_AA71_6545_CA2C)
  )
}
