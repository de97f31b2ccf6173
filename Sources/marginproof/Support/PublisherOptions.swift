import ArgumentParser
import Attestation

/// Whose signatures on risk files count: a trust policy's publishers, or keys named one by one.
struct PublisherOptions: ParsableArguments {
  @Option(name: .long, help: ArgumentHelp("Your trust policy: its publishers and how many must sign.", valueName: "trust.yaml"))
  var trust: String?
  @Option(name: .long, help: ArgumentHelp("A publisher's public key; repeat for several.", valueName: "key"))
  var publisher: [String] = []
  @Option(name: .long, help: ArgumentHelp("How many of these publishers must sign; all of them by default.", valueName: "k"))
  var threshold: Int?

  /// Nil where nobody is named.
  func quorum() throws -> PublisherQuorum? {
    if let trust {
      guard publisher.isEmpty, threshold == nil else {
        throw CommandFailure.couldNotRun("--trust names publishers and threshold itself; leave --publisher and --threshold out")
      }
      return PublisherQuorum(try RuleFiles.policy(trust))
    }
    guard !publisher.isEmpty else {
      guard threshold == nil else {
        throw CommandFailure.couldNotRun("--threshold: says how many of the keys of --publisher; name them")
      }
      return nil
    }
    let keys = try publisher.enumerated().map { place, text in
      TrustPolicy.NamedKey(name: "publisher \(place + 1)", key: try SigningKeys.publicKey(text, option: "--publisher"))
    }
    guard let quorum = PublisherQuorum(keys, threshold: threshold ?? keys.count) else {
      throw CommandFailure.couldNotRun(
        "--publisher and --threshold: name each key once, and a threshold from 1 to \(keys.count), how many keys there are")
    }
    return quorum
  }
}
