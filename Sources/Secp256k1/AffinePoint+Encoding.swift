extension AffinePoint {
  /// Bytes of a compressed point.
  public static let compressedByteCount = 33

  /// Reads the 33-byte compressed form of SEC 1, 2.3.4: 02 or 03 by the parity of y, then x, most significant byte first.
  ///
  /// The one form of each point, and never infinity, which has none. Variable time only in whether the bytes are accepted.
  public init(compressed bytes: [UInt8]) throws(PointError) {
    let encoding = try PointEncoding(bytes)
    guard let root = encoding.ordinateSquared.squareRoot() else { throw .notOnCurve }
    self = encoding.point(root)
  }

  /// Reads many compressed points, which is faster than one by one. The error is that of the first that is refused.
  public static func points(compressed encodings: [[UInt8]]) throws(PointListError) -> [AffinePoint] {
    var read: [PointEncoding] = []
    read.reserveCapacity(encodings.count)
    var refusal: PointListError?
    for (index, bytes) in encodings.enumerated() where refusal == nil {
      do throws(PointError) {
        read.append(try PointEncoding(bytes))
      } catch {
        refusal = PointListError(index: index, reason: error)
      }
    }
    // Those before it come first, even if one of them is refused only now.
    var points: [AffinePoint] = []
    points.reserveCapacity(read.count)
    for (encoding, root) in zip(read, FieldElement.squareRoots(of: read.map(\.ordinateSquared))) {
      guard let root else { throw PointListError(index: points.count, reason: .notOnCurve) }
      points.append(encoding.point(root))
    }
    if let refusal { throw refusal }
    return points
  }

  /// The 33-byte compressed form of SEC 1, 2.3.3; nil for infinity, which has none.
  public var compressed: [UInt8]? {
    guard !isInfinity else { return nil }
    return [y.isOdd ? 3 : 2] + x.bytes
  }
}

/// A compressed point whose x is reduced, but maybe of no point.
private struct PointEncoding {
  let isOdd: Bool
  let x: FieldElement

  init(_ bytes: [UInt8]) throws(PointError) {
    guard bytes.count == AffinePoint.compressedByteCount else { throw .wrongLength(bytes.count) }
    guard bytes[0] == 2 || bytes[0] == 3 else { throw .unknownPrefix(bytes[0]) }
    guard let x = FieldElement(bytes: bytes.dropFirst()) else { throw .coordinateNotReduced }
    self.x = x
    isOdd = bytes[0] == 3
  }

  var ordinateSquared: FieldElement { AffinePoint.ordinateSquared(x) }

  /// The point, given a root of ``ordinateSquared``.
  func point(_ root: FieldElement) -> AffinePoint {
    AffinePoint(uncheckedX: x, y: (root.isOdd == isOdd ? root : -root).canonical)
  }
}

/// Which of many encodings is not a point, and why.
public struct PointListError: Error, Equatable, Sendable {
  public let index: Int
  public let reason: PointError

  public init(index: Int, reason: PointError) {
    self.index = index
    self.reason = reason
  }
}

extension PointListError: CustomStringConvertible {
  public var description: String { "point \(index): \(reason)" }
}

/// Why bytes are not a point.
public enum PointError: Error, Equatable, Sendable {
  case wrongLength(Int)
  case unknownPrefix(UInt8)
  case coordinateNotReduced
  case notOnCurve
}

extension PointError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .wrongLength(let count): "compressed point: \(count) bytes; give 33"
    case .unknownPrefix(let prefix): "compressed point: first byte is \(prefix); give 2 or 3 (infinity has no encoding)"
    case .coordinateNotReduced: "compressed point: x is not below the field's modulus; give the reduced coordinate"
    case .notOnCurve: "compressed point: no point of secp256k1 has this x; check the bytes at their source"
    }
  }
}
