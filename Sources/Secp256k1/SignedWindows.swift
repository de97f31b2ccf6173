/// The digits of many magnitudes in base 2^width, window by window: each in -2^(width - 1) ... 2^(width - 1), but for the last window's,
/// which take what is left, so that no window is spent on a carry.
struct SignedWindows: @unchecked Sendable {
  let width: Int
  let windowCount: Int
  let magnitudeCount: Int
  /// The largest digit of the last window.
  let lastBound: Int
  /// All magnitudes' digits of the lowest window, then of the next.
  private let digits: UnsafeMutableBufferPointer<Int16>

  static func windowCount(width: Int, bitCount: Int) -> Int { max(1, (bitCount + width - 1) / width) }

  /// At most the last window's digit of a magnitude: its top bits and a carry.
  static func lastBound(width: Int, largest: UInt128) -> Int {
    let bitCount = UInt128.bitWidth - largest.leadingZeroBitCount
    let below = (windowCount(width: width, bitCount: bitCount) - 1) * width
    return Int(truncatingIfNeeded: largest >> UInt128(truncatingIfNeeded: below)) + (below > 0 ? 1 : 0)
  }

  /// The digits of magnitudes up to `largest`, below 2^127.5, in windows of 2 to 13 bits.
  init(_ magnitudes: UnsafeBufferPointer<UInt128>, largest: UInt128, width: Int, in scratch: ScratchMemory) {
    let windowCount = Self.windowCount(width: width, bitCount: UInt128.bitWidth - largest.leadingZeroBitCount)
    let count = magnitudes.count
    let half = 1 << (width - 1)
    let digitMask = UInt64(truncatingIfNeeded: 1 << width - 1)
    self.width = width
    self.windowCount = windowCount
    magnitudeCount = count
    lastBound = Self.lastBound(width: width, largest: largest)
    digits = scratch.buffer(of: Int16.self, count: windowCount * count)
    // With half a base added at every digit but the last, digits are bits of the sum, and none waits for another's carry.
    let below = (windowCount - 1) * width
    var halves: UInt128 = 0
    for window in 0..<windowCount - 1 {
      halves |= UInt128(truncatingIfNeeded: half) &<< UInt128(truncatingIfNeeded: window * width)
    }
    for (place, magnitude) in magnitudes.enumerated() {
      var lifted = magnitude &+ halves
      digits[below / width * count + place] = Int16(
        truncatingIfNeeded: Int(truncatingIfNeeded: lifted >> UInt128(truncatingIfNeeded: below)))
      for window in 0..<windowCount - 1 {
        let value = Int(truncatingIfNeeded: lowLimb(lifted) & digitMask) &- half
        digits[window &* count &+ place] = Int16(truncatingIfNeeded: value)
        lifted &>>= UInt128(truncatingIfNeeded: width)
      }
    }
  }

  /// Runs through the digits of one window, in the magnitudes' order.
  @inline(__always)
  func forEachDigit(in window: Int, _ body: (_ place: Int, _ digit: Int) -> Void) {
    for place in 0..<magnitudeCount { body(place, Int(digits[window * magnitudeCount + place])) }
  }
}
