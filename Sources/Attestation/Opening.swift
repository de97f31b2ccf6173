import CanonicalJSON
import MarginModel
import ProofSystem
import Secp256k1
import SystemCryptography

/// What opens a commitment: the positions, and the secret that everything random in it comes from.
///
/// Whoever holds it can prove statements about the positions and show them; it is kept sealed under a passphrase.
public struct Opening: ~Copyable, Sendable {
  /// The id of the commitment it opens.
  public let commitment: [UInt8]
  /// The positions in the order of the leaves.
  public let positions: [CommittedPosition]
  private let secret: MasterSecret

  private init(commitment: [UInt8], positions: [CommittedPosition], secret: consuming MasterSecret) {
    self.commitment = commitment
    self.positions = positions
    self.secret = secret
  }

  /// The blinding of the position commitment.
  package borrowing func blinding() -> Scalar { secret.blinding() }
}

// MARK: Commitments

extension Opening {
  /// A new opening of these positions, with fresh randomness.
  package static func fresh(of positions: [CommittedPosition]) -> Opening {
    let id = SystemRandom.bytes(PositionCommitmentRecord.idByteCount)
    return Opening(commitment: id, positions: positions, secret: .random(id: id))
  }

  /// The commitment that this opening opens, made from the positions.
  ///
  /// - Throws: `tooManyPositions`, `tooLarge`.
  package borrowing func record(
    holder: SchnorrPublicKey, venue: String, asOf: Timestamp
  ) throws(OpeningError) -> PositionCommitmentRecord {
    guard let tree = PositionLeaves.tree(of: positions, secret: secret) else { throw .tooManyPositions }
    let held = try netted().filter { $0.value != 0 }.sorted { $0.key < $1.key }
    let point = PositionCommitment.point(
      columns: held.map(\.key), positions: held.map { Int256($0.value) }, blinding: secret.blinding())
    return PositionCommitmentRecord(
      id: commitment, holder: holder, venue: venue, asOf: asOf, point: point, root: tree.root, leafCount: tree.count)
  }

  /// The lots of each column.
  ///
  /// - Throws: `tooLarge`.
  package borrowing func netted() throws(OpeningError) -> [String: Int64] {
    var lots: [String: Int64] = [:]
    for position in positions {
      let (sum, overflow) = lots[position.column, default: 0].addingReportingOverflow(position.lots)
      guard !overflow else { throw .tooLarge(column: position.column) }
      lots[position.column] = sum
    }
    return lots
  }

  /// Checks that this opening opens a commitment: the point and the root are remade from positions and secret.
  ///
  /// - Throws: `otherCommitment`, `doesNotOpen`.
  package borrowing func check(_ record: PositionCommitmentRecord) throws(OpeningError) {
    guard record.id == commitment else { throw .otherCommitment(opening: commitment.hex, commitment: record.id.hex) }
    let remade = try self.record(holder: record.holder, venue: record.venue, asOf: record.asOf)
    guard remade == record else { throw .doesNotOpen(commitment: commitment.hex) }
  }
}

// MARK: At rest

extension Opening {
  private static let kind = SealedFile.Kind.opening

  /// The opening under a passphrase; the file's label is the commitment's id.
  public borrowing func sealed(passphrase: borrowing SecretBytes) -> SealedFile {
    sealed(passphrase: passphrase, cost: .interactive)
  }

  package borrowing func sealed(passphrase: borrowing SecretBytes, cost: Scrypt.Cost) -> SealedFile {
    let json: JSONValue = [
      "kind": .string(Self.kind.rawValue), "version": .integer(Int64(SealedFile.version)),
      "commitment": .string(commitment.hex), "secret": .string(secret.exposed().hex),
      "positions": .array(positions.map(\.json)),
    ]
    var bytes = json.canonicalBytes
    return SealedFile(
      sealing: SecretBytes(wiping: &bytes), kind: Self.kind, label: commitment.hex, passphrase: passphrase, cost: cost)
  }

  /// Unseals an opening.
  ///
  /// - Throws: `sealed` with `wrongPassphrase`, or `malformed`.
  public static func open(_ file: SealedFile, passphrase: borrowing SecretBytes) throws(OpeningError) -> Opening {
    let content: SecretBytes
    do throws(SealedFileError) { content = try file.open(passphrase: passphrase) } catch { throw .sealed(error) }
    do throws(JSONError) {
      var fields = try JSONFields(JSONValue(canonical: content.exposed()), at: "")
      try fields.expect("kind", kind.rawValue)
      try fields.expect("version", SealedFile.version)
      let id = try fields.hexadecimal(
        "commitment", count: PositionCommitmentRecord.idByteCount...PositionCommitmentRecord.idByteCount)
      var secretBytes = try fields.hexadecimal("secret", count: MasterSecret.byteCount...MasterSecret.byteCount)
      var positions: [CommittedPosition] = []
      for (index, json) in try fields.array("positions").enumerated() {
        positions.append(try CommittedPosition(json: json, at: "positions[\(index)]"))
      }
      try fields.finish()
      guard let secret = MasterSecret(SecretBytes(wiping: &secretBytes), id: id), file.label == id.hex else {
        throw JSONError(.path("commitment"), .rule("must be the id in the header's label"))
      }
      return Opening(commitment: id, positions: positions, secret: secret)
    } catch {
      // The place is public, the values are not: a reader's reason never holds one of this file.
      throw .malformed
    }
  }
}

/// Why an opening was refused: one line with the mend, and no position and no secret but what its holder gave.
public enum OpeningError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The sealed file was refused.
  case sealed(SealedFileError)
  /// The content under the seal is no opening.
  case malformed
  /// The opening is another commitment's.
  case otherCommitment(opening: String, commitment: String)
  /// The opening has the commitment's id and does not give its point or its root.
  case doesNotOpen(commitment: String)
  /// The lots of a column add up beyond 2^63.
  case tooLarge(column: String)
  /// More positions than a commitment holds.
  case tooManyPositions

  public var description: String {
    switch self {
    case .sealed(let error): error.description
    case .malformed: "opening: the sealed content is no opening; make the commitment anew"
    case .otherCommitment(let opening, let commitment):
      "opening: of commitment \(opening), not \(commitment); bring the opening that was made with the commitment"
    case .doesNotOpen(let commitment):
      "opening: does not give the point or the root of commitment \(commitment); bring the files that were made together"
    case .tooLarge(let column): "positions: the lots of \(column) add up beyond 2^63; correct the book"
    case .tooManyPositions: "positions: more than \(PositionLeaves.maximumCount); split the book over several commitments"
    }
  }
}
