import CanonicalJSON

/// Why a signed file was refused: one line with the place and the mend.
public enum EnvelopeError: Error, Hashable, Sendable, CustomStringConvertible {
  /// Not this kind of file, not in the one spelling, or with a field out of its range; `reason` says where.
  case malformed(EnvelopeKind, reason: String)
  /// The file is of a version that this package does not read.
  case unsupportedVersion(EnvelopeKind)
  /// The signature of this key (64 hexadecimal digits) is not one over this payload.
  case signatureInvalid(EnvelopeKind, key: String)
  /// The signing key could not sign; its secret is damaged.
  case cannotSign(EnvelopeKind)
  /// This key has signed the file already.
  case signedAlready(EnvelopeKind, key: String)

  public var description: String {
    switch self {
    case .malformed(let kind, let reason): "\(kind.rawValue) file: \(reason)"
    case .unsupportedVersion(let kind):
      "\(kind.rawValue) file: of another version than \(EnvelopeKind.version); use the marginproof release that wrote it"
    case .signatureInvalid(let kind, let key):
      "\(kind.rawValue) file: the signature of \(key) does not fit the content; get the file again from its signer"
    case .cannotSign(let kind): "\(kind.rawValue) file: the signing key does not sign; make a new key"
    case .signedAlready(let kind, let key): "\(kind.rawValue) file: \(key) has signed already; sign with another key"
    }
  }
}

extension EnvelopeKind {
  /// Runs a reader of this kind's JSON and says of its error which file it is about.
  func reading<Value>(_ read: () throws(JSONError) -> Value) throws(EnvelopeError) -> Value {
    do throws(JSONError) { return try read() } catch { throw .malformed(self, reason: error.description) }
  }
}
