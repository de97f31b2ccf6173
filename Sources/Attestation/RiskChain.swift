import MarginModel
import Secp256k1
import SystemCryptography

/// Signed risk files that should be one append-only record: each names the file before it by digest.
///
/// What is checked is the files against each other and against the caller's quorum; how old they are is the verifier's question
/// (``TrustPolicy``), whether their numbers follow from their inputs is recomputation's.
public struct RiskChain: Sendable {
  /// A file and the name it goes by in messages.
  public struct Link: Sendable {
    public let name: String
    public let file: SignedRiskFile

    public init(name: String, file: SignedRiskFile) {
      self.name = name
      self.file = file
    }

    var risk: RiskFile { file.risk }
  }

  /// As they were given.
  public let given: [Link]
  /// Whose signatures count.
  public let quorum: PublisherQuorum
  /// The last file of the record that the caller has checked before; nil where the record begins with one of ``given``.
  public let after: RiskFile?
  /// The first of those that say the same: two envelopes around one file are one link.
  private let links: [Link]

  public init(_ given: [Link], quorum: PublisherQuorum, after: RiskFile? = nil) {
    var known: Set<Digest> = []
    links = given.filter { known.insert($0.risk.digest).inserted }
    self.given = given
    self.quorum = quorum
    self.after = after
  }

  /// The publishers of the quorum that signed a file.
  public func publishers(of link: Link) -> [TrustPolicy.NamedKey] { quorum.publishers(among: link.file.signers) }

  /// The links from the first to the last.
  ///
  /// - Throws: ``RiskChainError`` with everything that is amiss.
  public func verified() throws(RiskChainError) -> [Link] {
    let epochs = epochFaults
    let faults = signatureFaults + epochs + linkFaults(toldAlready: epochs)
    guard faults.isEmpty else { throw RiskChainError(faults: faults) }
    // One link follows each but the last, and as-of times rise along it: so sorting them is walking the chain.
    return links.sorted { ($0.risk.asOf?.secondsSince1970 ?? 0) < ($1.risk.asOf?.secondsSince1970 ?? 0) }
  }

  // MARK: Signatures

  private var signatureFaults: [RiskChainFault] {
    given.compactMap { link in
      let signers = publishers(of: link)
      guard signers.count < quorum.threshold else { return nil }
      return .tooFewPublishers(
        file: link.name, signers: signers, quorum: quorum,
        others: link.file.signers.filter { key in !signers.contains { $0.key == key } })
    }
  }

  // MARK: Equivocation

  /// What a publisher may sign once.
  private enum Epoch: Hashable {
    case moment(model: String?, asOf: Timestamp)
    case successor(of: Digest)
  }

  /// Two files of one epoch: its publisher tells two stories; without a common publisher a fork, where both succeed one file.
  private var epochFaults: [RiskChainFault] {
    var epochs: [Epoch: [Int]] = [:]
    for (place, link) in links.enumerated() {
      if let asOf = link.risk.asOf { epochs[.moment(model: link.risk.model, asOf: asOf), default: []].append(place) }
      if let previous = link.risk.previous { epochs[.successor(of: previous), default: []].append(place) }
    }
    var faults: [Pair: RiskChainFault] = [:]
    for (epoch, places) in epochs {
      for second in places.indices {
        for first in places[..<second] {
          let pair = Pair(first: first, second: places[second])
          let common = publishers(of: links[first]).filter { publishers(of: links[pair.second]).contains($0) }
          if !common.isEmpty {
            faults[pair] = .equivocation(first: links[first].name, second: links[pair.second].name, publishers: common)
          } else if case .successor(let previous) = epoch {
            faults[pair] = .fork(first: links[first].name, second: links[pair.second].name, previous: previous)
          }
        }
      }
    }
    return faults.sorted { $0.key < $1.key }.map(\.value)
  }

  private struct Pair: Hashable, Comparable {
    let first, second: Int

    static func < (left: Pair, right: Pair) -> Bool { (left.second, left.first) < (right.second, right.first) }
  }

  // MARK: Links

  /// Where a file stands among the others.
  private func linkFaults(toldAlready told: [RiskChainFault]) -> [RiskChainFault] {
    var byDigest = Dictionary(links.map { ($0.risk.digest, (name: $0.name, asOf: $0.risk.asOf)) }) { first, _ in first }
    if let after { byDigest[after.digest] = ("the file checked before", after.asOf) }
    var faults: [RiskChainFault] = []
    var beginning: Link?
    for link in links {
      guard let asOf = link.risk.asOf else {
        faults.append(.noAsOf(file: link.name))
        continue
      }
      if let previous = link.risk.previous {
        guard let earlier = byDigest[previous] else {
          faults.append(.gap(file: link.name, previous: previous))
          continue
        }
        guard let earlierAsOf = earlier.asOf, earlierAsOf >= asOf else { continue }
        faults.append(.timesDoNotRise(earlier: earlier.name, earlierAsOf: earlierAsOf, later: link.name, laterAsOf: asOf))
      } else if let after {
        faults.append(.beginsAnew(file: link.name, after: after.digest))
      } else if let beginning {
        if told.contains(where: { $0.isEquivocation(of: beginning.name, and: link.name) }) { continue }
        faults.append(.twoBeginnings(first: beginning.name, second: link.name))
      } else {
        beginning = link
      }
    }
    return faults
  }
}
