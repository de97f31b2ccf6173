import Attestation
import MarginModel
import Secp256k1

/// A commitment, and what opens it.
public struct NewCommitment: ~Copyable, Sendable {
  /// For the holder, who may show it to anyone; signed once.
  public let commitment: UnverifiedCommitment
  /// For the holder alone: seal it before it is written anywhere.
  public let opening: Opening
}

extension MarginProver {
  /// Commits to a book: the positions of one account at one time.
  ///
  /// The rows of one instrument are summed and make one leaf, which keeps their venue and reference where they agree. The risk file gives
  /// the lots that positions are counted in. A custodian signs with its own key for a holder whose records it has; a holder that signs
  /// for itself makes a self-declared commitment, which a custodian may countersign later (`UnverifiedCommitment.signed(by:)`).
  ///
  /// - Parameters:
  ///   - venue: the account's name, 1 to 128 printable ASCII characters, another for every account.
  ///   - holder: the key that will prove; it is in the commitment.
  /// - Throws: `positions` with the place for an instrument that is unknown, off its lots or beyond its limit; `venue`; `opening`, `envelope`.
  public static func commit(
    _ book: PositionBook, risk: RiskFile, venue: String, asOf: Timestamp, holder: SchnorrPublicKey,
    signedBy key: borrowing SchnorrSigningKey
  ) throws(ProverError) -> NewCommitment {
    guard Identifier.isValid(venue) else { throw .venue }
    let opening = Opening.fresh(of: try committed(book, risk: risk))
    let record: PositionCommitmentRecord
    do throws(OpeningError) { record = try opening.record(holder: holder, venue: venue, asOf: asOf) } catch {
      throw .opening(error)
    }
    let commitment: UnverifiedCommitment
    do throws(EnvelopeError) { commitment = try UnverifiedCommitment(signing: record, by: key) } catch { throw .envelope(error) }
    return NewCommitment(commitment: commitment, opening: opening)
  }

  /// The book as leaves, one per instrument.
  private static func committed(_ book: PositionBook, risk: RiskFile) throws(ProverError) -> [CommittedPosition] {
    let coordinates = coordinates(for: book, risk: risk)
    let lots: [Int64]
    do throws(PositionError) { lots = try book.lots(of: coordinates) } catch { throw .positions(error) }
    let rows = Dictionary(grouping: book.positions, by: \.instrument)
    var positions: [CommittedPosition] = []
    for (coordinate, lots) in zip(coordinates, lots) {
      guard let rows = rows[coordinate.id] else { continue }
      guard let column = PositionColumn.name(id: coordinate.id, lot: coordinate.lot),
        let position = CommittedPosition(
          column: column, lots: lots, venue: agreed(rows.map { $0.venue ?? "" }), reference: agreed(rows.map { $0.reference ?? "" })
        )
      else { throw .columnTooLong(instrument: coordinate.id) }
      positions.append(position)
    }
    return positions
  }

  /// Every instrument that the risk file states lots for, so that a misspelt one finds its neighbour, and those of the book.
  private static func coordinates(for book: PositionBook, risk: RiskFile) -> [(id: String, lot: Rational, limit: Rational)] {
    let listed = risk.sets.sorted { $0.key < $1.key }.filter { $0.value.lots != nil }.flatMap(\.value.elements)
    var seen: Set<String> = []
    return (listed + book.positions.map(\.instrument)).compactMap { id in
      guard seen.insert(id).inserted, let holding = risk.holding(of: id) else { return nil }
      return (id, holding.lot, holding.limit)
    }
  }

  private static func agreed(_ texts: [String]) -> String {
    texts.dropFirst().allSatisfy { $0 == texts.first } ? texts.first ?? "" : ""
  }
}
