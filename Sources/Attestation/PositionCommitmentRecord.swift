import CanonicalJSON
import MarginModel
import Secp256k1
import SystemCryptography

/// What a commitment file says: at a venue, at a time, a holder has the positions inside one point.
///
///     point = sum_i n_i X_i + r B          root = Merkle root over the salted positions
///
/// n_i counts whole lots, and X_i is named by lot and instrument, so that the point means the same under every risk file.
/// It hides quantities, instruments and, up to the next power of two, how many positions there are. Whoever signs it, a custodian or
/// the holder itself, vouches that the point was made from the positions: no proof can.
public struct PositionCommitmentRecord: Hashable, Sendable {
  /// The number of bytes of an ``id``.
  public static let idByteCount = 16

  /// 16 random bytes: one commitment's name, by which a second use is seen.
  public let id: [UInt8]
  /// Whose positions they are; only this key can prove anything about them.
  public let holder: SchnorrPublicKey
  /// The account: an exchange or custodian, and which account there if the holder has several.
  public let venue: String
  /// The time at which the positions were held.
  public let asOf: Timestamp
  /// The position commitment, never infinity.
  public let point: AffinePoint
  /// The root of the Merkle tree over the salted positions.
  public let root: Digest
  /// The number of leaves under ``root``: a power of two, for the tree is filled up with empty leaves.
  public let leafCount: Int

  package init(
    id: [UInt8], holder: SchnorrPublicKey, venue: String, asOf: Timestamp, point: AffinePoint, root: Digest, leafCount: Int
  ) {
    self.id = id
    self.holder = holder
    self.venue = venue
    self.asOf = asOf
    self.point = point
    self.root = root
    self.leafCount = leafCount
  }
}

extension PositionCommitmentRecord {
  private static let kind = EnvelopeKind.commitment

  init(json: JSONValue, at path: String) throws(JSONError) {
    var fields = try JSONFields(json, at: path)
    try fields.expect("kind", Self.kind.rawValue)
    try fields.expect("version", EnvelopeKind.version)
    id = try fields.hexadecimal("id", count: Self.idByteCount...Self.idByteCount)
    holder = try fields.publicKey("holder")
    venue = try fields.identifier("venue")
    asOf = try fields.timestamp("asOf")
    let encoding = try fields.hexadecimal("point", count: 33...33)
    guard let point = try? AffinePoint(compressed: encoding) else {
      throw JSONError(.path(fields.path(of: "point")), .rule("must be a point of secp256k1 in 33 bytes"))
    }
    self.point = point
    root = try fields.digest("root")
    leafCount = try fields.integer("leaves")
    guard (1...PositionLeaves.maximumCount).contains(leafCount), leafCount.nonzeroBitCount == 1 else {
      throw JSONError(.path(fields.path(of: "leaves")), .rule("must be a power of two up to \(PositionLeaves.maximumCount)"))
    }
    try fields.finish()
  }

  var json: JSONValue {
    [
      "kind": .string(Self.kind.rawValue),
      "version": .integer(Int64(EnvelopeKind.version)),
      "id": .string(id.hex),
      "holder": .string(holder.bytes.hex),
      "venue": .string(venue),
      "asOf": .string(asOf.description),
      "point": .string((point.compressed ?? []).hex),
      "root": .string(root.description),
      "leaves": .integer(Int64(leafCount)),
    ]
  }
}
