import ProofSystem
import Testing

@Suite("Layout")
struct LayoutTests {
  /// Proof sizes that the protocol note states.
  @Test(
    "published proof sizes",
    arguments: [
      (3, 22, 1, 491), (4, 16, 1, 521), (5, 8 * 13, 8, 623), (4, 8 * 16, 8, 653), (6, 64 * 11, 64, 787), (8, 64 * 8, 64, 819),
      (8, 32 * 8 + 128 * 6, 256, 885), (8, 24 * 8 + 128 * 6, 700, 853), (8, 250 * 8 + 128 * 6, 4096, 1017),
    ])
  func published(bits: Int, digits: Int, columns: Int, bytes: Int) {
    #expect(Program.estimate(baseBits: bits, variableDigits: digits, columns: columns).proofBytes == bytes)
  }

  @Test("the least rounds among the shortest, by trying them all", arguments: 1...12)
  func rounds(bits: Int) {
    for digits in [0, 1, 2, 3, 7, 8, 100, 1023, 1024, 5000] {
      for columns in [0, 1, 5, 62, 700] {
        let size = Program.estimate(baseBits: bits, variableDigits: digits, columns: columns)
        let linear = 2 + (1 << bits) + columns
        func blocks(_ count: Int, _ rounds: Int) -> Int { (count + (1 << rounds) - 2) / ((1 << rounds) - 1) }
        func bytes(_ rounds: Int) -> Int {
          let scalars = blocks(digits, rounds) + blocks(linear, rounds) + 1
          return 33 * (3 + 2 * rounds) + 32 * scalars
        }
        let least = (1..<40).map(bytes).min()
        #expect(size.proofBytes == least)
        #expect(size.rounds == (1..<40).first { bytes($0) == least })
        #expect(size.digitSlots.isMultiple(of: 1 << size.rounds))
        #expect(size.digitSlots >= digits + (digits + (1 << size.rounds) - 2) / ((1 << size.rounds) - 1))
      }
    }
  }

  @Test("slots: a mask opens every block, pads fill the digits' last one", arguments: ["small", "no-digits", "projected-base4"])
  func slots(_ name: String) throws {
    let program = try Fixture(name).program
    let layout = program.layout
    let block = 1 << layout.rounds
    var digits = 0
    for slot in 0..<layout.digitSlotCount {
      if slot % block == 0 {
        #expect(layout.digitSlot(slot) == .mask(block: slot / block))
      } else {
        #expect(layout.digitSlot(slot) == .digit(digits))
        digits += 1
      }
    }
    #expect(layout.digitSlotCount == layout.digitBlocks * block && digits >= layout.digitCount)
    var entries: [Layout.LinearSlot] = [.error(0), .error(1)] + (0..<layout.base).map { .multiplicity($0) }
    entries += program.columns.indices.map { .position($0) }
    var rest = entries[...]
    for slot in 0..<layout.linearSlotCount {
      #expect(layout.linearSlot(slot) == (slot % block == 0 ? .mask(block: slot / block) : rest.popFirst()))
    }
    #expect(rest.isEmpty)
    #expect(layout.digitCount == program.allDigits.reduce(0, +))
  }
}
