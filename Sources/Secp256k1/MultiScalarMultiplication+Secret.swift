import SystemCryptography

extension MultiScalarMultiplication {
  /// The sum k_1 P_1 + ... + k_n P_n, in a time that does not depend on the scalars; infinity for n = 0.
  ///
  /// No branch and no address depends on a scalar: every window of four bits, zero or not, of every scalar takes a look at all sixteen
  /// multiples of its point and one addition by formulas without exceptions; all terms of a chunk share four doublings a window. The
  /// time does tell which points, which are public, are infinity. There must be as many scalars as points. What the caller does with
  /// the result is not covered: see ``Point/affine(blindedBy:)``.
  package static func sum(secret scalars: [Scalar], _ points: [AffinePoint]) -> Point {
    precondition(scalars.count == points.count, "a multi-scalar multiplication takes as many scalars as points")
    var sum = CompletePoint.infinity
    for start in stride(from: 0, to: points.count, by: chunkCount) {
      let chunk = start..<min(start + chunkCount, points.count)
      sum = sum + sumOfChunk(scalars[chunk], points[chunk])
    }
    return Point(sum)
  }

  /// Terms that share doublings: their multiples fill a second-level cache.
  private static let chunkCount = 256

  private static func sumOfChunk(_ scalars: ArraySlice<Scalar>, _ points: ArraySlice<AffinePoint>) -> CompletePoint {
    let tables = points.map(SecretMultiples.init)
    var digits = scalars.map(\.canonical)
    defer { digits.withUnsafeMutableBytes { SecretMemory.wipe($0) } }
    var sum = CompletePoint.infinity
    for window in (0..<64).reversed() {
      sum = sum.doubled().doubled().doubled().doubled()
      for (table, digit) in zip(tables, digits) { sum = sum + table.multiple(digit.nibble(window)) }
    }
    return sum
  }
}

/// The multiples 0, P, 2 P, ..., 15 P of a public point, to be looked up by a secret.
private struct SecretMultiples {
  private let multiples: [CompletePoint]

  init(_ point: AffinePoint) {
    var multiples: [CompletePoint] = [.infinity, CompletePoint(point)]
    for index in 2..<16 {
      multiples.append(index.isMultiple(of: 2) ? multiples[index / 2].doubled() : multiples[index - 1] + multiples[1])
    }
    self.multiples = multiples
  }

  /// The multiple by a secret number below 16, by a pass over all entries.
  @inline(__always)
  func multiple(_ index: UInt64) -> CompletePoint {
    var chosen = CompletePoint.infinity
    for (position, entry) in multiples.enumerated() {
      chosen = chosen.replaced(by: entry, where: opaque(mask(fromBit: nonZeroBit(UInt64(position) ^ index) ^ 1)))
    }
    return chosen
  }
}

extension UInt256 {
  /// Four bits from place 4 `index` on, for a public index below 64.
  @inline(__always)
  fileprivate func nibble(_ index: Int) -> UInt64 {
    let limb = index < 16 ? limb0 : index < 32 ? limb1 : index < 48 ? limb2 : limb3
    return limb &>> UInt64(truncatingIfNeeded: 4 &* (index & 15)) & 15
  }
}

extension AffinePoint {
  /// The multiple k P, in a time that does not depend on the scalar, as of ``MultiScalarMultiplication/sum(secret:_:)``.
  public func multiplied(bySecret scalar: Scalar) -> Point { MultiScalarMultiplication.sum(secret: [scalar], [self]) }
}

extension Point {
  /// The same point by its affine coordinates, in a time that tells nothing about the scalars behind it.
  ///
  /// The third coordinate of a sum depends on the way that led to it (Naccache, Smart and Stern, "Projective coordinates leak",
  /// EUROCRYPT 2004). So it is multiplied by a fresh random factor, not zero, before an inversion of variable time sees it.
  package func affine(blindedBy factor: FieldElement) -> AffinePoint {
    let factor = SecretFieldElement(factor)
    let square = factor.squared()
    return Point(
      uncheckedX: FieldElement(SecretFieldElement(x) * square), y: FieldElement(SecretFieldElement(y) * (square * factor)),
      z: FieldElement(SecretFieldElement(z) * factor)
    ).affine()
  }
}
