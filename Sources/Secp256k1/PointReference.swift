import CKernels

/// A point that lies in memory, and whether its negative is meant: its address, which is even, with the sign in the lowest bit.
///
/// Whoever holds one keeps the memory alive and unchanged.
package struct PointReference: BitwiseCopyable, Sendable {
  private let word: UInt

  @inline(__always)
  package init(_ point: UnsafePointer<AffinePoint>, isNegated: Bool) { word = UInt(bitPattern: point) | (isNegated ? 1 : 0) }

  @inline(__always)
  var point: UnsafePointer<AffinePoint> {
    // An address is never zero, and alignment keeps the lowest bit free.
    UnsafePointer(bitPattern: word & ~1).unsafelyUnwrapped
  }

  /// All ones for the negative.
  @inline(__always)
  var signMask: UInt64 { mask(fromBit: UInt64(truncatingIfNeeded: word & 1)) }

  /// The point, with its sign.
  @inline(__always)
  var value: AffinePoint { AffinePoint(uncheckedX: point.pointee.x, y: point.pointee.y.negated(where: signMask)) }

  /// Asks for the point's memory ahead of its use.
  @inline(__always)
  func prefetch() { prefetch_point(UInt64(word)) }
}
