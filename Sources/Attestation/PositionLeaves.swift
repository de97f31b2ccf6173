import CanonicalJSON
import SystemCryptography

/// The leaves of a commitment's Merkle tree: one salted position each, and empty ones up to a power of two.
///
///     leaf = SHA-256(0x00 || salt || canonical JSON of the position, or of null)
///
/// The salt keeps a position from being guessed; the filling keeps their number from being read off the count.
enum PositionLeaves {
  /// The most leaves a tree has.
  static let maximumCount = 1 << 20

  /// The tree over the positions in their order; nil for more than ``maximumCount``.
  static func tree(of positions: [CommittedPosition], secret: borrowing MasterSecret) -> MerkleTree? {
    guard positions.count <= maximumCount else { return nil }
    var count = 1
    while count < positions.count { count *= 2 }
    var leaves: [Digest] = []
    for index in 0..<count {
      let content = index < positions.count ? positions[index].json : .null
      leaves.append(MerkleTree.leaf(secret.salt(ofLeaf: index), content.canonicalBytes))
    }
    return MerkleTree(leaves: leaves)
  }
}
