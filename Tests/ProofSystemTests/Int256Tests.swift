import BigInt
import ProofSystem
import Testing
import TestSupport

@Suite("256-bit integers")
struct Int256Tests {
  static let bound = BigInt(1) << 255

  /// Values near powers of two, and uniform ones.
  static func value(_ generator: inout SeededGenerator) -> BigInt {
    let power = BigInt(1) << Int.random(in: 0...255, using: &generator)
    let near = power + BigInt(Int.random(in: -2...2, using: &generator))
    let value =
      Bool.random(using: &generator)
      ? near : near * BigInt(UInt64.random(in: 0...UInt64.max, using: &generator)) / (BigInt(1) << 64)
    return Bool.random(using: &generator) ? value : -value
  }

  private static func isInRange(_ value: BigInt) -> Bool { value >= -bound && value < bound }

  @Test("agrees with arbitrary precision") func model() throws {
    var generator = SeededGenerator.fromEnvironment()
    let replay: Comment = "SEED=\(generator.seed)"
    for _ in 0..<2000 {
      let a = Self.value(&generator)
      let b = Self.value(&generator)
      let x = Int256(exactly: a)
      #expect((x != nil) == Self.isInRange(a), replay)
      #expect(Int256(decimal: a.description) == x, replay)
      guard let x, let y = Int256(exactly: b) else { continue }
      #expect(x.description == a.description, replay)
      #expect(Int256(twosComplement: x.twosComplement) == x, replay)
      #expect((x < y) == (a < b) && (x == y) == (a == b), replay)
      let sum = a + b
      #expect(x.adding(y)?.description == (Self.isInRange(sum) ? sum.description : nil), replay)
    }
  }

  @Test("extremes") func extremes() {
    #expect(Int256.min.description == (-Self.bound).description)
    #expect(Int256.max.description == (Self.bound - 1).description)
    #expect(Int256.max.adding(1) == nil && Int256.min.adding(-1) == nil)
    #expect(Int256.max.adding(Int256.min) == -1 && Int256(Int64.min).description == Int64.min.description)
    #expect(Int256.min.twosComplement == [0x80] + [UInt8](repeating: 0, count: 31))
    #expect(Int256(-1).twosComplement == [UInt8](repeating: 255, count: 32))
    #expect(Int256.zero.isZero && !Int256(-1).isZero && Int256(-1).isNegative)
  }

  @Test(
    "one spelling",
    arguments: ["", "-", "-0", "00", "01", "+1", " 1", "1 ", "1.0", "0x1", "１", "1e3", String(repeating: "9", count: 79), "−1"])
  func spelling(_ text: String) { #expect(Int256(decimal: text) == nil) }

  @Test("two's complement takes 32 bytes", arguments: [0, 31, 33]) func length(_ count: Int) {
    #expect(Int256(twosComplement: [UInt8](repeating: 0, count: count)) == nil)
  }
}
