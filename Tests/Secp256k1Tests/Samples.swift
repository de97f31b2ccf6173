import BigInt
import Foundation
import Secp256k1

/// Seeded random values, weighted to the edges where carries, folds and comparisons change.
///
/// `SEED=` in the environment replays a run; failures print the seed.
struct Samples: RandomNumberGenerator {
  static let seed: UInt64 = ProcessInfo.processInfo.environment["SEED"].flatMap { UInt64($0) } ?? UInt64.random(in: 0 ... .max)

  private var state: UInt64

  /// Each test takes its own stream, so that tests replay alone.
  init(stream: UInt64) { state = Self.seed &+ stream &* 0xD1B5_4A32_D192_ED03 }

  /// SplitMix64 (Steele, Lea and Flood 2014).
  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  private static let edges: [BigUInt] = {
    let radix = BigUInt(1) << 256
    let centres: [BigUInt] = [
      BigUInt(0), BigUInt(1) << 64, BigUInt(1) << 128, BigUInt(1) << 192, Curve.p, Curve.n, radix - Curve.p, radix - Curve.n,
      radix - 1, Curve.lambda,
      Curve.n - Curve.lambda, Curve.n >> 1, Curve.p >> 1, BigUInt(1) << 255, Curve.n - (BigUInt(1) << 128),
    ]
    return centres.flatMap { centre in
      [-2, -1, 0, 1, 2].compactMap { offset in
        let value = BigInt(centre) + BigInt(offset)
        return value >= 0 && value < BigInt(radix) ? value.magnitude : nil
      }
    }
  }()

  /// A number below 2^256: an edge, a number with limbs of all zeros and all ones, a short one, or a uniform one.
  mutating func word() -> BigUInt {
    switch next() % 4 {
    case 0: return Self.edges[Int(next() % UInt64(Self.edges.count))]
    case 1:
      return (0..<4).reduce(BigUInt(0)) { word, _ in
        let limb = [0, .max, 1, 0xFFFF_FFFE_FFFF_FC2F, 0x1_0000_03D1, next()][Int(next() % 6)]
        return word << 64 | BigUInt(limb)
      }
    case 2: return uniform() >> Int(next() % 256)
    default: return uniform()
    }
  }

  private mutating func uniform() -> BigUInt { (0..<4).reduce(BigUInt(0)) { word, _ in word << 64 | BigUInt(next()) } }

  mutating func fieldElement() -> FieldElement { FieldElement(word: word()) }

  mutating func scalar() -> Scalar { Scalar(word: word() % Curve.n) }

  /// A random multiple of the generator, now and then infinity.
  mutating func point() -> AffinePoint {
    next() % 16 == 0 ? .infinity : AffinePoint.generator.multiplied(bySecret: scalar()).affine()
  }

  mutating func bytes(_ count: Int) -> [UInt8] { (0..<count).map { _ in UInt8(truncatingIfNeeded: next()) } }
}

extension FieldElement {
  /// The residue of a number below 2^256, in the very limbs given.
  init(word: BigUInt) {
    let limbs = (0..<4).map { UInt64(truncatingIfNeeded: word >> (64 * $0)) }
    self.init(limbs: limbs[0], limbs[1], limbs[2], limbs[3])
  }

  var word: BigUInt { BigUInt(Data(bytes)) }
}

extension Scalar {
  /// The number must be below n.
  init(word: BigUInt) {
    guard let scalar = Scalar(bytes: word.bytes32) else { preconditionFailure("a test's scalar is below the order") }
    self = scalar
  }

  var word: BigUInt { BigUInt(Data(bytes)) }
}

extension BigUInt {
  /// 32 bytes, most significant first.
  var bytes32: [UInt8] {
    let digits = [UInt8](serialize())
    return [UInt8](repeating: 0, count: 32 - digits.count) + digits
  }
}
