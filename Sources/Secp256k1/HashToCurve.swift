import SystemCryptography

/// Hashing to the curve by RFC 9380, suite secp256k1_XMD:SHA-256_SSWU_RO_: points of which nobody knows a discrete logarithm.
///
/// Variable time: for public messages.
public enum HashToCurve {
  /// hash_to_curve(message) with the domain separation tag `domain`.
  public static func point(message: [UInt8], domain: [UInt8]) -> AffinePoint {
    jacobian(message: message, domain: MessageExpansion(domain: domain)).affine()
  }

  /// The points of many messages under one domain, at one inversion for all.
  public static func points(messages: [[UInt8]], domain: [UInt8]) -> [AffinePoint] {
    let expansion = MessageExpansion(domain: domain)
    return Point.affine(messages.map { jacobian(message: $0, domain: expansion) })
  }

  private static func jacobian(message: [UInt8], domain: MessageExpansion) -> Point {
    // hash_to_field, RFC 9380, 5.2: two elements of 48 bytes each.
    let bytes = domain.expand(message, count: 96)
    let first = FieldElement(reducing: bytes[0..<48])
    let second = FieldElement(reducing: bytes[48..<96])
    return SimplifiedMap.point(of: first) + SimplifiedMap.point(of: second)
  }
}

extension FieldElement {
  /// The residue of a number of 48 bytes, most significant first.
  fileprivate init(reducing bytes: ArraySlice<UInt8>) {
    let padded = [UInt8](repeating: 0, count: 16) + bytes
    guard let high = UInt256(bigEndian: padded[0..<32]), let low = UInt256(bigEndian: padded[32..<64]) else {
      preconditionFailure("a hashed field element takes 48 bytes")
    }
    self = FieldElement.reduce(UInt512(low: low, high: high))
  }
}
