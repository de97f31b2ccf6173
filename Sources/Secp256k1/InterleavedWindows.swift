// Straus' method with signed sliding windows (wNAF): all terms share the doublings, and every half scalar adds an odd multiple of
// its point about once in six bits. Source: Hankerson, Menezes and Vanstone, "Guide to Elliptic Curve Cryptography", 3.3.

/// The sum of a few terms.
enum InterleavedWindows {
  /// Bits of a window: digits are odd and below 2^(width - 1) in absolute value.
  private static let width = 5
  private static let multipleCount = 1 << (width - 2)

  /// The sum of the terms; infinity if there are none.
  static func sum(of terms: [SplitTerm]) -> Point {
    let multiples = oddMultiples(of: terms.map(\.point))
    let digits = terms.map {
      (first: SlidingDigits($0.scalar.first, width: width), second: SlidingDigits($0.scalar.second, width: width))
    }
    let count = digits.reduce(0) { max($0, $1.first.digits.count, $1.second.digits.count) }
    var sum = Point.infinity
    for position in (0..<count).reversed() {
      sum = sum.doubled()
      for (term, digits) in digits.enumerated() {
        let table = term * multipleCount
        if let (index, isNegative) = digits.first.digit(at: position) {
          let multiple = multiples[table + index]
          sum += isNegative ? -multiple : multiple
        }
        if let (index, isNegative) = digits.second.digit(at: position) {
          let multiple = Endomorphism.image(of: multiples[table + index])
          sum += isNegative ? -multiple : multiple
        }
      }
    }
    return sum
  }

  /// P, 3 P, 5 P, ... of each point in turn, in affine form by one inversion.
  private static func oddMultiples(of points: [AffinePoint]) -> [AffinePoint] {
    var multiples: [Point] = []
    multiples.reserveCapacity(points.count * multipleCount)
    for point in points {
      var multiple = Point(point)
      let double = multiple.doubled()
      multiples.append(multiple)
      for _ in 1..<multipleCount {
        multiple += double
        multiples.append(multiple)
      }
    }
    return Point.affine(multiples)
  }
}

/// The digits of an integer, least significant first: zero or odd, at most one in `width` positions not zero.
private struct SlidingDigits {
  private(set) var digits: [Int8] = []

  init(_ value: SignedMagnitude, width: Int) {
    // A digit is at least -2^(width - 1), so the rest grows by less than that, and the last carry is one bit: 129 in all.
    var rest = value.magnitude
    var carry: UInt128 = 0
    let modulus = Int(1) << width
    digits.reserveCapacity(UInt128.bitWidth + 1)
    while rest != 0 || carry != 0 {
      let low = (rest & 1) ^ carry
      guard low == 1 else {
        digits.append(0)
        rest &>>= 1
        continue
      }
      let window = Int(truncatingIfNeeded: rest & UInt128(modulus - 1)) + Int(truncatingIfNeeded: carry)
      let digit = window > modulus / 2 ? window - modulus : window
      carry = digit < 0 ? 1 : 0
      digits.append(Int8(truncatingIfNeeded: value.isNegative ? -digit : digit))
      rest &>>= UInt128(width)
      guard rest != 0 || carry != 0 else { return }
      digits.append(contentsOf: repeatElement(0, count: width - 1))
    }
  }

  /// The place of the odd multiple in a table of 1, 3, 5, ..., and its sign; nil where nothing is to be added.
  func digit(at position: Int) -> (index: Int, isNegative: Bool)? {
    guard position < digits.count, digits[position] != 0 else { return nil }
    let digit = Int(digits[position])
    return (index: (abs(digit) - 1) / 2, isNegative: digit < 0)
  }
}
