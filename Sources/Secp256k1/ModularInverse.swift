// Bernstein and Yang, "Fast constant-time gcd computation and modular inversion" (2019), in the variable-time form that divides
// out all trailing zeros at once. Notation:
//
//   f, g    the pair whose gcd is taken: f odd, at first the modulus; g at first the argument
//   d, e    integers in (-2m, m) with f = d x, g = e x modulo m, for the argument x
//   u v; q r    the matrix of 62 division steps: 2^62 (f', g') = (u f + v g, q f + r g)

/// An odd modulus m of 256 bits, ready for inversion.
struct InvertibleModulus: Sendable {
  fileprivate let limbs: SignedLimbs
  /// 1/m mod 2^62.
  fileprivate let inverse: UInt64

  init(_ modulus: UInt256) {
    limbs = SignedLimbs(modulus)
    // Newton: m is its own inverse modulo 8, and each step doubles the correct bits.
    var inverse = modulus.limb0
    for _ in 0..<5 { inverse = inverse &* (2 &- modulus.limb0 &* inverse) }
    self.inverse = inverse & SignedLimbs.lowMask
  }

  static let field = InvertibleModulus(FieldElement.modulus)
  static let order = InvertibleModulus(Scalar.order)

  /// The inverse of x modulo m, in [0, m), for an x below m; 0 for 0 (and for an x that has none).
  func inverseVariableTime(of x: UInt256) -> UInt256 {
    var f = limbs
    var g = SignedLimbs(x)
    var d = SignedLimbs.zero
    var e = SignedLimbs.one
    var eta = -1
    while !g.isZero {
      let steps = DivisionSteps(f: f.lowWord, g: g.lowWord, eta: &eta)
      steps.divide(&f, &g)
      steps.update(&d, &e, modulo: self)
    }
    return d.normalized(negate: f.isNegative, modulo: limbs)
  }
}

/// A signed integer of up to 310 bits: four limbs in [0, 2^62) and a signed one above them.
private struct SignedLimbs: Sendable {
  var limb0, limb1, limb2, limb3, limb4: Int64

  static let lowMask: UInt64 = (1 << 62) - 1
  static var zero: SignedLimbs { SignedLimbs(limb0: 0, limb1: 0, limb2: 0, limb3: 0, limb4: 0) }
  static var one: SignedLimbs { SignedLimbs(limb0: 1, limb1: 0, limb2: 0, limb3: 0, limb4: 0) }

  var isZero: Bool { (limb0 | limb1 | limb2 | limb3 | limb4) == 0 }
  var isNegative: Bool { limb4 < 0 }
  /// The value modulo 2^62.
  var lowWord: UInt64 { UInt64(truncatingIfNeeded: limb0) }

  /// Each limb takes what lies above bit 62 of the one below, so that all but the highest are in [0, 2^62).
  mutating func carry() {
    let mask = Int64(truncatingIfNeeded: Self.lowMask)
    limb1 &+= limb0 &>> 62
    limb0 &= mask
    limb2 &+= limb1 &>> 62
    limb1 &= mask
    limb3 &+= limb2 &>> 62
    limb2 &= mask
    limb4 &+= limb3 &>> 62
    limb3 &= mask
  }

  mutating func add(_ other: SignedLimbs) {
    limb0 &+= other.limb0
    limb1 &+= other.limb1
    limb2 &+= other.limb2
    limb3 &+= other.limb3
    limb4 &+= other.limb4
    carry()
  }

  /// The residue in [0, m) of a value in (-2m, m), or of its negative.
  func normalized(negate: Bool, modulo modulus: SignedLimbs) -> UInt256 {
    var value = self
    if value.isNegative { value.add(modulus) }
    if negate {
      value = SignedLimbs(limb0: -value.limb0, limb1: -value.limb1, limb2: -value.limb2, limb3: -value.limb3, limb4: -value.limb4)
      value.carry()
    }
    if value.isNegative { value.add(modulus) }
    return UInt256(value)
  }
}

extension SignedLimbs {
  init(_ value: UInt256) {
    let mask = Self.lowMask
    limb0 = Int64(truncatingIfNeeded: value.limb0 & mask)
    limb1 = Int64(truncatingIfNeeded: (value.limb0 &>> 62 | value.limb1 &<< 2) & mask)
    limb2 = Int64(truncatingIfNeeded: (value.limb1 &>> 60 | value.limb2 &<< 4) & mask)
    limb3 = Int64(truncatingIfNeeded: (value.limb2 &>> 58 | value.limb3 &<< 6) & mask)
    limb4 = Int64(truncatingIfNeeded: value.limb3 &>> 56)
  }
}

extension UInt256 {
  /// The caller vouches for a value in [0, 2^256) with its limbs carried.
  fileprivate init(_ value: SignedLimbs) {
    let limb0 = UInt64(truncatingIfNeeded: value.limb0)
    let limb1 = UInt64(truncatingIfNeeded: value.limb1)
    let limb2 = UInt64(truncatingIfNeeded: value.limb2)
    let limb3 = UInt64(truncatingIfNeeded: value.limb3)
    let limb4 = UInt64(truncatingIfNeeded: value.limb4)
    self.init(
      limb0 | limb1 &<< 62, limb1 &>> 2 | limb2 &<< 60, limb2 &>> 4 | limb3 &<< 58, limb3 &>> 6 | limb4 &<< 56)
  }
}

/// The matrix of 62 division steps; each row's absolute values sum to at most 2^62.
private struct DivisionSteps {
  private(set) var u: Int64 = 1
  private(set) var v: Int64 = 0
  private(set) var q: Int64 = 0
  private(set) var r: Int64 = 1

  /// Runs 62 steps on the low words alone: f odd, eta the negated delta of the paper.
  init(f lowF: UInt64, g lowG: UInt64, eta: inout Int) {
    var f = lowF
    var g = lowG
    var remaining = 62
    while true {
      // The sentinel above the remaining steps stops the count there.
      let zeros = (g | (UInt64.max &<< UInt64(truncatingIfNeeded: remaining))).trailingZeroBitCount
      g &>>= UInt64(truncatingIfNeeded: zeros)
      u &<<= Int64(truncatingIfNeeded: zeros)
      v &<<= Int64(truncatingIfNeeded: zeros)
      eta &-= zeros
      remaining &-= zeros
      if remaining == 0 { return }
      let swapped = eta < 0
      if swapped {
        eta = 0 &- eta
        (f, g) = (g, 0 &- f)
        (u, q) = (q, 0 &- u)
        (v, r) = (r, 0 &- v)
      }
      // The multiple of f that clears as many low bits of g as steps can do before the next swap, but not more than the quotient
      // -g/f is known to: six bits by the cubic formula, four by the linear one.
      let bits = UInt64(truncatingIfNeeded: min(eta &+ 1, remaining, swapped ? 6 : 4))
      let negatedQuotient =
        swapped ? f &* g &* (f &* f &- 2) : (0 &- (f &+ (((f &+ 1) & 4) &<< 1))) &* g
      let multiple = negatedQuotient & ((1 &<< bits) &- 1)
      g &+= f &* multiple
      q &+= u &* Int64(truncatingIfNeeded: multiple)
      r &+= v &* Int64(truncatingIfNeeded: multiple)
    }
  }

  /// (f, g) := matrix (f, g) / 2^62, exactly.
  func divide(_ f: inout SignedLimbs, _ g: inout SignedLimbs) {
    var newF = SumOfProducts()
    var newG = SumOfProducts()
    newF.add(u, f.limb0, v, g.limb0)
    newG.add(q, f.limb0, r, g.limb0)
    _ = newF.nextLimb()
    _ = newG.nextLimb()
    newF.add(u, f.limb1, v, g.limb1)
    newG.add(q, f.limb1, r, g.limb1)
    f.limb0 = newF.nextLimb()
    g.limb0 = newG.nextLimb()
    newF.add(u, f.limb2, v, g.limb2)
    newG.add(q, f.limb2, r, g.limb2)
    f.limb1 = newF.nextLimb()
    g.limb1 = newG.nextLimb()
    newF.add(u, f.limb3, v, g.limb3)
    newG.add(q, f.limb3, r, g.limb3)
    f.limb2 = newF.nextLimb()
    g.limb2 = newG.nextLimb()
    newF.add(u, f.limb4, v, g.limb4)
    newG.add(q, f.limb4, r, g.limb4)
    f.limb3 = newF.nextLimb()
    g.limb3 = newG.nextLimb()
    f.limb4 = newF.rest
    g.limb4 = newG.rest
  }

  /// (d, e) := matrix (d, e) / 2^62 modulo m: multiples of m make the quotient exact and keep it within (-2m, m).
  func update(_ d: inout SignedLimbs, _ e: inout SignedLimbs, modulo modulus: InvertibleModulus) {
    let m = modulus.limbs
    let signD = d.limb4 &>> 63
    let signE = e.limb4 &>> 63
    var multipleD = (u & signD) &+ (v & signE)
    var multipleE = (q & signD) &+ (r & signE)
    var newD = SumOfProducts()
    var newE = SumOfProducts()
    newD.add(u, d.limb0, v, e.limb0)
    newE.add(q, d.limb0, r, e.limb0)
    multipleD &-= newD.multiple(clearing: modulus.inverse, offset: multipleD)
    multipleE &-= newE.multiple(clearing: modulus.inverse, offset: multipleE)
    newD.add(m.limb0, multipleD)
    newE.add(m.limb0, multipleE)
    _ = newD.nextLimb()
    _ = newE.nextLimb()
    newD.add(u, d.limb1, v, e.limb1)
    newE.add(q, d.limb1, r, e.limb1)
    newD.add(m.limb1, multipleD)
    newE.add(m.limb1, multipleE)
    d.limb0 = newD.nextLimb()
    e.limb0 = newE.nextLimb()
    newD.add(u, d.limb2, v, e.limb2)
    newE.add(q, d.limb2, r, e.limb2)
    newD.add(m.limb2, multipleD)
    newE.add(m.limb2, multipleE)
    d.limb1 = newD.nextLimb()
    e.limb1 = newE.nextLimb()
    newD.add(u, d.limb3, v, e.limb3)
    newE.add(q, d.limb3, r, e.limb3)
    newD.add(m.limb3, multipleD)
    newE.add(m.limb3, multipleE)
    d.limb2 = newD.nextLimb()
    e.limb2 = newE.nextLimb()
    newD.add(u, d.limb4, v, e.limb4)
    newE.add(q, d.limb4, r, e.limb4)
    newD.add(m.limb4, multipleD)
    newE.add(m.limb4, multipleE)
    d.limb3 = newD.nextLimb()
    e.limb3 = newE.nextLimb()
    d.limb4 = newD.rest
    e.limb4 = newE.rest
  }
}

/// A running sum of products of limbs, taken off 62 bits at a time.
private struct SumOfProducts {
  private var sum: Int128 = 0

  @inline(__always)
  mutating func add(_ a: Int64, _ x: Int64, _ b: Int64, _ y: Int64) {
    add(a, x)
    add(b, y)
  }

  @inline(__always)
  mutating func add(_ a: Int64, _ x: Int64) {
    sum &+= Int128(truncatingIfNeeded: a) &* Int128(truncatingIfNeeded: x)
  }

  /// The lowest 62 bits, which the sum loses.
  @inline(__always)
  mutating func nextLimb() -> Int64 {
    let limb = Int64(truncatingIfNeeded: sum) & Int64(truncatingIfNeeded: SignedLimbs.lowMask)
    sum &>>= 62
    return limb
  }

  /// What is left after the last full limb.
  var rest: Int64 { Int64(truncatingIfNeeded: sum) }

  /// (sum / m + offset) mod 2^62: subtracted from the offset, the multiple of m that makes the sum divisible by 2^62.
  @inline(__always)
  func multiple(clearing inverse: UInt64, offset: Int64) -> Int64 {
    let quotient = inverse &* UInt64(truncatingIfNeeded: sum) &+ UInt64(bitPattern: offset)
    return Int64(truncatingIfNeeded: quotient & SignedLimbs.lowMask)
  }
}
