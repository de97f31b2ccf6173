import Attestation
import MarginModel
import Secp256k1
import SystemCryptography
import Testing

@Suite("Risk chain") struct RiskChainTests {
  /// Keys 1 to 3 are publishers, two of which must sign; 4 is nobody.
  private static func quorum(_ keys: [UInt8] = [1, 2, 3], threshold: Int = 2) throws -> PublisherQuorum {
    try #require(
      PublisherQuorum(
        keys.map { .init(name: "publisher \($0)", key: try TestFiles.publicKey($0)) }, threshold: threshold))
  }

  private static func risk(
    hour: Int?, previous: RiskFile? = nil, price: String = "1", model: String = "m"
  ) throws -> RiskFile {
    let asOf = hour.map { "\"asOf\": \"2026-05-21T\($0 < 10 ? "0" : "")\($0):00:00Z\", " } ?? ""
    let link = previous.map { "\"previous\": \"\($0.digest)\", " } ?? ""
    let text = """
      {\(asOf)\(link)"model": "\(model)", "sets": {"asset": {"elements": ["USD"]}},
       "tables": {"price": {"index": ["asset"], "values": ["\(price)"]}}}
      """
    return try RiskFile(bytes: Array(text.utf8))
  }

  /// The file as it comes back from its publishers, bytes read and signatures checked.
  private static func link(_ name: String, _ risk: RiskFile, by signers: [UInt8] = [1, 2]) throws -> RiskChain.Link {
    var file = try UnverifiedRiskFile(signing: risk, by: TestFiles.key(signers[0]))
    for signer in signers.dropFirst() { file = try file.signed(by: TestFiles.key(signer)) }
    return RiskChain.Link(name: name, file: try UnverifiedRiskFile(file.envelope.bytes).verified())
  }

  private static func faults(
    _ links: [RiskChain.Link], quorum: PublisherQuorum? = nil, after: RiskFile? = nil
  ) throws -> [RiskChainFault] {
    let quorum = try quorum ?? Self.quorum()
    do throws(RiskChainError) {
      _ = try RiskChain(links, quorum: quorum, after: after).verified()
      return []
    } catch { return error.faults }
  }

  private static func hex(_ key: UInt8) throws -> String { try TestFiles.publicKey(key).bytes.hex }

  // MARK: What holds

  @Test("a chain is verified in its order, whatever order it is given in") func order() throws {
    let first = try Self.risk(hour: 10)
    let second = try Self.risk(hour: 11, previous: first)
    let third = try Self.risk(hour: 12, previous: second)
    let links = try [("c", third), ("a", first), ("b", second)].map { try Self.link($0, $1, by: [3, 1]) }
    #expect(try RiskChain(links, quorum: Self.quorum()).verified().map(\.name) == ["a", "b", "c"])
    #expect(try Self.faults([]).isEmpty)
  }

  @Test("a chain goes on after a file that was checked before") func after() throws {
    let first = try Self.risk(hour: 10)
    let second = try Self.risk(hour: 11, previous: first)
    let link = try Self.link("b", second)
    #expect(try Self.faults([link], after: first).isEmpty)
    let late = try Self.risk(hour: 12)
    #expect(try Self.faults([link], after: late) == [.gap(file: "b", previous: first.digest)])
    let early = try Self.link("x", Self.risk(hour: 10, previous: late))
    #expect(try Self.faults([early], after: late).map(\.code) == ["timesDoNotRise"])
    #expect(try Self.faults([Self.link("x", late)], after: first).map(\.code) == ["beginsAnew"])
  }

  @Test("the same file in two envelopes is one link, and each envelope needs its signatures") func twice() throws {
    let first = try Self.risk(hour: 10)
    let (both, one) = (try Self.link("both", first), try Self.link("one", first, by: [1]))
    #expect(try Self.faults([both, Self.link("others", first, by: [2, 3])]).isEmpty)
    #expect(try Self.faults([both, one]).map(\.code) == ["tooFewPublishers"])
  }

  // MARK: Signatures

  @Test("a missed threshold is refused with who signed and how many are needed") func threshold() throws {
    let faults = try Self.faults([Self.link("a.json", Self.risk(hour: 10), by: [2])])
    #expect(faults.map(\.code) == ["tooFewPublishers"])
    #expect(
      faults[0].description.hasPrefix("a.json: signed by 1 of 3 publishers where 2 are needed (publisher 2); "), "\(faults[0])")
  }

  @Test("keys of nobody do not count, though the file names them") func wrongSigner() throws {
    let link = try Self.link("a.json", Self.risk(hour: 10), by: [4, 1, 5])
    let faults = try Self.faults([link])
    #expect(faults.map(\.code) == ["tooFewPublishers"])
    #expect(faults[0].description.contains("signed by 1 of 3") && faults[0].description.contains("keys of no publisher"))
    for key: UInt8 in [4, 5] { #expect(faults[0].description.contains(try Self.hex(key))) }
    #expect(try Self.faults([link], quorum: Self.quorum([4, 5], threshold: 2)).isEmpty)
  }

  @Test("a changed number or a changed signature is no signed file") func forged() throws {
    let file = try UnverifiedRiskFile(signing: Self.risk(hour: 10), by: TestFiles.key(1))
    let other = try UnverifiedRiskFile(signing: Self.risk(hour: 10, price: "2"), by: TestFiles.key(1))
    // The other's content under this one's signature.
    let text = String(decoding: file.envelope.bytes, as: UTF8.self)
    let payload = try #require(text.firstMatch(of: /"payload":"([^"]*)"/)).1
    let otherText = String(decoding: other.envelope.bytes, as: UTF8.self)
    let otherPayload = try #require(otherText.firstMatch(of: /"payload":"([^"]*)"/)).1
    let forged = try UnverifiedRiskFile(TestFiles.replacing(String(payload), by: String(otherPayload), in: file.envelope.bytes))
    #expect(forged.claimed.digest == other.claimed.digest)
    #expect(throws: EnvelopeError.signatureInvalid(.risk, key: try Self.hex(1))) { try forged.verified() }
  }

  // MARK: Equivocation

  @Test("two files of one model and moment are named with the key that signed both") func sameMoment() throws {
    let (one, other) = (try Self.risk(hour: 10), try Self.risk(hour: 10, price: "2"))
    let faults = try Self.faults([Self.link("a.json", one, by: [1, 2]), Self.link("b.json", other, by: [2, 3])])
    #expect(faults.map(\.code) == ["equivocation"])
    #expect(
      faults[0].description.hasPrefix(
        "a.json and b.json are two files for one epoch, both signed by publisher 2 \(try Self.hex(2)); "), "\(faults[0])")
  }

  @Test("two files after one file are equivocation by a common publisher, whatever their moments") func samePrevious() throws {
    let first = try Self.risk(hour: 10)
    let (one, other) = (try Self.risk(hour: 11, previous: first), try Self.risk(hour: 12, previous: first, model: "n"))
    let faults = try Self.faults(
      [Self.link("a", first), Self.link("b", one, by: [1, 2]), Self.link("c", other, by: [1, 2])])
    #expect(
      faults == [
        .equivocation(
          first: "b", second: "c",
          publishers: try Self.quorum().publishers(among: [TestFiles.publicKey(1), TestFiles.publicKey(2)]))
      ])
  }

  @Test("a file with too few signatures still tells of its signer") func equivocationBelowTheThreshold() throws {
    let first = try Self.risk(hour: 10)
    let faults = try Self.faults([
      Self.link("a", first), Self.link("b", Self.risk(hour: 11, previous: first)),
      Self.link("c", Self.risk(hour: 11, previous: first, price: "2"), by: [1]),
    ])
    #expect(faults.map(\.code) == ["tooFewPublishers", "equivocation"])
    #expect(faults[1].description.contains(try Self.hex(1)))
    #expect(try !faults[1].description.contains(Self.hex(2)))
  }

  @Test("another model at the same moment is no equivocation") func otherModel() throws {
    let first = try Self.risk(hour: 10)
    let faults = try Self.faults([Self.link("a", first), Self.link("b", Self.risk(hour: 10, model: "n"))])
    #expect(faults == [.twoBeginnings(first: "a", second: "b")])
  }

  // MARK: Links

  @Test("two successors without a common publisher are a fork") func fork() throws {
    let first = try Self.risk(hour: 10)
    let faults = try Self.faults(
      [
        Self.link("a", first, by: [1]), Self.link("b", Self.risk(hour: 11, previous: first), by: [1]),
        Self.link("c", Self.risk(hour: 11, previous: first, price: "2"), by: [2]),
      ], quorum: Self.quorum(threshold: 1))
    #expect(faults == [.fork(first: "b", second: "c", previous: first.digest)])
    #expect(faults[0].description.hasPrefix("b and c both succeed \(first.digest)"))
  }

  @Test("a file left out is a gap") func gap() throws {
    let first = try Self.risk(hour: 10)
    let second = try Self.risk(hour: 11, previous: first)
    let third = try Self.risk(hour: 12, previous: second)
    let faults = try Self.faults([Self.link("a", first), Self.link("c", third)])
    #expect(faults == [.gap(file: "c", previous: second.digest)])
    #expect(faults[0].description.contains("c: succeeds \(second.digest), which is not here"))
    #expect(try Self.faults([Self.link("b", second)]) == [.gap(file: "b", previous: first.digest)])
  }

  @Test("as-of times rise, and there is one", arguments: [9, 10]) func times(hour: Int) throws {
    let first = try Self.risk(hour: 10)
    let faults = try Self.faults([Self.link("a", first), Self.link("b", Self.risk(hour: hour, previous: first, model: "n"))])
    #expect(faults.map(\.code) == ["timesDoNotRise"])
    #expect(faults[0].description.contains("not after a, which it succeeds"))
    #expect(try Self.faults([Self.link("x", Self.risk(hour: nil))]) == [.noAsOf(file: "x")])
  }

  @Test("a quorum is of distinct keys and of no more than there are") func quorums() throws {
    let keys = try [UInt8(1), 2].map { TrustPolicy.NamedKey(name: "publisher \($0)", key: try TestFiles.publicKey($0)) }
    for threshold in [0, 3, -1] { #expect(PublisherQuorum(keys, threshold: threshold) == nil) }
    #expect(PublisherQuorum(keys + [TrustPolicy.NamedKey(name: "again", key: keys[0].key)], threshold: 1) == nil)
    #expect(PublisherQuorum([], threshold: 1) == nil)
    #expect(PublisherQuorum(keys, threshold: 2)?.threshold == 2)
  }
}
