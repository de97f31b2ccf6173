import Attestation
import CircuitCompiler
import MarginModel
import ProofSystem
import Secp256k1
import SystemCryptography

/// Commitments with their openings, netted: what a proof is about. The prover's secret.
///
/// Every opening has been checked against its commitment, point and root.
public struct OpenedPositions: ~Copyable, Sendable {
  /// The commitments, in the order they were added.
  public private(set) var commitments: [UnverifiedCommitment] = []
  /// The lots of each column, over all commitments.
  private var lots: [String: Int64] = [:]
  private var blinding = SecretBytes(copying: Scalar.zero.bytes)

  public init() {}

  /// Adds a commitment's positions.
  ///
  /// - Throws: `opening` if the opening is not the commitment's; `envelope` if a signature of the commitment does not hold;
  ///   `countedTwice` for a second commitment of one venue.
  public mutating func add(_ commitment: UnverifiedCommitment, opening: borrowing Opening) throws(ProverError) {
    let record = commitment.claimed
    do throws(EnvelopeError) { _ = try commitment.verified() } catch { throw .envelope(error) }
    guard !commitments.contains(where: { $0.claimed.id == record.id || $0.claimed.venue == record.venue }) else {
      throw .countedTwice(venue: record.venue)
    }
    var sums = lots
    do throws(OpeningError) {
      try opening.check(record)
      for (column, count) in try opening.netted() {
        let (sum, overflow) = sums[column, default: 0].addingReportingOverflow(count)
        guard !overflow else { throw OpeningError.tooLarge(column: column) }
        sums[column] = sum
      }
    } catch { throw .opening(error) }
    lots = sums
    let total = scalar + opening.blinding()
    blinding = SecretBytes(copying: total.bytes)
    commitments.append(commitment)
  }

  /// The netted positions in the order of a rule's coordinates, in whole lots.
  ///
  /// - Throws: `otherLots`, `notInCircuit`, `beyondLimit`.
  public borrowing func lots(in bound: BoundCircuit) throws(ProverError) -> [Int64] {
    var rest = lots.filter { $0.value != 0 }
    var counts: [Int64] = []
    for coordinate in bound.coordinates {
      let count = rest.removeValue(forKey: coordinate.column) ?? 0
      guard count.magnitude <= coordinate.limitInLots.magnitude else {
        throw .beyondLimit(instrument: coordinate.id, limit: coordinate.limit)
      }
      counts.append(count)
    }
    guard let stray = rest.keys.min() else { return counts }
    let id = String(stray.drop { $0 != " " }.dropFirst())
    guard let coordinate = bound.coordinates.first(where: { $0.id == id }) else {
      throw .notInCircuit(instrument: id, circuit: bound.circuit.name)
    }
    throw .otherLots(instrument: id, committed: String(stray.prefix { $0 != " " }), risk: coordinate.lot)
  }

  /// The sum of the commitments' blindings.
  borrowing func totalBlinding() -> Scalar { scalar }

  private var scalar: Scalar { Scalar(bytes: blinding.exposed()) ?? .zero }
}
