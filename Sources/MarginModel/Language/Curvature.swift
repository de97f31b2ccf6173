/// How an expression bends in the private positions.
package enum Curvature: String, Sendable, Hashable {
  case constant, affine, convex, concave

  package var flipped: Curvature {
    switch self {
    case .convex: .concave
    case .concave: .convex
    default: self
    }
  }

  /// The curvature of a sum, or nil for a convex with a concave part.
  package func adding(_ other: Curvature) -> Curvature? {
    switch (self, other) {
    case (.constant, let curvature), (let curvature, .constant): curvature
    case (.affine, let curvature), (let curvature, .affine): curvature
    default: self == other ? self : nil
    }
  }

  package var isAffine: Bool { self == .constant || self == .affine }
}

/// The closed interval that a public value is known to lie in; an absent end is infinite.
package struct ConstantRange: Sendable, Hashable {
  package let lower: Rational?
  package let upper: Rational?

  package static let all = ConstantRange(nil, nil)
  package static let nonNegative = ConstantRange(0, nil)

  package init(_ lower: Rational?, _ upper: Rational?) {
    self.lower = lower
    self.upper = upper
  }

  package init(_ value: Rational) {
    self.init(value, value)
  }

  package func contains(_ value: Rational) -> Bool {
    (lower.map { $0 <= value } ?? true) && (upper.map { value <= $0 } ?? true)
  }

  package var isNonNegative: Bool { lower.map { $0 >= 0 } ?? false }
  package var isNonPositive: Bool { upper.map { $0 <= 0 } ?? false }
  package var isZero: Bool { lower == 0 && upper == 0 }

  package static prefix func - (range: ConstantRange) -> ConstantRange {
    ConstantRange(range.upper.map { -$0 }, range.lower.map { -$0 })
  }

  package static func + (left: ConstantRange, right: ConstantRange) -> ConstantRange {
    ConstantRange(combine(left.lower, right.lower) { $0 + $1 }, combine(left.upper, right.upper) { $0 + $1 })
  }

  package static func * (left: ConstantRange, right: ConstantRange) -> ConstantRange {
    let ends = [left.low, left.high].flatMap { end in [end * right.low, end * right.high] }
    return ConstantRange((ends.min() ?? .minusInfinity).finite, (ends.max() ?? .infinity).finite)
  }

  /// The range of 1 / v over the non-zero v of this range.
  package var inverse: ConstantRange {
    if isNonNegative {
      return ConstantRange(upper.map { 1 / $0 } ?? 0, lower == 0 ? nil : lower.map { 1 / $0 })
    }
    return isNonPositive ? -(-self).inverse : .all
  }

  /// The range of a sum of any number of such values.
  package var summed: ConstantRange { ConstantRange(isNonNegative ? 0 : nil, isNonPositive ? 0 : nil) }

  package func maximum(_ other: ConstantRange) -> ConstantRange {
    ConstantRange(max(low, other.low).finite, max(high, other.high).finite)
  }

  package func minimum(_ other: ConstantRange) -> ConstantRange { -(-self).maximum(-other) }

  package var magnitude: ConstantRange {
    if isNonNegative { return self }
    return isNonPositive ? -self : ConstantRange(0, maximum(-self).upper)
  }

  private static func combine(_ a: Rational?, _ b: Rational?, _ body: (Rational, Rational) -> Rational) -> Rational? {
    guard let a, let b else { return nil }
    return body(a, b)
  }
}

/// An end of a range.
private enum Bound: Comparable {
  case minusInfinity
  case value(Rational)
  case infinity

  var finite: Rational? {
    if case .value(let value) = self { value } else { nil }
  }

  private var sign: Int {
    switch self {
    case .minusInfinity: -1
    case .value(let value): value.signum
    case .infinity: 1
    }
  }

  /// The product of two ends, 0 times infinity being 0.
  static func * (left: Bound, right: Bound) -> Bound {
    if let a = left.finite, let b = right.finite { return .value(a * b) }
    let sign = left.sign * right.sign
    return sign == 0 ? .value(0) : sign > 0 ? .infinity : .minusInfinity
  }
}

extension ConstantRange {
  fileprivate var low: Bound { lower.map { .value($0) } ?? .minusInfinity }
  fileprivate var high: Bound { upper.map { .value($0) } ?? .infinity }
}
