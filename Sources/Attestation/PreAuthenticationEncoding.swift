/// The bytes that a DSSE v1.0.2 signature covers.
///
///     PAE(type, payload) = "DSSEv1" SP LEN(type) SP type SP LEN(payload) SP payload
///
/// `LEN` is a byte count in decimal ASCII without leading zeros, so that no two pairs give the same bytes.
public enum PreAuthenticationEncoding {
  /// Source: secure-systems-lab/dsse, protocol.md, "Signature definition".
  public static func encode(payloadType: String, payload: [UInt8]) -> [UInt8] {
    let type = Array(payloadType.utf8)
    return Array("DSSEv1 \(type.count) ".utf8) + type + Array(" \(payload.count) ".utf8) + payload
  }
}
