import Attestation
import MarginModel
import ProofSystem
import Secp256k1
import SystemCryptography

extension VerificationSession {
  /// How many proofs go into one multi-scalar multiplication: enough that the shared generators cost little, few enough for progress.
  private static let batchCount = 64

  /// The verdict on each of many attestations, in their order.
  ///
  /// The checks are those of ``verify(_:request:now:)`` without a request; proofs are checked in batches, each with its own verdict.
  /// Then commitments that back two verified attestations at once are found, and both are refused: two different statements over one
  /// commitment whose validities overlap, unless one replaces the other for the same audience (`previous`).
  ///
  /// `progress` is told, from time to time, how many attestations have been gone through.
  public func audit(
    _ attestations: [[UInt8]], now: Timestamp, progress: (Int) -> Void = { _ in }
  ) -> [Result<VerifiedAttestation, VerificationFailure>] {
    var verdicts: [Result<VerifiedAttestation, VerificationFailure>] = []
    for start in stride(from: 0, to: attestations.count, by: Self.batchCount) {
      let examined = Cores.map(min(Self.batchCount, attestations.count - start)) { number in
        Result { () throws(VerificationFailure) in try examine(attestations[start + number], request: nil, now: now) }
      }
      verdicts += Self.proven(examined)
      progress(verdicts.count)
    }
    return refusingDoublePledges(verdicts)
  }

  /// Checks the proofs of those that have passed everything else.
  private static func proven(
    _ examined: [Result<ExaminedAttestation, VerificationFailure>]
  ) -> [Result<VerifiedAttestation, VerificationFailure>] {
    let sound = examined.compactMap { try? $0.get() }
    var errors = FeasibilityProof.verifyBatch(sound.map { ($0.statement, $0.attestation.proof) })[...]
    return examined.map { item in
      item.flatMap { item in
        let error = errors.removeFirst()
        return error.map { .failure(item.refused($0)) } ?? .success(item.accepted())
      }
    }
  }

  private func refusingDoublePledges(
    _ verdicts: [Result<VerifiedAttestation, VerificationFailure>]
  ) -> [Result<VerifiedAttestation, VerificationFailure>] {
    let pledges = PledgeBook(verdicts.compactMap { try? $0.get() })
    return verdicts.map { verdict in
      verdict.flatMap { verified in
        guard let other = pledges.conflict(of: verified) else { return .success(verified) }
        return .failure(
          VerificationFailure(
            revising: verified.checks, .commitments, .duplicateCommitment,
            "a commitment backs another attestation at the same time, to \(other.statement.audience) until \(other.statement.expires) "
              + "(\(other.digest)); ask the prover to withdraw one"))
      }
    }
  }
}

/// Which verified attestations rest on which commitments.
struct PledgeBook {
  /// By a commitment's id and by its point: one point under two ids is one book all the same.
  private var byCommitment: [[UInt8]: [VerifiedAttestation]] = [:]
  private var byDigest: [Digest: VerifiedAttestation] = [:]

  init(_ attestations: [VerifiedAttestation]) {
    for attestation in attestations {
      byDigest[attestation.digest] = attestation
      for mark in Self.marks(attestation) { byCommitment[mark, default: []].append(attestation) }
    }
  }

  /// Ids have 16 bytes and points 33, so that neither is taken for the other.
  private static func marks(_ attestation: VerifiedAttestation) -> [[UInt8]] {
    attestation.commitments.flatMap { commitment in
      [commitment.record.id] + (commitment.record.point.compressed.map { [$0] } ?? [])
    }
  }

  /// An attestation that pledges one of the same commitments at the same time for something else; nil if there is none.
  func conflict(of attestation: VerifiedAttestation) -> VerifiedAttestation? {
    for mark in Self.marks(attestation) {
      for other in byCommitment[mark] ?? [] where other.statement.digest != attestation.statement.digest {
        let (first, second) = (attestation.statement, other.statement)
        let overlap = first.issued <= second.expires && second.issued <= first.expires
        if overlap && !replaces(attestation, other) && !replaces(other, attestation) { return other }
      }
    }
    return nil
  }

  /// Whether one attestation names the other, directly or through others of the batch, as its predecessor for the same audience.
  private func replaces(_ later: VerifiedAttestation, _ earlier: VerifiedAttestation) -> Bool {
    var current = later
    // A chain of digests has no cycle, and no more links than there are attestations.
    for _ in 0..<byDigest.count {
      guard let previous = current.statement.previous, current.statement.audience == earlier.statement.audience else {
        return false
      }
      if previous == earlier.digest { return true }
      guard let next = byDigest[previous] else { return false }
      current = next
    }
    return false
  }
}
