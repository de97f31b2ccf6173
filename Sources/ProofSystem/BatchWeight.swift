import Secp256k1
import SystemCryptography

/// What an equation is multiplied by in a batch: 128 bits that no prover can predict.
struct BatchWeight {
  let low: UInt64
  let high: UInt64

  /// Fresh weights from the system's generator.
  static func random(_ count: Int) -> [BatchWeight] {
    SystemRandom.bytes(2 * MemoryLayout<UInt64>.size * count).withUnsafeBytes { bytes in
      (0..<count).map { place in
        BatchWeight(
          low: bytes.loadUnaligned(fromByteOffset: 16 * place, as: UInt64.self),
          high: bytes.loadUnaligned(fromByteOffset: 16 * place + 8, as: UInt64.self))
      }
    }
  }

  var scalar: Scalar {
    var sum = WeightedSum()
    sum.add(.one, times: self)
    return sum.value
  }
}

/// A sum of scalars times weights, under way.
struct WeightedSum {
  private var low = ScalarSum()
  private var high = ScalarSum()

  @inline(__always)
  mutating func add(_ scalar: Scalar, times weight: BatchWeight) {
    low.add(scalar, times: weight.low)
    high.add(scalar, times: weight.high)
  }

  /// low + 2^64 high.
  var value: Scalar { low.value + high.value.multiplied(by: 1 << 32).multiplied(by: 1 << 32) }
}
