import Secp256k1
import SystemCryptography
import Testing

@Suite("Schnorr keys")
struct SchnorrTests {
  struct Vectors: Decodable {
    struct Case: Decodable {
      let number: Int
      let publicKey, message, signature: HexadecimalBytes
      let secret, auxiliary: HexadecimalBytes?
      let isValid: Bool
    }
    let cases: [Case]
  }

  @Test("BIP-340's vectors")
  func standardVectors() throws {
    let cases = try Fixture.load("bip340.json", as: Vectors.self).cases
    #expect(cases.count == 19)
    #expect(cases.filter { !$0.isValid }.count == 10)
    for vector in cases {
      let publicKey = SchnorrPublicKey(bytes: vector.publicKey.bytes)
      #expect(
        (publicKey?.isValidSignature(vector.signature.bytes, on: vector.message.bytes) ?? false) == vector.isValid,
        "\(vector.number)")
      guard let secret = vector.secret, let auxiliary = vector.auxiliary else { continue }
      let signature: [UInt8]
      let derived: SchnorrPublicKey
      if let key = SchnorrSigningKey(secret: secret.bytes) {
        signature = try key.sign(vector.message.bytes, auxiliary: SecretBytes(copying: auxiliary.bytes))
        derived = key.publicKey
      } else {
        Issue.record("the secret of vector \(vector.number) is refused")
        continue
      }
      #expect(signature == vector.signature.bytes, "\(vector.number)")
      #expect(derived == publicKey)
    }
  }

  @Test("a fresh key signs messages of any length, never twice alike")
  func roundTrip() throws {
    let key = SchnorrSigningKey.generate()
    let other = SchnorrSigningKey.generate()
    let publicKey = key.publicKey
    let otherPublicKey = other.publicKey
    #expect(publicKey != otherPublicKey)
    for length in [0, 1, 31, 32, 33, 100, 5000] {
      let message = [UInt8](repeating: 0x5A, count: length)
      let signature = try key.sign(message)
      let again = try key.sign(message)
      #expect(publicKey.isValidSignature(signature, on: message))
      #expect(signature != again)
      #expect(!publicKey.isValidSignature(signature, on: message + [0]))
      #expect(!otherPublicKey.isValidSignature(signature, on: message))
      for bit in stride(from: 0, to: 512, by: 37) {
        var flipped = signature
        flipped[bit / 8] ^= 1 << (bit % 8)
        #expect(!publicKey.isValidSignature(flipped, on: message))
      }
      #expect(!publicKey.isValidSignature(signature + [0], on: message))
      #expect(!publicKey.isValidSignature(Array(signature.dropLast()), on: message))
      #expect(!publicKey.isValidSignature([], on: message))
    }
  }

  static func isSecret(_ bytes: [UInt8]) -> Bool {
    guard let key = SchnorrSigningKey(secret: bytes) else { return false }
    return key.publicKey.bytes.count == 32
  }

  @Test("secrets outside [1, n) and other lengths are refused")
  func secretRange() {
    let zero = [UInt8](repeating: 0, count: 32)
    let last = (-Scalar.one).bytes
    var order = last
    order[31] += 1
    #expect(Self.isSecret(last))
    #expect(!Self.isSecret(order))
    #expect(!Self.isSecret(zero))
    #expect(!Self.isSecret([UInt8](repeating: 0xFF, count: 32)))
    #expect(!Self.isSecret([]))
    #expect(!Self.isSecret(last + [0]))
    #expect(!Self.isSecret(Array(last.dropFirst())))
  }

  @Test("x coordinates off the curve, unreduced or of other lengths are no keys")
  func publicKeyRange() throws {
    let generator = try #require(AffinePoint.generator.coordinates).x.bytes
    #expect(SchnorrPublicKey(bytes: generator)?.bytes == generator)
    #expect(SchnorrPublicKey(bytes: generator + [0]) == nil)
    #expect(SchnorrPublicKey(bytes: Array(generator.dropLast())) == nil)
    #expect(SchnorrPublicKey(bytes: []) == nil)
    #expect(SchnorrPublicKey(bytes: FieldElement(5).bytes) == nil, "5^3 + 7 is no square")
    #expect(SchnorrPublicKey(bytes: [UInt8](repeating: 0xFF, count: 32)) == nil)
  }
}
