import BigInt
import Foundation
import Secp256k1
import Testing

@Suite("Scalars")
struct ScalarTests {
  @Test("agrees with big integers")
  func arithmetic() {
    var samples = Samples(stream: 1)
    let n = Curve.n
    for _ in 0..<3000 {
      let a = samples.scalar()
      let b = samples.scalar()
      let comment = Comment(rawValue: "\(a.word) \(b.word), SEED=\(Samples.seed)")
      #expect((a + b).word == (a.word + b.word) % n, comment)
      #expect((a - b).word == (a.word + n - b.word) % n, comment)
      #expect((a * b).word == a.word * b.word % n, comment)
      #expect(a.squared() == a * a, comment)
      #expect((-a).word == (n - a.word) % n, comment)
      #expect(a.isZero == (a.word == 0), comment)
      var c = a
      c += b
      c *= b
      c -= a
      #expect(c == (a + b) * b - a, comment)
    }
  }

  @Test("any count of bytes is reduced")
  func reduction() {
    var samples = Samples(stream: 2)
    for count in Array(0...70) + [95, 96, 97, 128, 200] {
      for bytes in [samples.bytes(count), [UInt8](repeating: 0xFF, count: count), [UInt8](repeating: 0, count: count)] {
        #expect(Scalar(reducing: bytes).word == BigUInt(Data(bytes)) % Curve.n, "\(bytes), SEED=\(Samples.seed)")
      }
    }
  }

  @Test("the encoding holds 32 bytes below n, and nothing else")
  func encoding() {
    var samples = Samples(stream: 3)
    for _ in 0..<1000 {
      let word = samples.word()
      #expect(Scalar(bytes: word.bytes32)?.word == (word < Curve.n ? word : nil), "\(word), SEED=\(Samples.seed)")
    }
    #expect(Scalar(bytes: Curve.n.bytes32) == nil)
    #expect(Scalar(bytes: (Curve.n - 1).bytes32) == -Scalar.one)
    #expect(Scalar(bytes: []) == nil)
    #expect(Scalar(bytes: [UInt8](repeating: 0, count: 31)) == nil)
    #expect(Scalar(bytes: [UInt8](repeating: 0, count: 33)) == nil)
    #expect(Scalar(UInt64.max).word == BigUInt(UInt64.max))
    #expect(Scalar(0) == .zero)
    #expect(Scalar(1) == .one)
  }

  @Test("sums that are reduced once agree with big integers")
  func lazySums() {
    var samples = Samples(stream: 5)
    for count in [0, 1, 2, 3, 10, 100, 1000] {
      var sum = ScalarSum()
      var expected = BigUInt(0)
      for _ in 0..<count {
        let (a, b, factor) = (samples.scalar(), samples.scalar(), UInt64(truncatingIfNeeded: samples.word()))
        sum.add(a, times: factor)
        sum += b
        expected += a.word * BigUInt(factor) + b.word
        #expect(a.multiplied(by: factor).word == a.word * BigUInt(factor) % Curve.n, "\(a.word) \(factor), SEED=\(Samples.seed)")
      }
      #expect(sum.value.word == expected % Curve.n, "\(count), SEED=\(Samples.seed)")
    }
    // Every limb as large as can be.
    var sum = ScalarSum()
    for _ in 0..<70_000 { sum.add(-.one, times: .max) }
    #expect(sum.value == -(Scalar(70_000) * Scalar(.max)))
    #expect((-Scalar.one).multiplied(by: .max) == -Scalar(.max))
    #expect(ScalarSum().value == .zero)
  }

  @Test("inverses, one by one and together; zero stays zero")
  func inverses() {
    var samples = Samples(stream: 4)
    var scalars = (0..<500).map { _ in samples.scalar() } + [.zero, .one, -.one]
    let inverses = scalars.map { $0.inverseVariableTime() }
    for (scalar, inverse) in zip(scalars, inverses) {
      #expect(scalar * inverse == (scalar.isZero ? .zero : .one), "\(scalar.word), SEED=\(Samples.seed)")
      #expect(!scalar.isZero || inverse.isZero)
    }
    Scalar.invertAllVariableTime(&scalars)
    #expect(scalars == inverses)
    var none: [Scalar] = []
    Scalar.invertAllVariableTime(&none)
    #expect(none.isEmpty)
  }

  @Test("a scalar is not printed")
  func noPrinting() {
    #expect("\(Scalar(12_345))" == "Scalar")
    #expect(String(reflecting: Scalar(12_345)) == "Scalar")
    #expect(Mirror(reflecting: Scalar(12_345)).children.isEmpty)
  }
}
