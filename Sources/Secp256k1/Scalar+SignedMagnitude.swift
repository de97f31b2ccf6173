extension Scalar {
  /// The residue nearest to zero: magnitude below n / 2, and sign. Takes the same time for all scalars.
  var signedMagnitude: (magnitude: UInt256, isNegative: Bool) {
    let value = canonical
    let negated = Self.order.subtracting(value).difference
    let isNegative = negated.subtracting(value).borrow
    return (value.replaced(by: negated, where: mask(fromBit: isNegative)), isNegative == 1)
  }

  /// Calls back with the digits in base 2^width, each in -2^(width - 1) ... 2^(width - 1), lowest first; a scalar near zero has few.
  /// The width divides 12.
  ///
  /// With half a base added at every digit, digits are bits of the sum, and none waits for another's carry.
  @inline(__always)
  func forEachDigit(width: Int, _ body: (Int) -> Void) {
    let (magnitude, isNegative) = signedMagnitude
    let bitCount = magnitude.bitCount
    guard bitCount > 0 else { return }
    // Below 2^252 + 2^255. The last window, from bit 252 on, takes what is left.
    let lifted = magnitude.adding(Self.halfBases(width: width)).sum
    let half = 1 << (width - 1)
    let last = 252 / width
    // Above its highest bit a magnitude may have a carry, and no more.
    let count = min(bitCount / width + 2, last + 1)
    let sign = isNegative ? -1 : 0
    let digitMask = UInt64(truncatingIfNeeded: 1 << width - 1)
    withUnsafeBytes(of: (lifted.limb0, lifted.limb1, lifted.limb2, lifted.limb3, UInt64(0))) { bytes in
      for window in 0..<count {
        let place = window &* width
        let word = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: place &>> 3, as: UInt64.self))
        let value = Int(truncatingIfNeeded: word &>> UInt64(truncatingIfNeeded: place & 7) & digitMask)
        let digit = window == last ? value : value &- half
        body((digit ^ sign) &- sign)
      }
    }
  }

  /// The sum of 2^(width - 1) 2^(width w) over all windows w below bit 252.
  @inline(__always)
  private static func halfBases(width: Int) -> UInt256 {
    switch width {
    case 12: UInt256(0x0800_8008_0080_0800, 0x0080_0800_8008_0080, 0x8008_0080_0800_8008, 0x0800_8008_0080_0800)
    case 6: UInt256(0x0820_8208_2082_0820, 0x2082_0820_8208_2082, 0x8208_2082_0820_8208, 0x0820_8208_2082_0820)
    case 4: UInt256(0x8888_8888_8888_8888, 0x8888_8888_8888_8888, 0x8888_8888_8888_8888, 0x0888_8888_8888_8888)
    default: preconditionFailure("a window has 12, 6 or 4 bits")
    }
  }
}

extension UInt256 {
  /// The place of the highest bit that is set, plus 1; 0 for 0.
  fileprivate var bitCount: Int {
    for (word, limb) in [(3, limb3), (2, limb2), (1, limb1)] where limb != 0 { return 64 * word + 64 - limb.leadingZeroBitCount }
    return 64 - limb0.leadingZeroBitCount
  }
}
