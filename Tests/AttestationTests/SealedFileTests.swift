import Attestation
import Secp256k1
import SystemCryptography
import Testing

@Suite("Sealed files") struct SealedFileTests {
  private static func sealed(_ text: String = "the secret") -> SealedFile {
    SealedFile(
      sealing: SecretBytes(copying: Array(text.utf8)), kind: .opening, label: "label", passphrase: TestFiles.passphrase(),
      cost: TestFiles.cheap)
  }

  private static func content(_ bytes: [UInt8], passphrase: String = "correct horse") throws(SealedFileError) -> [UInt8] {
    try SealedFile(bytes, kind: .opening, cost: TestFiles.cheap).open(passphrase: TestFiles.passphrase(passphrase)).exposed()
  }

  @Test("what was sealed opens, and two sealings differ") func roundTrip() throws {
    let file = Self.sealed()
    #expect(try Self.content(file.bytes) == Array("the secret".utf8))
    #expect(try SealedFile(file.bytes, kind: .opening, cost: TestFiles.cheap).bytes == file.bytes)
    #expect(Self.sealed().bytes != file.bytes)
  }

  @Test("a wrong passphrase is one clear error") func wrongPassphrase() {
    for passphrase in ["", "correct hors", "correct horse ", "Correct horse"] {
      #expect(throws: SealedFileError.wrongPassphrase(.opening)) { try Self.content(Self.sealed().bytes, passphrase: passphrase) }
    }
    #expect(SealedFileError.wrongPassphrase(.opening).description.contains("wrong passphrase"))
  }

  @Test("every flipped bit and every truncation is refused, and says nothing of the secret") func damage() {
    let bytes = Self.sealed().bytes
    let damaged =
      (0..<8 * bytes.count).map { TestFiles.flipping($0, of: bytes) } + (0..<bytes.count).map { Array(bytes.prefix($0)) }
    for (index, damaged) in damaged.enumerated() {
      do throws(SealedFileError) {
        _ = try Self.content(damaged)
        Issue.record("damage \(index) is read")
      } catch {
        #expect(!error.description.contains("secret\""))
        #expect(!error.description.contains("\n"))
      }
    }
  }

  @Test("the header is authenticated, and its parameters are those of the version") func header() throws {
    let file = Self.sealed()
    let relabelled = try TestFiles.replacing("\"label\":\"label\"", by: "\"label\":\"lapel\"", in: file.bytes)
    #expect(throws: SealedFileError.wrongPassphrase(.opening)) { try Self.content(relabelled) }
    // A file cannot ask for more memory, nor for less work.
    for cost in ["N=1048576 r=8 p=1", "N=32 r=1 p=1", "N=16 r=1 p=2", "N=9223372036854775807 r=8 p=1"] {
      let other = try TestFiles.replacing("N=16 r=1 p=1", by: cost, in: file.bytes)
      guard case .malformed? = Self.refusal(other) else {
        Issue.record("\(cost) is read")
        continue
      }
    }
    // Files of the tests' cost are no files to the public reader.
    #expect(throws: SealedFileError.self) { try SealedFile(file.bytes, kind: .opening) }
    #expect(throws: SealedFileError.self) { try SealedFile(file.bytes, kind: .key, cost: TestFiles.cheap) }
    let later = try TestFiles.replacing("\"version\":1", by: "\"version\":2", in: file.bytes)
    #expect(Self.refusal(later) == .unsupportedVersion(.opening))
  }

  private static func refusal(_ bytes: [UInt8]) -> SealedFileError? {
    do throws(SealedFileError) {
      _ = try content(bytes)
      return nil
    } catch { return error }
  }

  @Test("the public cost opens what it sealed") func publicCost() throws {
    let secret = SecretBytes(copying: [1, 2, 3])
    let file = SealedFile(sealing: secret, kind: .key, label: "x", passphrase: TestFiles.passphrase())
    let opened = try SealedFile(file.bytes, kind: .key).open(passphrase: TestFiles.passphrase())
    #expect(opened.exposed() == [1, 2, 3])
  }

  @Test("a signing key at rest signs as before") func keys() throws {
    let (file, publicKey) = SigningKeyFile.generate(passphrase: TestFiles.passphrase(), cost: TestFiles.cheap)
    let read = try SealedFile(file.bytes, kind: .key, cost: TestFiles.cheap)
    #expect(try SigningKeyFile.claimedPublicKey(of: read) == publicKey)
    let key = try SigningKeyFile.open(read, passphrase: TestFiles.passphrase())
    #expect(publicKey.isValidSignature(try key.sign([1]), on: [1]))
    #expect(throws: SealedFileError.wrongPassphrase(.key)) {
      _ = try SigningKeyFile.open(read, passphrase: TestFiles.passphrase("no"))
    }
    // A secret under another key's label.
    let other = SealedFile(
      sealing: SecretBytes(copying: [UInt8](repeating: 7, count: 32)), kind: .key, label: publicKey.bytes.hex,
      passphrase: TestFiles.passphrase(), cost: TestFiles.cheap)
    #expect(throws: SealedFileError.self) { _ = try SigningKeyFile.open(other, passphrase: TestFiles.passphrase()) }
  }
}
