import MarginModel

/// Why a trust policy was refused: one line with the place and the mend.
public struct TrustPolicyError: Error, Hashable, Sendable, CustomStringConvertible {
  public let file: String
  /// Nil when it is the file as a whole.
  public let location: SourceLocation?
  /// What is wrong and what to write instead.
  public let reason: String

  public var description: String { (location.map { "\(file):\($0)" } ?? file) + ": " + reason }
}
