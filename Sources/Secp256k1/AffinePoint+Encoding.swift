extension AffinePoint {
  /// Bytes of a compressed point.
  public static let compressedByteCount = 33

  /// Reads the 33-byte compressed form of SEC 1, 2.3.4: 02 or 03 by the parity of y, then x, most significant byte first.
  ///
  /// The one form of each point, and never infinity, which has none. Variable time only in whether the bytes are accepted.
  public init(compressed bytes: [UInt8]) throws(PointError) {
    guard bytes.count == Self.compressedByteCount else { throw .wrongLength(bytes.count) }
    guard bytes[0] == 2 || bytes[0] == 3 else { throw .unknownPrefix(bytes[0]) }
    guard let x = FieldElement(bytes: bytes.dropFirst()) else { throw .coordinateNotReduced }
    guard let root = Self.ordinateSquared(x).squareRoot() else { throw .notOnCurve }
    let isOdd = bytes[0] == 3
    self.init(uncheckedX: x, y: (root.isOdd == isOdd ? root : -root).canonical)
  }

  /// The 33-byte compressed form of SEC 1, 2.3.3; nil for infinity, which has none.
  public var compressed: [UInt8]? {
    guard !isInfinity else { return nil }
    return [y.isOdd ? 3 : 2] + x.bytes
  }
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
