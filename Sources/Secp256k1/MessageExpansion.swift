import SystemCryptography

/// expand_message_xmd of RFC 9380, 5.3.1, over SHA-256, for one domain separation tag.
package struct MessageExpansion: Sendable {
  /// DST_prime: the tag and its length in a byte.
  private let tag: [UInt8]

  private static let blockByteCount = 64

  /// A tag of more than 255 bytes is hashed first, as 5.3.3 says.
  package init(domain: [UInt8]) {
    let short = domain.count <= 255 ? domain : SHA256.hash(Array("H2C-OVERSIZE-DST-".utf8), domain).bytes
    tag = short + [UInt8(truncatingIfNeeded: short.count)]
  }

  /// `count` uniform bytes of the message, at most 255 digests' worth.
  package func expand(_ message: [UInt8], count: Int) -> [UInt8] {
    precondition(count <= 255 * Digest.byteCount, "expand_message_xmd gives at most 8160 bytes")
    let length = [UInt8(truncatingIfNeeded: count >> 8), UInt8(truncatingIfNeeded: count), 0]
    let seed = SHA256.hash([UInt8](repeating: 0, count: Self.blockByteCount), message, length, tag).bytes
    var block = SHA256.hash(seed, [1], tag).bytes
    var output = block
    var number: UInt8 = 2
    while output.count < count {
      block = SHA256.hash(zip(seed, block).map { $0 ^ $1 }, [number], tag).bytes
      output += block
      number += 1
    }
    return Array(output.prefix(count))
  }
}
