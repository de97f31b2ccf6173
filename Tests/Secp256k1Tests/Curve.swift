import BigInt
import Foundation
import Secp256k1

/// The curve by the textbook, over big integers: the independent model that the module is checked against.
enum Curve {
  static let p = (BigUInt(1) << 256) - (BigUInt(1) << 32) - 977
  static let n = hexadecimal("FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141")
  static let lambda = hexadecimal("5363AD4CC05C30E0A5261C028812645A122E22EA20816678DF02967C1B23BD72")

  private static func hexadecimal(_ text: String) -> BigUInt {
    guard let value = BigUInt(text, radix: 16) else { preconditionFailure("a constant of the model is hexadecimal") }
    return value
  }

  /// A point by its coordinates; nil stands for infinity.
  struct Coordinates: Equatable {
    let x, y: BigUInt
  }

  static func add(_ a: Coordinates?, _ b: Coordinates?) -> Coordinates? {
    guard let a else { return b }
    guard let b else { return a }
    let slope: BigUInt
    if a.x == b.x {
      guard a.y == b.y, let inverse = (2 * a.y).inverse(p) else { return nil }
      slope = 3 * a.x * a.x * inverse % p
    } else {
      guard let inverse = difference(b.x, a.x).inverse(p) else { return nil }
      slope = difference(b.y, a.y) * inverse % p
    }
    let x = difference(difference(slope * slope % p, a.x), b.x)
    return Coordinates(x: x, y: difference(slope * difference(a.x, x) % p, a.y))
  }

  static func multiply(_ factor: BigUInt, _ point: Coordinates?) -> Coordinates? {
    var sum: Coordinates?
    for bit in (0..<factor.bitWidth).reversed() {
      sum = add(sum, sum)
      if (factor >> bit) & 1 == 1 { sum = add(sum, point) }
    }
    return sum
  }

  private static func difference(_ a: BigUInt, _ b: BigUInt) -> BigUInt { (a + p - b) % p }
}

extension AffinePoint {
  /// The model's point.
  var model: Curve.Coordinates? { coordinates.map { Curve.Coordinates(x: $0.x.word, y: $0.y.word) } }
}
