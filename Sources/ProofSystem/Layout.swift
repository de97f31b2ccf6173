// Notation (protocol note, section 3):
//
//     k        rounds of the fold; a block is 2^k slots
//     n        the vector whose square counts: masks, digits, pads
//     l        the vector that counts linearly: masks, two error terms, multiplicities, positions

/// The slots of a program's two vectors, and the length of its proofs.
///
/// Slot i folds into final scalar i >> k. The first slot of every block is a mask, so that each final scalar is uniform. n fills its
/// last block with pads, each with its own generator: its value is quadratic, so a slot that no generator binds would be a free
/// term of the norm and prove anything. l is linear, and its last block may be short.
package struct Layout: Sendable, Hashable {
  /// The number of values a digit can take.
  package let base: Int
  package let digitCount: Int
  package let columnCount: Int
  /// k: the least number of rounds among those that give the shortest proof.
  package let rounds: Int
  /// The final scalars of n and l, one a block.
  package let digitBlocks: Int
  package let linearBlocks: Int

  /// What a slot of n holds.
  package enum DigitSlot: Hashable, Sendable {
    case mask(block: Int)
    /// A digit, or a pad when the index is not below the number of digits; both have generators of one series.
    case digit(Int)
  }

  /// What a slot of l holds.
  package enum LinearSlot: Hashable, Sendable {
    case mask(block: Int)
    /// 0 and 1: the terms of degree 2 and 4.
    case error(Int)
    case multiplicity(Int)
    case position(Int)
  }

  package static let errorCount = 2

  init(baseBits: Int, digitCount: Int, columnCount: Int) {
    base = 1 << baseBits
    self.digitCount = digitCount
    self.columnCount = columnCount
    let linearCount = Self.errorCount + base + columnCount
    var best = (rounds: 1, size: Int.max)
    for rounds in 1..<40 {
      let size = 66 * rounds + 32 * (Self.blocks(of: digitCount, rounds: rounds) + Self.blocks(of: linearCount, rounds: rounds))
      if size < best.size { best = (rounds, size) }
    }
    rounds = best.rounds
    digitBlocks = Self.blocks(of: digitCount, rounds: rounds)
    linearBlocks = Self.blocks(of: linearCount, rounds: rounds)
  }

  /// The least number of blocks that hold `count` slots besides their masks.
  private static func blocks(of count: Int, rounds: Int) -> Int {
    let held = 1 << rounds - 1
    return (count + held - 1) / held
  }

  package var digitSlotCount: Int { digitBlocks << rounds }
  package var linearSlotCount: Int { linearBlocks + Self.errorCount + base + columnCount }

  package func digitSlot(_ slot: Int) -> DigitSlot {
    let block = slot >> rounds
    return slot == block << rounds ? .mask(block: block) : .digit(slot - block - 1)
  }

  /// The slots of a block of n that hold digits: all but the mask, which comes first, and the pads. Digit i is in slot i + block + 1.
  func digitSlots(ofBlock block: Int) -> Range<Int> {
    (block << rounds + 1)..<min((block + 1) << rounds, digitCount + block + 1)
  }

  package func linearSlot(_ slot: Int) -> LinearSlot {
    let block = slot >> rounds
    guard slot != block << rounds else { return .mask(block: block) }
    let entry = slot - block - 1
    if entry < Self.errorCount { return .error(entry) }
    return entry < Self.errorCount + base ? .multiplicity(entry - Self.errorCount) : .position(entry - Self.errorCount - base)
  }

  package static let pointByteCount = 33
  package static let scalarByteCount = 32
  /// C_D, C_R, E and two points a round.
  package var pointCount: Int { 3 + 2 * rounds }
  /// The final scalars, and the folded blinding.
  package var scalarCount: Int { linearBlocks + digitBlocks + 1 }
  package var proofByteCount: Int { Self.pointByteCount * pointCount + Self.scalarByteCount * scalarCount }

  var size: ProofSize {
    ProofSize(rounds: rounds, digitSlots: digitSlotCount, linearSlots: linearSlotCount, proofBytes: proofByteCount)
  }
}
