import SystemCryptography

/// Hashing to the curve by RFC 9380, suite secp256k1_XMD:SHA-256_SSWU_RO_: points of which nobody knows a discrete logarithm.
///
/// Variable time: for public messages.
public enum HashToCurve {
  /// hash_to_curve(message) with the domain separation tag `domain`.
  public static func point(message: [UInt8], domain: [UInt8]) -> AffinePoint {
    let (first, second) = fieldElements(message: message, domain: MessageExpansion(domain: domain))
    return (SimplifiedMap.point(of: first) + SimplifiedMap.point(of: second)).affine()
  }

  /// The points of many messages under one domain, at one inversion for all and with their exponentiations together.
  public static func points(messages: [[UInt8]], domain: [UInt8]) -> [AffinePoint] {
    let expansion = MessageExpansion(domain: domain)
    let elements = messages.flatMap { message in
      let (first, second) = fieldElements(message: message, domain: expansion)
      return [first, second]
    }
    let points = SimplifiedMap.points(of: elements)
    return Point.affine(stride(from: 0, to: points.count, by: 2).map { points[$0] + points[$0 + 1] })
  }

  /// hash_to_field, RFC 9380, 5.2: two elements of 48 bytes each.
  private static func fieldElements(message: [UInt8], domain: MessageExpansion) -> (FieldElement, FieldElement) {
    let bytes = domain.expand(message, count: 96)
    return (FieldElement(reducing: bytes[0..<48]), FieldElement(reducing: bytes[48..<96]))
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
