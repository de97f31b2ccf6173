import SystemCryptography
import Testing

@Suite("AES-256-GCM") struct SealingTests {
  struct Vector: Sendable {
    let key, nonce, plaintext, associated, ciphertext, tag: String
  }

  // McGrew and Viega, "The Galois/Counter Mode of Operation", appendix B, test cases 13 to 16: the ones NIST's validation started from.
  private static let key = "feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308"
  private static let text = """
    d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a721c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39
    """
  private static let cipher = """
    522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662
    """
  static let vectors = [
    Vector(
      key: String(repeating: "0", count: 64), nonce: String(repeating: "0", count: 24), plaintext: "", associated: "",
      ciphertext: "",
      tag: "530f8afbc74536b9a963b4f1c4cb738b"),
    Vector(
      key: String(repeating: "0", count: 64), nonce: String(repeating: "0", count: 24),
      plaintext: String(repeating: "0", count: 32),
      associated: "", ciphertext: "cea7403d4d606b6e074ec5d3baf39d18", tag: "d0d1c8a799996bf0265b98b5d48ab919"),
    Vector(
      key: key, nonce: "cafebabefacedbaddecaf888", plaintext: text + "1aafd255", associated: "", ciphertext: cipher + "898015ad",
      tag: "b094dac5d93471bdec1a502270e3cc6c"),
    Vector(
      key: key, nonce: "cafebabefacedbaddecaf888", plaintext: text, associated: "feedfacedeadbeeffeedfacedeadbeefabaddad2",
      ciphertext: cipher, tag: "76fc6ece0f4e1768cddf8853bb2d551b"),
  ]

  @Test("seals and opens the published cases", arguments: vectors) func known(vector: Vector) throws {
    let key = SecretBytes(copying: try #require([UInt8](hex: vector.key)))
    let nonce = try #require([UInt8](hex: vector.nonce))
    let plaintext = try #require([UInt8](hex: vector.plaintext))
    let associated = try #require([UInt8](hex: vector.associated))
    let sealed = AES256GCM.seal(SecretBytes(copying: plaintext), key: key, nonce: nonce, associatedData: associated)
    #expect(sealed.hex == vector.ciphertext + vector.tag)
    let opened = try AES256GCM.open(sealed, key: key, nonce: nonce, associatedData: associated)
    #expect(opened.exposed() == plaintext)
  }

  @Test("refuses any flipped bit, other data, other keys and truncation") func forgeries() throws {
    let key = SecretBytes(copying: [UInt8](repeating: 7, count: 32))
    let nonce = [UInt8](repeating: 9, count: 12)
    let sealed = AES256GCM.seal(SecretBytes(copying: Array("margin".utf8)), key: key, nonce: nonce, associatedData: [1, 2])
    func opens(_ sealed: [UInt8], nonce: [UInt8], associatedData: [UInt8]) -> Bool {
      do throws(AES256GCM.AuthenticationFailure) {
        let opened = try AES256GCM.open(sealed, key: key, nonce: nonce, associatedData: associatedData)
        return opened.count == 6
      } catch { return false }
    }
    #expect(opens(sealed, nonce: nonce, associatedData: [1, 2]))
    for bit in 0..<8 * sealed.count {
      var flipped = sealed
      flipped[bit / 8] ^= 1 << UInt8(bit % 8)
      #expect(!opens(flipped, nonce: nonce, associatedData: [1, 2]), "bit \(bit)")
    }
    for count in 0..<sealed.count { #expect(!opens(Array(sealed.prefix(count)), nonce: nonce, associatedData: [1, 2])) }
    #expect(!opens(sealed + [0], nonce: nonce, associatedData: [1, 2]))
    #expect(!opens(sealed, nonce: [UInt8](repeating: 8, count: 12), associatedData: [1, 2]))
    #expect(!opens(sealed, nonce: nonce, associatedData: [1]))
    #expect(!opens(sealed, nonce: nonce, associatedData: []))
  }
}
