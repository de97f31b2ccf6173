import MarginModel
import Secp256k1
import SystemCryptography

/// The policy's file, in the circuits' strict subset of YAML: every value is text, no anchors, tags or duplicate keys, no key unknown.
///
///     policy: margin desk
///     version: 1
///     audiences: [example-desk]
///     custodians:                       # may be left out
///       - {name: Example Custody, key: <64 hexadecimal digits>}
///     self-declared: refused            # or accepted
///     publishers:
///       threshold: 2
///       keys:
///         - {name: Example Exchange, key: <64 hexadecimal digits>}
///     circuits:
///       - "sha256:<64 hexadecimal digits>"
///       - circuits/portfolio-scan.yaml  # a file, accepted as it is when the policy is read
///     ages:
///       risk: 1h                        # seconds, minutes, hours, days: 30s, 5m, 1h, 7d
///       commitment: 1h
///       spread: 5m
///     clock-skew: 30s
extension TrustPolicy {
  /// The version of the file that is read.
  public static let version = 1

  /// Reads a policy file.
  ///
  /// `circuit` gives the bytes of a circuit file that the policy names by path, nil if there is no such file; the digest of those bytes
  /// is what is accepted.
  public init(
    yaml bytes: [UInt8], file: String, circuit: (_ path: String) -> [UInt8]? = { _ in nil }
  ) throws(TrustPolicyError) {
    let root: CircuitNode
    do throws(CircuitError) { root = try CircuitNode.read(CircuitSource(bytes: bytes, file: file)) } catch {
      let mend = error.suggestion.map { "; \($0)" } ?? ""
      throw TrustPolicyError(file: file, location: error.location, reason: error.message + mend)
    }
    var fields = try PolicyFields(root, file: file)
    name = try fields.text("policy", "a name of printable ASCII characters", PolicyFields.identifier)
    _ = try fields.text("version", "\(Self.version), the version that is read") { $0 == "\(Self.version)" ? $0 : nil }
    audiences = try fields.names("audiences")
    custodians = try fields.optionalKeys("custodians")
    acceptsSelfDeclared = try fields.text("self-declared", "accepted or refused") { ["accepted": true, "refused": false][$0] }
    var publishing = try fields.map("publishers")
    let publishers = try publishing.keys("keys")
    threshold = try publishing.text("threshold", "a number from 1 to \(publishers.count), how many publishers there are") { text in
      (1...publishers.count).first { "\($0)" == text }
    }
    self.publishers = publishers
    try publishing.finish()
    circuits = try fields.circuits("circuits", circuit)
    var ages = try fields.map("ages")
    maximumRiskAge = try ages.duration("risk")
    maximumCommitmentAge = try ages.duration("commitment")
    maximumCommitmentSpread = try ages.duration("spread")
    try ages.finish()
    clockSkew = try fields.duration("clock-skew")
    try fields.finish()
  }
}
