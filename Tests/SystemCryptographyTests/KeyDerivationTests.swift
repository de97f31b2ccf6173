import SystemCryptography
import Testing

@Suite("Key derivation") struct KeyDerivationTests {
  struct HKDFCase: Sendable {
    let secret, salt, info, output: String
  }

  // RFC 5869, appendix A, test cases 1 to 3.
  static let hkdf = [
    HKDFCase(
      secret: String(repeating: "0b", count: 22), salt: "000102030405060708090a0b0c", info: "f0f1f2f3f4f5f6f7f8f9",
      output: "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865"),
    HKDFCase(
      secret: (UInt8(0x00)...0x4f).map { $0 }.hex, salt: (UInt8(0x60)...0xaf).map { $0 }.hex,
      info: (UInt8(0xb0)...0xff).map { $0 }.hex,
      output: """
        b11e398dc80327a1c8e7f78c596a49344f012eda2d4efad8a050cc4c19afa97c59045a99cac7827271cb41c65e590e09\
        da3275600c2f09b8367793a9aca3db71cc30c58179ec3e87c14c01d5c1f3434f1d87
        """),
    HKDFCase(
      secret: String(repeating: "0b", count: 22), salt: "", info: "",
      output: "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8"),
  ]

  @Test("HKDF-SHA256 gives RFC 5869's figures", arguments: hkdf) func hkdfVectors(vector: HKDFCase) throws {
    let output = HKDF.derive(
      from: SecretBytes(copying: try #require([UInt8](hex: vector.secret))), salt: try #require([UInt8](hex: vector.salt)),
      info: try #require([UInt8](hex: vector.info)), count: vector.output.utf8.count / 2)
    #expect(output.exposed().hex == vector.output)
  }

  @Test("HKDF gives its longest output and keeps infos apart") func hkdfLimits() {
    let secret = SecretBytes.random(count: 32)
    let long = HKDF.derive(from: secret, salt: [], info: [1], count: HKDF.maximumByteCount)
    let short = HKDF.derive(from: secret, salt: [], info: [1], count: 1)
    let other = HKDF.derive(from: secret, salt: [], info: [2], count: 32)
    #expect(long.count == 8160)
    #expect(short.exposed() == Array(long.exposed().prefix(1)))
    #expect(other.exposed() != Array(long.exposed().prefix(32)))
  }

  struct ScryptCase: Sendable {
    let passphrase, salt: String
    let n, r, p: Int
    let output: String
  }

  // RFC 7914, section 12 (the first three of four; the fourth takes 1 GiB).
  static let scrypt = [
    ScryptCase(
      passphrase: "", salt: "", n: 16, r: 1, p: 1,
      output: """
        77d6576238657b203b19ca42c18a0497f16b4844e3074ae8dfdffa3fede21442fcd0069ded0948f8326a753a0fc81f17\
        e8d3e0fb2e0d3628cf35e20c38d18906
        """),
    ScryptCase(
      passphrase: "password", salt: "NaCl", n: 1024, r: 8, p: 16,
      output: """
        fdbabe1c9d3472007856e7190d01e9fe7c6ad7cbc8237830e77376634b3731622eaf30d92e22a3886ff109279d9830da\
        c727afb94a83ee6d8360cbdfa2cc0640
        """),
    ScryptCase(
      passphrase: "pleaseletmein", salt: "SodiumChloride", n: 16384, r: 8, p: 1,
      output: """
        7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2d5432955613f0fcf62d49705242a9af9\
        e61e85dc0d651e40dfcf017b45575887
        """),
  ]

  @Test("scrypt gives RFC 7914's figures", arguments: scrypt) func scryptVectors(vector: ScryptCase) {
    let output = Scrypt.derive(
      passphrase: SecretBytes(copying: Array(vector.passphrase.utf8)), salt: Array(vector.salt.utf8),
      cost: Scrypt.Cost(n: vector.n, r: vector.r, p: vector.p), count: 64)
    #expect(output.exposed().hex == vector.output)
  }

  @Test("the public cost is N = 2^17, r = 8, p = 1, and libcrypto can pay it") func publicCost() {
    #expect(Scrypt.Cost.interactive == Scrypt.Cost(n: 131_072, r: 8, p: 1))
    let key = Scrypt.derive(passphrase: SecretBytes(copying: [1]), salt: [2], cost: .interactive, count: 32)
    #expect(key.count == 32)
  }
}
