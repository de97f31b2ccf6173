/// What a signed file holds; the kind stands in the envelope's payload type and again in its payload.
public enum EnvelopeKind: String, Sendable, CaseIterable {
  case attestation
  case commitment
  case risk

  /// The version of every kind's payload that this package reads and writes.
  public static let version = 1

  private static let prefix = "application/vnd.marginproof."

  /// `application/vnd.marginproof.<kind>.v1+json`
  public var payloadType: String { "\(Self.prefix)\(rawValue).v\(Self.version)+json" }

  /// The largest envelope of this kind, in bytes.
  var maximumByteCount: Int {
    switch self {
    case .attestation: 1 << 20
    case .commitment: 1 << 14
    case .risk: 1 << 27
    }
  }

  /// Whether a payload type is of this kind, in another version.
  func isOtherVersion(_ type: String) -> Bool {
    let (start, end) = ("\(Self.prefix)\(rawValue).v", "+json")
    guard type.utf8.count <= 100, type.hasPrefix(start), type.hasSuffix(end) else { return false }
    let digits = type.utf8.dropFirst(start.utf8.count).dropLast(end.utf8.count)
    return !digits.isEmpty && digits.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) } && type != payloadType
  }
}
