import Attestation
import MarginModel
import Secp256k1
import SystemCryptography
import Testing

@Suite("Trust policy") struct TrustPolicyTests {
  private static func text(_ changes: [(String, String)] = []) throws -> [UInt8] {
    let keys = try (1...4).map { try TestFiles.publicKey(UInt8($0)).bytes.hex }
    let text = """
      policy: margin desk
      version: 1
      audiences: [example-desk, example desk 2]
      custodians:
        - {name: Example Custody, key: \(keys[1])}
      self-declared: refused            # or accepted
      publishers:
        threshold: 1
        keys:
          - {name: First Exchange, key: \(keys[2])}
          - name: Second Exchange
            key: \(keys[3])
      circuits:
        - sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad
        - circuits/rule.yaml
      ages:
        risk: 1h
        commitment: 7d
        spread: 5m
      clock-skew: 30s

      """
    return try changes.reduce(Array(text.utf8)) { try TestFiles.replacing($1.0, by: $1.1, in: $0) }
  }

  private static func read(_ bytes: [UInt8]) throws(TrustPolicyError) -> TrustPolicy {
    try TrustPolicy(yaml: bytes, file: "trust.yaml") { $0 == "circuits/rule.yaml" ? Array("rule".utf8) : nil }
  }

  @Test("every key of the file is read") func whole() throws {
    let policy = try Self.read(Self.text())
    #expect(policy.name == "margin desk")
    #expect(policy.audiences == ["example-desk", "example desk 2"])
    #expect(policy.custodians == [TrustPolicy.NamedKey(name: "Example Custody", key: try TestFiles.publicKey(2))])
    #expect(!policy.acceptsSelfDeclared)
    #expect(policy.publishers.map(\.name) == ["First Exchange", "Second Exchange"])
    #expect(policy.threshold == 1)
    #expect(policy.circuits == [SHA256.hash(Array("abc".utf8)), SHA256.hash(Array("rule".utf8))])
    #expect(policy.maximumRiskAge == 3_600)
    #expect(policy.maximumCommitmentAge == 604_800)
    #expect(policy.maximumCommitmentSpread == 300)
    #expect(policy.clockSkew == 30)
  }

  @Test(
    "a fault is refused with its place and the mend",
    arguments: [
      ("policy: margin desk\n", "", 1, "policy is missing"), ("version: 1", "version: 2", 2, "version must be 1"),
      ("[example-desk, example desk 2]", "[]", 3, "audiences"), ("example desk 2", "example-desk", 3, "twice"),
      ("refused  ", "maybe    ", 6, "accepted or refused"), ("threshold: 1", "threshold: 0", 8, "from 1 to 2"),
      ("threshold: 1", "threshold: 3", 8, "from 1 to 2"), ("threshold: 1", "threshold: 01", 8, "from 1 to 2"),
      ("Second Exchange", "First Exchange", 11, "twice"), ("sha256:ba", "sha256:BA", 14, "sha256:"),
      ("circuits/rule.yaml", "circuits/none.yaml", 15, "path of a file"), ("risk: 1h", "risk: 1", 17, "30s"),
      ("risk: 1h", "risk: -1h", 17, "30s"), ("risk: 1h", "risk: 9999999999d", 17, "30s"), ("spread: 5m", "spred: 5m", 17, "spread"),
      ("clock-skew: 30s", "clock-skew: 30s\nmore: 1", 21, "unknown key more"),
      ("clock-skew: 30s", "clock-skew: &a 30s", 20, "anchor"),
      ("clock-skew: 30s", "clock-skew: 30s\nversion: 1", 2, "the key version is written twice"),
      ("key: ", "key: A", 5, "64 lower-case"),
    ])
  func faults(text: String, other: String, line: Int, reason: String) throws {
    let bytes = try Self.text([(text, other)])
    do throws(TrustPolicyError) {
      _ = try Self.read(bytes)
      Issue.record("is read")
    } catch {
      #expect(error.description.contains(reason))
      #expect(error.description.hasPrefix("trust.yaml"))
      if let location = error.location { #expect(location.line == line, "\(error)") }
    }
  }

  @Test("one key under two names is refused: it would count twice towards the threshold") func oneKeyTwice() throws {
    let (third, fourth) = (try TestFiles.publicKey(3).bytes.hex, try TestFiles.publicKey(4).bytes.hex)
    #expect(throws: TrustPolicyError.self) { try Self.read(Self.text([(fourth, third)])) }
  }

  @Test("bytes that are no policy are refused", arguments: ["", "- a", "policy", "a: b: c", "policy: \u{e9}", "%YAML 1.2\n---\n"])
  func noPolicy(text: String) {
    #expect(throws: TrustPolicyError.self) { try Self.read(Array(text.utf8)) }
  }

  @Test("a commitment stands on a custodian's word, or on the holder's where that is accepted") func vouchers() throws {
    let strict = try Self.read(Self.text())
    let lenient = try Self.read(Self.text([("refused ", "accepted")]))
    let byCustodian = try TestFiles.commitment(signedBy: 2).0.verified()
    let byHolder = try TestFiles.commitment(signedBy: 1).0.verified()
    let byStranger = try TestFiles.commitment(signedBy: 9).0.verified()
    let byBoth = try TestFiles.commitment(signedBy: 1).0.signed(by: TestFiles.key(2)).verified()
    #expect(strict.voucher(for: byCustodian) == .custodians(strict.custodians))
    #expect(strict.voucher(for: byBoth) == .custodians(strict.custodians))
    #expect(strict.voucher(for: byHolder) == nil)
    #expect(strict.voucher(for: byStranger) == nil)
    #expect(lenient.voucher(for: byHolder) == .selfDeclared)
    #expect(lenient.voucher(for: byStranger) == nil)
    #expect(lenient.voucher(for: byBoth) == .custodians(lenient.custodians))
  }
}
