import MarginModel
import Secp256k1
import SystemCryptography

/// One thing amiss with a chain of risk files: one line with the files and the mend.
public enum RiskChainFault: Hashable, Sendable, CustomStringConvertible {
  /// Fewer publishers than the quorum asks for signed the file.
  case tooFewPublishers(file: String, signers: [TrustPolicy.NamedKey], quorum: PublisherQuorum, others: [SchnorrPublicKey])
  /// The same publishers signed two different files of one model and moment, or two that succeed one file.
  case equivocation(first: String, second: String, publishers: [TrustPolicy.NamedKey])
  /// Two files, of different publishers, succeed one.
  case fork(first: String, second: String, previous: Digest)
  /// Two files succeed none of the others.
  case twoBeginnings(first: String, second: String)
  /// A file names no file before it though the record goes on after one.
  case beginsAnew(file: String, after: Digest)
  /// The file before this one is not at hand.
  case gap(file: String, previous: Digest)
  /// A file without a moment has no place in a record.
  case noAsOf(file: String)
  /// A file is of the same moment as the one before it, or of an earlier one.
  case timesDoNotRise(earlier: String, earlierAsOf: Timestamp, later: String, laterAsOf: Timestamp)

  /// A word for programs.
  public var code: String {
    switch self {
    case .tooFewPublishers: "tooFewPublishers"
    case .equivocation: "equivocation"
    case .fork: "fork"
    case .twoBeginnings: "twoBeginnings"
    case .beginsAnew: "beginsAnew"
    case .gap: "gap"
    case .noAsOf: "noAsOf"
    case .timesDoNotRise: "timesDoNotRise"
    }
  }

  func isEquivocation(of one: String, and other: String) -> Bool {
    if case .equivocation(let first, let second, _) = self { first == one && second == other } else { false }
  }

  public var description: String {
    switch self {
    case .tooFewPublishers(let file, let signers, let quorum, let others):
      "\(file): signed by \(signers.count) of \(quorum.publishers.count) publishers where \(quorum.threshold) are needed"
        + (signers.isEmpty ? "" : " (\(Self.names(signers)))")
        + (others.isEmpty ? "" : ", and by keys of no publisher (\(others.map(\.bytes.hex).joined(separator: ", ")))")
        + "; get the file that more of them signed"
    case .equivocation(let first, let second, let publishers):
      "\(first) and \(second) are two files for one epoch, both signed by "
        + publishers.map { "\($0.name) \($0.key.bytes.hex)" }.joined(separator: ", ") + "; keep both as evidence and trust neither"
    case .fork(let first, let second, let previous):
      "\(first) and \(second) both succeed \(previous); ask the publishers which one stands"
    case .twoBeginnings(let first, let second): "\(first) and \(second) both begin a chain; check one chain at a time"
    case .beginsAnew(let file, let after): "\(file): succeeds no file where the record goes on after \(after); get its successor"
    case .gap(let file, let previous):
      "\(file): succeeds \(previous), which is not here; give that file as well, or name it as checked before"
    case .noAsOf(let file): "\(file): states no as-of time; get one that does"
    case .timesDoNotRise(let earlier, let earlierAsOf, let later, let laterAsOf):
      "\(later): is as of \(laterAsOf), not after \(earlier), which it succeeds, of \(earlierAsOf); refuse it"
    }
  }

  private static func names(_ keys: [TrustPolicy.NamedKey]) -> String { keys.map(\.name).joined(separator: ", ") }
}

/// Why signed risk files are not one record.
public struct RiskChainError: Error, Hashable, Sendable, CustomStringConvertible {
  /// At least one: signatures first, then epochs, then links.
  public let faults: [RiskChainFault]

  public var description: String { faults.map(\.description).joined(separator: "\n") }
}
