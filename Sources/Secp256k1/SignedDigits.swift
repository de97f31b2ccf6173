/// A scalar's digits in base 2^width, each in -2^(width - 1) ... 2^(width - 1), lowest first; a scalar near zero has few.
///
/// With half a base added at every digit, digits are bits of the sum, and none waits for another's carry.
struct SignedDigits {
  /// The bits below the last window, which takes what is left.
  private static let bitCountBelowLast = 252

  private let lifted: UInt256
  private let width: Int32
  private let count: Int32
  /// -1 or 0.
  private let sign: Int

  /// The width divides 12. May leak the scalar's length by its timing.
  @inline(__always)
  init(of scalar: Scalar, width: Int) {
    let (magnitude, isNegative) = scalar.signedMagnitude
    let bitCount = magnitude.bitCount
    // Below 2^252 + 2^255.
    lifted = magnitude.adding(Self.halfBases(width: width)).sum
    self.width = Int32(truncatingIfNeeded: width)
    // Above its highest bit a magnitude may have a carry, and no more.
    count = bitCount == 0 ? 0 : Int32(truncatingIfNeeded: min(bitCount / width + 2, Self.bitCountBelowLast / width + 1))
    sign = isNegative ? -1 : 0
  }

  @inline(__always)
  func forEach(_ body: (Int) -> Void) {
    let width = UInt64(truncatingIfNeeded: width)
    let complement = 64 &- width
    let half = 1 &<< Int(truncatingIfNeeded: width &- 1)
    let last = Self.bitCountBelowLast / Int(truncatingIfNeeded: width)
    let digitMask: UInt64 = 1 &<< width &- 1
    // A shift of all limbs costs less than a load that crosses two words just stored.
    var (limb0, limb1, limb2, limb3) = (lifted.limb0, lifted.limb1, lifted.limb2, lifted.limb3)
    for window in 0..<Int(count) {
      let digit = Int(truncatingIfNeeded: limb0 & digitMask) &- (window == last ? 0 : half)
      body((digit ^ sign) &- sign)
      limb0 = limb0 &>> width | limb1 &<< complement
      limb1 = limb1 &>> width | limb2 &<< complement
      limb2 = limb2 &>> width | limb3 &<< complement
      limb3 = limb3 &>> width
    }
  }

  /// The sum of 2^(width - 1) 2^(width w) over all windows w below the last.
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
