import SystemCryptography
import Testing

@Suite("Bytes") struct BytesTests {
  // RFC 4648, section 10.
  @Test(
    "base64 gives RFC 4648's figures",
    arguments: ["": "", "f": "Zg==", "fo": "Zm8=", "foo": "Zm9v", "foob": "Zm9vYg==", "fooba": "Zm9vYmE=", "foobar": "Zm9vYmFy"])
  func base64(text: String, encoded: String) {
    #expect(Array(text.utf8).base64 == encoded)
    #expect([UInt8](base64: encoded) == Array(text.utf8))
  }

  @Test(
    "base64 refuses every second spelling",
    arguments: [
      "Zg", "Zg=", "Zh==", "Zm9=", "Zm8", "Zm8=\n", " Zm8=", "Zm-_", "Z===", "====", "=m8=", "Zg==Zg==", "Z=9v", "Zm9v====", "Zm8é",
    ])
  func base64Refused(text: String) {
    #expect([UInt8](base64: text) == nil)
  }

  @Test("every string of four symbols is refused or the one spelling of its bytes") func base64Exhaustive() {
    let symbols = Array("AQgz9+/=-".utf8)
    for index in 0..<symbols.count * symbols.count * symbols.count * symbols.count {
      var rest = index
      var text: [UInt8] = []
      for _ in 0..<4 {
        text.append(symbols[rest % symbols.count])
        rest /= symbols.count
      }
      let spelling = String(decoding: text, as: UTF8.self)
      if let bytes = [UInt8](base64: spelling) { #expect(bytes.base64 == spelling) }
    }
    let all = (0...255).map { UInt8($0) }
    #expect([UInt8](base64: all.base64) == all)
  }

  @Test("hexadecimal has one spelling") func hexadecimal() {
    #expect([UInt8](hex: "00ff7a") == [0, 255, 122])
    for text in ["0", "0F", "0g", " 0", "é"] { #expect([UInt8](hex: text) == nil) }
  }

  @Test("equality in constant time is equality") func comparison() {
    #expect(ConstantTime.areEqual([UInt8](), []))
    #expect(ConstantTime.areEqual([1, 2, 3], [1, 2, 3]))
    #expect(!ConstantTime.areEqual([1, 2, 3], [1, 2, 4]))
    #expect(!ConstantTime.areEqual([1, 2, 3], [1, 2]))
    let equalSecrets = ConstantTime.areEqual(SecretBytes(copying: [5]), SecretBytes(copying: [5]))
    let differentSecrets = ConstantTime.areEqual(SecretBytes(copying: [5]), SecretBytes(copying: [4]))
    #expect(equalSecrets && !differentSecrets)
  }

  @Test("random bytes differ and have the length asked for") func random() {
    #expect(SystemRandom.bytes(0).isEmpty)
    #expect(SystemRandom.bytes(32).count == 32)
    #expect(SystemRandom.bytes(32) != SystemRandom.bytes(32))
  }

  @Test("secret bytes hold what they were given, and parts of it") func secrets() {
    let secret = SecretBytes(copying: [1, 2, 3, 4])
    #expect(secret.count == 4)
    #expect(secret.exposed() == [1, 2, 3, 4])
    #expect(secret.copy(of: 1..<3).exposed() == [2, 3])
    #expect(secret.copy(of: 4..<4).count == 0)
    #expect(SecretBytes(copying: []).exposed().isEmpty)
  }

  @Test("SHA-256 gives FIPS 180-4's figures and a digest has one spelling") func sha256() {
    let digest = SHA256.hash(Array("a".utf8), Array("bc".utf8))
    #expect(digest.description == "sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
    #expect(Digest(text: digest.description) == digest)
    #expect(Digest(text: "sha256:BA7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad") == nil)
    #expect(Digest(text: "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad") == nil)
    #expect(Digest(bytes: []) == nil)
  }

  @Test("a hash starts again after it is finished, and takes over another's state") func hashesAgain() {
    var hash = SHA256()
    var other = SHA256()
    var found = [UInt8](repeating: 0, count: 40)
    for text in ["", "abc", "", "another"] {
      hash.update(Array(text.utf8))
      #expect(hash.digest() == SHA256.hash(Array(text.utf8)))
      other.update([1, 2, 3])
      other.copy(hash)
      found.withUnsafeMutableBytes { other.finish(into: $0) }
      #expect(Array(found[..<32]) == SHA256.hash(Array(text.utf8)).bytes && found[32...].allSatisfy { $0 == 0 })
      found.withUnsafeMutableBytes { hash.finish(into: $0) }
      #expect(Array(found[..<32]) == SHA256.hash(Array(text.utf8)).bytes)
    }
  }
}
