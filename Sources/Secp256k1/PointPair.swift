/// Two points to be added: (x1, y1) and (x2, y2).
struct PointPair {
  let left, right: PointReference

  @inline(__always)
  var leftX: FieldElement { left.point.pointee.x }

  @inline(__always)
  var rightX: FieldElement { right.point.pointee.x }

  /// -y1.
  @inline(__always)
  var negatedLeftY: FieldElement { left.point.pointee.y.negated(where: ~left.signMask) }

  /// x2 - x1.
  @inline(__always)
  var run: FieldElement { rightX - leftX }

  /// y2 - y1.
  @inline(__always)
  var rise: FieldElement { right.point.pointee.y.negated(where: right.signMask) + negatedLeftY }

  /// x3 = slope^2 - x1 - x2.
  @inline(__always)
  func x(_ slope: FieldElement) -> FieldElement { slope.squared() - leftX - rightX }

  /// y3 = slope (x1 - x3) - y1.
  @inline(__always)
  func y(_ slope: FieldElement, _ x: FieldElement) -> FieldElement { slope * (leftX - x) + negatedLeftY }

  func sum(_ slope: FieldElement) -> AffinePoint {
    let x = x(slope)
    return AffinePoint(uncheckedX: x, y: y(slope, x))
  }

  /// False only for two finite points with different x; true for few of those.
  ///
  /// Infinity has x = 0, and equal x have a difference of 0, each 0 or p: then a highest limb is all zeros or all ones.
  @inline(__always)
  var isSuspicious: Bool {
    leftX.limbs.limb3 &+ 1 <= 1 || rightX.limbs.limb3 &+ 1 <= 1 || run.limbs.limb3 &+ 1 <= 1
  }

  /// The slope's denominator for any pair; one where none is needed.
  @inline(never)
  var exceptionalDenominator: FieldElement {
    let (left, right) = (left.value, right.value)
    if left.isInfinity || right.isInfinity { return .one }
    if left.x != right.x { return run }
    return left.y == right.y ? left.y.doubled() : .one
  }

  /// The sum for any pair, given the inverse of its denominator.
  @inline(never)
  func exceptionalSum(_ reciprocal: FieldElement) -> AffinePoint {
    let (left, right) = (left.value, right.value)
    if left.isInfinity { return right }
    if right.isInfinity { return left }
    if left.x != right.x { return sum(rise * reciprocal) }
    // Opposite points, or else a doubling.
    if left.y != right.y { return .infinity }
    let xx = left.x.squared()
    return sum((xx.doubled() + xx) * reciprocal)
  }
}
