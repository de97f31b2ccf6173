import Attestation
import CanonicalJSON
import MarginVerifier
import SystemCryptography

/// A verdict as lines and as JSON.
enum VerdictPicture {
  static func lines(_ checks: [VerificationCheck]) -> [String] {
    checks.map { check in
      switch check.outcome {
      case .passed(let detail): passed("\(check.subject.title): \(detail)")
      case .failed(let reason): failed("\(check.subject.title): \(reason)")
      case .notDone: notDone(check.subject.title)
      }
    }
  }

  static func passed(_ text: String) -> String { "\(Terminal.paint("passed  ", .green)) \(Terminal.safe(text))" }
  static func failed(_ text: String) -> String { "\(Terminal.paint("failed  ", .red)) \(Terminal.safe(text))" }
  static func notDone(_ text: String) -> String { "\(Terminal.paint("not done", .dim)) \(Terminal.safe(text))" }

  static func json(_ checks: [VerificationCheck]) -> JSONValue {
    .array(
      checks.map { check in
        let (outcome, detail): (String, String?) =
          switch check.outcome {
          case .passed(let detail): ("passed", detail)
          case .failed(let reason): ("failed", reason)
          case .notDone: ("notDone", nil)
          }
        return jsonObject([
          ("check", .string(check.subject.rawValue)), ("outcome", .string(outcome)), ("detail", detail.map { .string($0) }),
        ])
      })
  }

  /// The verified statement as data.
  static func json(_ verified: VerifiedAttestation) -> [(String, JSONValue?)] {
    let statement = verified.statement
    return [
      ("attestation", .string("\(verified.digest)")), ("prover", .string(statement.prover.bytes.hex)),
      ("circuit", .string("\(statement.circuit)")), ("circuitName", .string(verified.circuitName)),
      ("risk", .string("\(statement.risk)")), ("riskAsOf", .string("\(verified.riskAsOf)")),
      ("arguments", jsonObject(statement.arguments.sorted { $0.key < $1.key }.map { ($0.key, .string($0.value)) })),
      ("audience", .string(statement.audience)), ("nonce", .string(statement.nonce.hex)),
      ("issued", .string("\(statement.issued)")), ("expires", .string("\(statement.expires)")),
      ("custodianAttested", .bool(verified.isCustodianAttested)), ("proofBytes", .integer(Int64(verified.proofByteCount))),
      ("states", .strings(verified.states)), ("doesNotState", .strings(verified.doesNotState)),
    ]
  }
}
