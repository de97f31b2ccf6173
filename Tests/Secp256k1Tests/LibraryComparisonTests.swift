import BigInt
import CSecp256k1
import Secp256k1
import Testing

/// Cross-checks with libsecp256k1 through its public interface.
@Suite("Agreement with libsecp256k1")
struct LibraryComparisonTests {
  private let library = Library()

  @Test("multiples of points")
  func multiples() {
    var samples = Samples(stream: 50)
    for _ in 0..<200 {
      let point = samples.point()
      let scalar = samples.scalar()
      guard let bytes = point.compressed, !scalar.isZero else { continue }
      let expected = library.multiply(bytes, by: scalar.bytes)
      let comment = Comment(rawValue: "\(scalar.word), SEED=\(Samples.seed)")
      #expect(expected != nil, comment)
      #expect(point.multiplied(bySecret: scalar).affine().compressed == expected, comment)
      #expect(MultiScalarMultiplication.sumVariableTime([scalar], [point]).affine().compressed == expected, comment)
    }
  }

  @Test("sums of points")
  func sums() {
    var samples = Samples(stream: 51)
    for count in [2, 3, 10, 50] {
      let points = (0..<count).map { _ in samples.point() }.filter { !$0.isInfinity }
      let sum = points.reduce(Point.infinity) { $0 + $1 }
      #expect(sum.affine().compressed == library.sum(points.compactMap(\.compressed)), "SEED=\(Samples.seed)")
    }
  }

  @Test("sums and products of scalars")
  func scalars() {
    var samples = Samples(stream: 52)
    for _ in 0..<500 {
      let a = samples.scalar()
      let b = samples.scalar()
      // The library refuses a zero key, factor or result.
      if a.isZero || b.isZero { continue }
      let comment = Comment(rawValue: "\(a.word) \(b.word), SEED=\(Samples.seed)")
      #expect(library.multiplyScalars(a.bytes, b.bytes) == (a * b).bytes, comment)
      #expect(library.addScalars(a.bytes, b.bytes) == ((a + b).isZero ? nil : (a + b).bytes), comment)
    }
  }

  @Test("the same bytes are points")
  func decoding() {
    var samples = Samples(stream: 53)
    for _ in 0..<500 {
      let bytes = [UInt8(samples.next() % 5)] + samples.word().bytes32
      let isPoint = (try? AffinePoint(compressed: bytes)) != nil
      #expect(isPoint == library.isPoint(bytes), "\(bytes), SEED=\(Samples.seed)")
    }
  }

  @Test("public keys of secrets")
  func publicKeys() {
    var samples = Samples(stream: 54)
    for _ in 0..<50 {
      let secret = samples.scalar()
      guard !secret.isZero else { continue }
      let point = AffinePoint.generator.multiplied(bySecret: secret).affine()
      #expect(point.compressed == library.publicKey(secret.bytes), "\(secret.word), SEED=\(Samples.seed)")
    }
  }
}

/// What the tests take from libsecp256k1; nil where it refuses.
private final class Library: @unchecked Sendable {
  private let context = secp256k1_context_create(UInt32(SECP256K1_CONTEXT_NONE))

  deinit { if let context { secp256k1_context_destroy(context) } }

  private func parse(_ bytes: [UInt8]) -> secp256k1_pubkey? {
    guard let context else { return nil }
    var key = secp256k1_pubkey()
    return secp256k1_ec_pubkey_parse(context, &key, bytes, bytes.count) == 1 ? key : nil
  }

  private func serialize(_ key: secp256k1_pubkey) -> [UInt8]? {
    guard let context else { return nil }
    var key = key
    var bytes = [UInt8](repeating: 0, count: 33)
    var count = bytes.count
    guard secp256k1_ec_pubkey_serialize(context, &bytes, &count, &key, UInt32(SECP256K1_EC_COMPRESSED)) == 1 else { return nil }
    return bytes
  }

  func isPoint(_ bytes: [UInt8]) -> Bool { parse(bytes) != nil }

  func multiply(_ point: [UInt8], by scalar: [UInt8]) -> [UInt8]? {
    guard let context, var key = parse(point), secp256k1_ec_pubkey_tweak_mul(context, &key, scalar) == 1 else { return nil }
    return serialize(key)
  }

  func publicKey(_ secret: [UInt8]) -> [UInt8]? {
    var key = secp256k1_pubkey()
    guard let context, secp256k1_ec_pubkey_create(context, &key, secret) == 1 else { return nil }
    return serialize(key)
  }

  func sum(_ points: [[UInt8]]) -> [UInt8]? {
    guard let context else { return nil }
    let keys = points.compactMap(parse)
    var sum = secp256k1_pubkey()
    let isSummed = keys.withUnsafeBufferPointer { keys in
      let places = keys.indices.map { keys.baseAddress?.advanced(by: $0) }
      return secp256k1_ec_pubkey_combine(context, &sum, places, places.count) == 1
    }
    return isSummed ? serialize(sum) : nil
  }

  func addScalars(_ a: [UInt8], _ b: [UInt8]) -> [UInt8]? {
    var sum = a
    guard let context, secp256k1_ec_seckey_tweak_add(context, &sum, b) == 1 else { return nil }
    return sum
  }

  func multiplyScalars(_ a: [UInt8], _ b: [UInt8]) -> [UInt8]? {
    var product = a
    guard let context, secp256k1_ec_seckey_tweak_mul(context, &product, b) == 1 else { return nil }
    return product
  }
}
