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
      for block in blocks { SecretMemory.wipe(UnsafeMutableRawBufferPointer(start: block.start, count: block.byteCount)) }
    }
  }

  /// Uninitialised room for `count` values, at a multiple of 64 bytes.
  func buffer<Value: BitwiseCopyable>(of type: Value.Type, count: Int) -> UnsafeMutableBufferPointer<Value> {
    let byteCount = (count * MemoryLayout<Value>.stride + Self.alignment - 1) & ~(Self.alignment - 1)
    if blocks.isEmpty || blocks[blocks.count - 1].byteCount - used < byteCount {
      let total = blocks.reduce(0) { $0 + $1.byteCount }
      let size = max(byteCount, 2 * total, 1 << 16)
      blocks.append(Block(start: .allocate(byteCount: size, alignment: Self.alignment), byteCount: size))
      used = 0
    }
    let start = blocks[blocks.count - 1].start + used
    used += byteCount
    return UnsafeMutableBufferPointer(start: start.bindMemory(to: type, capacity: count), count: count)
  }

  /// Keeps one block, as large as all together, so that the next sum of the kind finds room in one piece.
  private func giveBack() {
    guard let first = blocks.first else { return }
    var kept = first
    if blocks.count > 1 {
      let total = blocks.reduce(0) { $0 + $1.byteCount }
      for block in blocks {
        SecretMemory.wipe(UnsafeMutableRawBufferPointer(start: block.start, count: block.byteCount))
        block.start.deallocate()
      }
      kept = Block(start: .allocate(byteCount: total, alignment: Self.alignment), byteCount: total)
    }
    let block = kept
    Self.idle.withLock { $0.append(block) }
  }
}
