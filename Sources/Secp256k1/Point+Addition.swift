// Formulas of the Explicit-Formulas Database for a = 0 (Bernstein and Lange): dbl-2009-l, madd, add. Notation:
//
//   h = x2 - x1, r = y2 - y1    over the common denominator; h = 0 for equal (r = 0) and for opposite points

extension Point {
  /// 2 self, at 3 products and 4 squares.
  public func doubled() -> Point {
    // Infinity needs no branch: z = 0 gives z = 0.
    let xx = x.squared()
    let yy = y.squared()
    let slope = xx.doubled() + xx
    let xyy4 = (x * yy).doubled().doubled()
    let newX = slope.squared() - xyy4.doubled()
    let newY = slope * (xyy4 - newX) - yy.squared().doubled().doubled().doubled()
    return Point(uncheckedX: newX, y: newY, z: (y * z).doubled())
  }

  /// The sum with an affine point, at 8 products and 3 squares.
  public static func + (a: Point, b: AffinePoint) -> Point {
    if b.isInfinity { return a }
    if a.isInfinity { return Point(b) }
    let zz = a.z.squared()
    let h = b.x * zz - a.x
    let r = b.y * (zz * a.z) - a.y
    return sum(a, a.x, a.y, h, r, denominator: a.z)
  }

  /// The sum, at 12 products and 4 squares.
  public static func + (a: Point, b: Point) -> Point {
    if b.isInfinity { return a }
    if a.isInfinity { return b }
    let aSquare = a.z.squared()
    let bSquare = b.z.squared()
    let x1 = a.x * bSquare
    let y1 = a.y * (bSquare * b.z)
    let h = b.x * aSquare - x1
    let r = b.y * (aSquare * a.z) - y1
    return sum(a, x1, y1, h, r, denominator: a.z * b.z)
  }

  /// The sum of a = (x1, y1), over the denominator, with the point at the differences h and r from it.
  @inline(__always)
  private static func sum(
    _ a: Point, _ x1: FieldElement, _ y1: FieldElement, _ h: FieldElement, _ r: FieldElement, denominator: FieldElement
  ) -> Point {
    if h.isZero { return r.isZero ? a.doubled() : .infinity }
    let hh = h.squared()
    let hhh = hh * h
    let xhh = x1 * hh
    let newX = r.squared() - hhh - xhh.doubled()
    let newY = r * (xhh - newX) - y1 * hhh
    return Point(uncheckedX: newX, y: newY, z: denominator * h)
  }
}
