import SystemCryptography

/// The Merkle tree of RFC 9162, section 2.1, over SHA-256, with proofs of inclusion.
///
///     leaf = SHA-256(0x00 || content)        node = SHA-256(0x01 || left || right)        no leaves: SHA-256("")
///
/// The two prefixes keep a node from being passed off as a leaf. A level of odd length hands its last node up unchanged, which is the
/// RFC's split at the largest power of two.
public struct MerkleTree: Sendable {
  // levels[0] is the leaves, the last level one node; empty without leaves.
  private let levels: [[Digest]]

  /// The tree over leaf hashes, in their order.
  public init(leaves: [Digest]) {
    var levels = leaves.isEmpty ? [] : [leaves]
    while let level = levels.last, level.count > 1 {
      levels.append(
        stride(from: 0, to: level.count, by: 2).map { left in
          left + 1 < level.count ? Self.node(level[left], level[left + 1]) : level[left]
        })
    }
    self.levels = levels
  }

  /// The number of leaves.
  public var count: Int { levels.first?.count ?? 0 }

  /// The tree's head.
  public var root: Digest { levels.last?.first ?? SHA256.hash() }

  /// The hash of a leaf's content.
  public static func leaf(_ content: [UInt8]...) -> Digest {
    var hash = SHA256()
    hash.update([0])
    for part in content { hash.update(part) }
    return hash.digest()
  }

  /// The siblings on the way from a leaf to the root, lowest first; nil if there is no such leaf.
  public func inclusionProof(of index: Int) -> [Digest]? {
    guard index >= 0, index < count else { return nil }
    return levels.enumerated().compactMap { height, level in
      let sibling = (index >> height) ^ 1
      return sibling < level.count ? level[sibling] : nil
    }
  }

  /// The root that a leaf and its proof lead to (RFC 9162, section 2.1.3.2): compare it with the root one trusts.
  ///
  /// Nil if the index is not below the count, or the proof is not as long as these two demand.
  public static func root(leaf: Digest, index: UInt64, count: UInt64, proof: [Digest]) -> Digest? {
    guard index < count else { return nil }
    var node = leaf
    var position = index
    var last = count - 1
    for sibling in proof {
      guard last > 0 else { return nil }
      if position & 1 == 1 || position == last {
        node = Self.node(sibling, node)
        // Levels on which this node has no sibling hand it up unchanged.
        while position & 1 == 0 && position != 0 {
          position >>= 1
          last >>= 1
        }
      } else {
        node = Self.node(node, sibling)
      }
      position >>= 1
      last >>= 1
    }
    return last == 0 ? node : nil
  }

  private static func node(_ left: Digest, _ right: Digest) -> Digest { SHA256.hash([1], left.bytes, right.bytes) }
}
