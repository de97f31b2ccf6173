/// One line of a verdict: what was looked at, and what came of it.
public struct VerificationCheck: Hashable, Sendable, CustomStringConvertible {
  /// What is looked at, in the order in which it is.
  public enum Subject: String, Hashable, Sendable, CaseIterable {
    case format
    case signatures
    case circuit
    case riskFile
    case request
    case commitments
    case proof

    /// The line's heading.
    public var title: String {
      switch self {
      case .format: "format"
      case .signatures: "signatures"
      case .circuit: "circuit known"
      case .riskFile: "risk file signed and fresh"
      case .request: "request answered"
      case .commitments: "commitments fresh, distinct, not pledged twice"
      case .proof: "proof"
      }
    }
  }

  public enum Outcome: Hashable, Sendable {
    /// Holds; the text says what does.
    case passed(String)
    /// Does not hold; the text says why, and the mend.
    case failed(String)
    /// An earlier check failed.
    case notDone
  }

  public let subject: Subject
  public let outcome: Outcome

  public var description: String {
    switch outcome {
    case .passed(let detail): "passed    \(subject.title): \(detail)"
    case .failed(let reason): "failed    \(subject.title): \(reason)"
    case .notDone: "not done  \(subject.title)"
    }
  }
}

/// The checks done so far, in order.
struct CheckLog: Sendable {
  private var done: [VerificationCheck] = []

  mutating func pass(_ subject: VerificationCheck.Subject, _ detail: String) {
    done.append(VerificationCheck(subject: subject, outcome: .passed(detail)))
  }

  /// Every subject, those after the last one done as not done.
  var checks: [VerificationCheck] {
    done
      + VerificationCheck.Subject.allCases.dropFirst(done.count).map { VerificationCheck(subject: $0, outcome: .notDone) }
  }

  /// The refusal that the next check ends in.
  func failure(_ code: VerificationFailure.Code, _ reason: String) -> VerificationFailure {
    var checks = checks
    if done.count < checks.count {
      checks[done.count] = VerificationCheck(subject: checks[done.count].subject, outcome: .failed(reason))
    }
    return VerificationFailure(code, reason, checks: checks)
  }
}
