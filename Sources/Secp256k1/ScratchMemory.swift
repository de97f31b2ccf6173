import Synchronization
import SystemCryptography

/// Memory that a sum works in, kept from one sum to the next: fresh pages cost more than the arithmetic on them.
///
/// What it gives out lives until the borrower returns the memory, and starts with arbitrary content.
final class ScratchMemory {
  private static let alignment = 64
  private static let idle = Mutex<[Block]>([])

  private struct Block: @unchecked Sendable {
    let start: UnsafeMutableRawPointer
    let byteCount: Int
    /// The bytes from the first that may have been written since they were wiped.
    var usedCount = 0

    init(byteCount: Int) {
      start = .allocate(byteCount: byteCount, alignment: ScratchMemory.alignment)
      self.byteCount = byteCount
    }

    mutating func wipe() {
      SecretMemory.wipe(UnsafeMutableRawBufferPointer(start: start, count: usedCount))
      usedCount = 0
    }
  }

  private var blocks: [Block]
  /// The bytes given out of the last block.
  private var used = 0

  private init(_ block: Block?) { blocks = block.map { [$0] } ?? [] }

  /// Lends memory to `body`.
  static func withScratch<Result>(_ body: (ScratchMemory) -> Result) -> Result {
    let scratch = ScratchMemory(idle.withLock { $0.popLast() })
    defer { scratch.giveBack() }
    return body(scratch)
  }

  /// Overwrites all memory that is not lent: what sums of secret terms have left there.
  static func wipeIdle() {
    idle.withLock { blocks in
      for place in blocks.indices { blocks[place].wipe() }
    }
  }

  /// Uninitialised room for `count` values, at a multiple of 64 bytes.
  func buffer<Value: BitwiseCopyable>(of type: Value.Type, count: Int) -> UnsafeMutableBufferPointer<Value> {
    let byteCount = (count * MemoryLayout<Value>.stride + Self.alignment - 1) & ~(Self.alignment - 1)
    if blocks.isEmpty || blocks[blocks.count - 1].byteCount - used < byteCount {
      let total = blocks.reduce(0) { $0 + $1.byteCount }
      blocks.append(Block(byteCount: max(byteCount, 2 * total, 1 << 16)))
      used = 0
    }
    let last = blocks.count - 1
    let start = blocks[last].start + used
    used += byteCount
    blocks[last].usedCount = max(blocks[last].usedCount, used)
    return UnsafeMutableBufferPointer(start: start.bindMemory(to: type, capacity: count), count: count)
  }

  /// The largest block that is kept.
  private static let keptByteCount = 16 << 20

  /// Keeps one block, as large as all together, so that the next sum of the kind finds room in one piece.
  private func giveBack() {
    let total = blocks.reduce(0) { $0 + $1.byteCount }
    guard blocks.count > 1 || total > Self.keptByteCount else {
      if let block = blocks.first { Self.idle.withLock { $0.append(block) } }
      return
    }
    for place in blocks.indices {
      blocks[place].wipe()
      blocks[place].start.deallocate()
    }
    guard total <= Self.keptByteCount else { return }
    let block = Block(byteCount: total)
    Self.idle.withLock { $0.append(block) }
  }
}
