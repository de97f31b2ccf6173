/// The digits of many magnitudes in base 2^width, window by window, each in -2^(width - 1) ... 2^(width - 1).
struct SignedWindows {
  let width: Int
  let windowCount: Int
  let magnitudeCount: Int
  /// All magnitudes' digits of the lowest window, then of the next.
  private let digits: [Int16]

  /// Windows enough for magnitudes of `bitCount` bits: the last has a bit to spare, so that its digit needs no carry.
  static func windowCount(width: Int, bitCount: Int) -> Int { bitCount / width + 1 }

  /// The digits of magnitudes of at most `bitCount` bits, in windows of 2 to 14 bits.
  init(_ magnitudes: [UInt128], bitCount: Int, width: Int) {
    let windowCount = Self.windowCount(width: width, bitCount: bitCount)
    let count = magnitudes.count
    let half = 1 << (width - 1)
    let digitMask = UInt64(truncatingIfNeeded: 1 << width - 1)
    self.width = width
    self.windowCount = windowCount
    magnitudeCount = count
    digits = [Int16](unsafeUninitializedCapacity: windowCount * count) { digits, initializedCount in
      for (place, magnitude) in magnitudes.enumerated() {
        var rest = magnitude
        var carry = 0
        for window in 0..<windowCount {
          let value = Int(truncatingIfNeeded: lowLimb(rest) & digitMask) + carry
          carry = window < windowCount - 1 && value >= half ? 1 : 0
          digits.initializeElement(at: window * count + place, to: Int16(truncatingIfNeeded: value - carry << width))
          rest &>>= UInt128(truncatingIfNeeded: width)
        }
      }
      initializedCount = windowCount * count
    }
  }

  /// Runs through the digits of one window, in the magnitudes' order.
  @inline(__always)
  func forEachDigit(in window: Int, _ body: (_ place: Int, _ digit: Int) -> Void) {
    digits.withUnsafeBufferPointer { digits in
      let row = UnsafeBufferPointer(rebasing: digits[window * magnitudeCount..<(window + 1) * magnitudeCount])
      for (place, digit) in row.enumerated() { body(place, Int(digit)) }
    }
  }
}
