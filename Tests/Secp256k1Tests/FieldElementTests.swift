import BigInt
import Secp256k1
import Testing

@Suite("Field elements")
struct FieldElementTests {
  @Test("agrees with big integers, on unreduced representatives too")
  func arithmetic() {
    var samples = Samples(stream: 20)
    let p = Curve.p
    for _ in 0..<5000 {
      let x = samples.word()
      let y = samples.word()
      let a = FieldElement(word: x)
      let b = FieldElement(word: y)
      let comment = Comment(rawValue: "\(x) \(y), SEED=\(Samples.seed)")
      #expect(a.word == x % p, comment)
      #expect((a + b).word == (x + y) % p, comment)
      #expect((a - b).word == (x + 2 * p - y) % p, comment)
      #expect((a * b).word == x * y % p, comment)
      #expect(a.squared().word == x * x % p, comment)
      #expect(a.doubled().word == 2 * x % p, comment)
      #expect((-a).word == (2 * p - x) % p, comment)
      #expect(a.isZero == (x % p == 0), comment)
      #expect(a.isOdd == (x % p % 2 == 1), comment)
      #expect((a == b) == (x % p == y % p), comment)
      var c = a
      c += b
      c *= a
      c -= b
      #expect(c == (a + b) * a - b, comment)
    }
  }

  @Test("the rare carries of folds: sums and products next to 2^256 and 2^256 + p")
  func rareCarries() {
    let radix = BigUInt(1) << 256
    let fold = radix - Curve.p
    // Operands whose sum, difference or product lands within a fold of a power of 2^256.
    var near: [BigUInt] = []
    for offset in 0..<6 {
      let k = BigUInt(offset)
      near += [k, fold + k, radix - 1 - k]
      near += [radix - fold + k, radix - fold - k]
    }
    for x in near {
      for y in near {
        let a = FieldElement(word: x)
        let b = FieldElement(word: y)
        #expect((a + b).word == (x + y) % Curve.p, "\(x) + \(y)")
        #expect((a - b).word == (x + 2 * Curve.p - y) % Curve.p, "\(x) - \(y)")
        #expect((a * b).word == x * y % Curve.p, "\(x) * \(y)")
        #expect(a.squared().word == x * x % Curve.p, "\(x)^2")
      }
    }
  }

  @Test("two representatives of one value are equal, hash alike and encode alike")
  func representatives() {
    for small in [BigUInt(0), 1, 5, (BigUInt(1) << 256) - Curve.p - 1] {
      let low = FieldElement(word: small)
      let high = FieldElement(word: small + Curve.p)
      #expect(low == high)
      #expect(Set([low, high]).count == 1)
      #expect(low.bytes == high.bytes)
    }
  }

  @Test("the encoding holds 32 bytes below p, and nothing else")
  func encoding() {
    var samples = Samples(stream: 21)
    for _ in 0..<1000 {
      let word = samples.word()
      #expect(FieldElement(bytes: word.bytes32)?.word == (word < Curve.p ? word : nil), "\(word), SEED=\(Samples.seed)")
    }
    #expect(FieldElement(bytes: Curve.p.bytes32) == nil)
    #expect(FieldElement(bytes: [UInt8]()) == nil)
    #expect(FieldElement(bytes: [UInt8](repeating: 0, count: 31)) == nil)
    #expect(FieldElement(bytes: [UInt8](repeating: 0, count: 33)) == nil)
  }

  @Test("inverses and square roots")
  func inversesAndRoots() {
    var samples = Samples(stream: 22)
    for _ in 0..<500 {
      let a = samples.fieldElement()
      let comment = Comment(rawValue: "\(a.word), SEED=\(Samples.seed)")
      #expect(a * a.inverseVariableTime() == (a.isZero ? .zero : .one), comment)
      if a.isZero { #expect(a.inverseVariableTime().isZero, comment) }
      let isSquare = a.isZero || a.word.power((Curve.p - 1) / 2, modulus: Curve.p) == 1
      #expect((a.squareRoot() != nil) == isSquare, comment)
      if let root = a.squareRoot() { #expect(root.squared() == a, comment) }
    }
  }

  @Test("many square roots together are those one by one", arguments: KernelUnderTest.all)
  func rootsTogether(kernel: KernelUnderTest) {
    var samples = Samples(stream: 64)
    for count in Array(0...40) + [63, 64, 65, 200] {
      let elements = (0..<count).map { _ in samples.next() % 4 == 0 ? samples.fieldElement() : samples.fieldElement().squared() }
      let together = ArithmeticKernel.$current.withValue(kernel.kernel) {
        Cores.$threadCount.withValue(count % 3 + 1) { FieldElement.squareRoots(of: elements) }
      }
      #expect(together == elements.map { $0.squareRoot() }, "SEED=\(Samples.seed)")
    }
  }
}
