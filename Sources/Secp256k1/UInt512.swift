/// A 512-bit unsigned integer, least significant limb first: the product of two 256-bit integers.
@frozen @usableFromInline
struct UInt512: Sendable {
  @usableFromInline var limb0, limb1, limb2, limb3, limb4, limb5, limb6, limb7: UInt64

  /// low + 2^256 high.
  @inlinable @inline(__always)
  init(low: UInt256, high: UInt256 = .zero) {
    (limb0, limb1, limb2, limb3) = (low.limb0, low.limb1, low.limb2, low.limb3)
    (limb4, limb5, limb6, limb7) = (high.limb0, high.limb1, high.limb2, high.limb3)
  }

  /// The product a * b, by rows: sixteen widening products, each with its two additions, so that no carry is ever lost.
  @inlinable @inline(__always)
  init(product a: UInt256, _ b: UInt256) {
    var carry: UInt64 = 0
    limb0 = multiplyAdd(a.limb0, b.limb0, 0, &carry)
    limb1 = multiplyAdd(a.limb0, b.limb1, 0, &carry)
    limb2 = multiplyAdd(a.limb0, b.limb2, 0, &carry)
    limb3 = multiplyAdd(a.limb0, b.limb3, 0, &carry)
    limb4 = carry
    carry = 0
    limb1 = multiplyAdd(a.limb1, b.limb0, limb1, &carry)
    limb2 = multiplyAdd(a.limb1, b.limb1, limb2, &carry)
    limb3 = multiplyAdd(a.limb1, b.limb2, limb3, &carry)
    limb4 = multiplyAdd(a.limb1, b.limb3, limb4, &carry)
    limb5 = carry
    carry = 0
    limb2 = multiplyAdd(a.limb2, b.limb0, limb2, &carry)
    limb3 = multiplyAdd(a.limb2, b.limb1, limb3, &carry)
    limb4 = multiplyAdd(a.limb2, b.limb2, limb4, &carry)
    limb5 = multiplyAdd(a.limb2, b.limb3, limb5, &carry)
    limb6 = carry
    carry = 0
    limb3 = multiplyAdd(a.limb3, b.limb0, limb3, &carry)
    limb4 = multiplyAdd(a.limb3, b.limb1, limb4, &carry)
    limb5 = multiplyAdd(a.limb3, b.limb2, limb5, &carry)
    limb6 = multiplyAdd(a.limb3, b.limb3, limb6, &carry)
    limb7 = carry
  }

  /// The square of a: the six mixed products once, doubled, then the four squares.
  @inlinable @inline(__always)
  init(square a: UInt256) {
    var carry: UInt64 = 0
    limb1 = multiplyAdd(a.limb0, a.limb1, 0, &carry)
    limb2 = multiplyAdd(a.limb0, a.limb2, 0, &carry)
    limb3 = multiplyAdd(a.limb0, a.limb3, 0, &carry)
    limb4 = carry
    carry = 0
    limb3 = multiplyAdd(a.limb1, a.limb2, limb3, &carry)
    limb4 = multiplyAdd(a.limb1, a.limb3, limb4, &carry)
    limb5 = carry
    carry = 0
    limb5 = multiplyAdd(a.limb2, a.limb3, limb5, &carry)
    limb6 = carry

    limb7 = limb6 &>> 63
    limb6 = limb6 &<< 1 | limb5 &>> 63
    limb5 = limb5 &<< 1 | limb4 &>> 63
    limb4 = limb4 &<< 1 | limb3 &>> 63
    limb3 = limb3 &<< 1 | limb2 &>> 63
    limb2 = limb2 &<< 1 | limb1 &>> 63
    limb1 = limb1 &<< 1

    let square0 = a.limb0.multipliedFullWidth(by: a.limb0)
    let square1 = a.limb1.multipliedFullWidth(by: a.limb1)
    let square2 = a.limb2.multipliedFullWidth(by: a.limb2)
    let square3 = a.limb3.multipliedFullWidth(by: a.limb3)
    carry = 0
    limb0 = square0.low
    limb1 = addWithCarry(limb1, square0.high, &carry)
    limb2 = addWithCarry(limb2, square1.low, &carry)
    limb3 = addWithCarry(limb3, square1.high, &carry)
    limb4 = addWithCarry(limb4, square2.low, &carry)
    limb5 = addWithCarry(limb5, square2.high, &carry)
    limb6 = addWithCarry(limb6, square3.low, &carry)
    limb7 = addWithCarry(limb7, square3.high, &carry)
  }
}
