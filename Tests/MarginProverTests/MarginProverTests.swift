import Attestation
import Foundation
import MarginModel
import MarginProver
import MarginVerifier
import ProofSystem
import Secp256k1
import SystemCryptography
import Testing

@Suite("Prover") struct MarginProverTests {
  struct NoKey: Error {}

  private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  private static func fixture(_ name: String) throws -> [UInt8] {
    [UInt8](try Data(contentsOf: root.appendingPathComponent("fixtures/attestation/" + name)))
  }

  private static func key(_ number: UInt8) throws -> SchnorrSigningKey {
    guard let key = SchnorrSigningKey(secret: [UInt8](repeating: 0, count: 31) + [number]) else { throw NoKey() }
    return key
  }

  private static func circuit() throws -> Circuit { try Circuit(bytes: fixture("rule.yaml"), file: "rule.yaml") }

  private static func risk(_ changes: (String, String)...) throws -> RiskFile {
    let text = String(decoding: try fixture("risk.json"), as: UTF8.self)
    return try RiskFile(bytes: Array(changes.reduce(text) { $0.replacingOccurrences(of: $1.0, with: $1.1) }.utf8))
  }

  private static func time(_ text: String) throws -> Timestamp { try #require(Timestamp(text)) }

  private static func commit(
    _ rows: String, venue: String = "custody", risk: RiskFile? = nil, holder: UInt8 = 1
  ) throws -> NewCommitment {
    let book = try PositionBook(csv: Array("instrument,quantity,venue,reference\n\(rows)\n".utf8), file: "book.csv")
    return try MarginProver.commit(
      book, risk: risk ?? Self.risk(), venue: venue, asOf: time("2026-05-21T10:00:00Z"), holder: key(holder).publicKey,
      signedBy: key(2))
  }

  private static func order(
    arguments: [String: String] = [:], nonce: Int = 16, audience: String = "desk", expires: String = "2026-05-21T11:00:00Z",
    risk: RiskFile? = nil
  ) throws -> AttestationOrder {
    AttestationOrder(
      circuit: try circuit(), risk: try risk ?? Self.risk(), arguments: arguments, audience: audience,
      nonce: [UInt8](repeating: 7, count: nonce), issued: try time("2026-05-21T10:00:00Z"), expires: try time(expires),
      previous: nil)
  }

  /// What attesting to commitments throws, nil if it gives an attestation.
  private static func refusal(
    _ rows: [String], _ order: AttestationOrder? = nil, risk: RiskFile? = nil, prover: UInt8 = 1
  ) throws -> ProverError? {
    var positions = OpenedPositions()
    for (index, rows) in rows.enumerated() {
      let new = try commit(rows, venue: "account \(index)", risk: risk)
      try positions.add(new.commitment, opening: new.opening)
    }
    let order = try order ?? Self.order()
    let key = try key(prover)
    do throws(ProverError) {
      _ = try MarginProver.attest(order, positions: positions, by: key)
      return nil
    } catch { return error }
  }

  @Test("books of several venues are netted") func netting() throws {
    // Alone the first is worth less than nothing; together they cover.
    var positions = OpenedPositions()
    for (venue, rows) in [("exchange", "BTC,-1,,\nUSD,10000,,"), ("custody", "BTC,1.5,,\nETH,2,,")] {
      let new = try Self.commit(rows, venue: venue)
      try positions.add(new.commitment, opening: new.opening)
    }
    let proved = try MarginProver.attest(Self.order(), positions: positions, by: Self.key(1))
    #expect(proved.report.isSolvent)
    let values = Dictionary(uniqueKeysWithValues: proved.report.definitions.map { ($0.name, $0.value) })
    #expect(values["equity"] == 46_000)
    #expect(values["requirement"] == 4_200)
    #expect(proved.attestation.claimed.arguments == ["coverage": "1"])
    #expect(proved.attestation.proof.count == proved.compiled.program.proofByteCount)
    #expect(try UnverifiedAttestation(proved.attestation.bytes) == proved.attestation)
    guard case .insolvent? = try Self.refusal(["BTC,-1,,\nUSD,10000,,"]) else {
      Issue.record("the first account alone is solvent")
      return
    }
  }

  @Test("an insolvent book is told by how much it is short") func insolvent() throws {
    // Equity 70,000 - 60,000 = 10,000; requirement 6,000, twice is 12,000.
    let error = try #require(try Self.refusal(["BTC,-1,,\nUSD,70000,,"], Self.order(arguments: ["coverage": "2"])))
    guard case .insolvent(let shortfall) = error else {
      Issue.record("\(error)")
      return
    }
    #expect(shortfall.failing.map(\.surplus) == [-2_000])
    #expect(error.description.contains("short by 2000.00 USD: `equity >= coverage * requirement`"))
    #expect(try Self.refusal(["BTC,-1,,\nUSD,72000,,"], Self.order(arguments: ["coverage": "2"])) == nil)
  }

  @Test("rows of one instrument are summed into one leaf") func leaves() throws {
    let new = try Self.commit("BTC,1.55,venue a,hedge\nETH,3,venue a,\nBTC,-0.05,venue b,hedge")
    #expect(new.opening.positions.map(\.column) == ["0.1 BTC", "1 ETH"])
    #expect(new.opening.positions.map(\.lots) == [15, 3])
    #expect(new.opening.positions.map(\.venue) == ["", "venue a"])
    #expect(new.opening.positions.map(\.reference) == ["hedge", ""])
    #expect(new.commitment.claimed.leafCount == 2)
  }

  @Test(
    "a position that the risk file does not fit is refused with its place",
    arguments: [("BTX,1,,", "BTX"), ("BTC,0.15,,", "lot"), ("USD,1000100,,", "limit"), ("BTC,1,,\nETH,0.5,,", "ETH")])
  func misfits(rows: String, reason: String) throws {
    let book = try PositionBook(csv: Array("instrument,quantity,venue,reference\n\(rows)\n".utf8), file: "book.csv")
    let risk = try Self.risk()
    let key = try Self.key(1)
    let asOf = try Self.time("2026-05-21T10:00:00Z")
    do throws(ProverError) {
      _ = try MarginProver.commit(book, risk: risk, venue: "x", asOf: asOf, holder: key.publicKey, signedBy: key)
      Issue.record("is committed to")
    } catch {
      guard case .positions = error else {
        Issue.record("\(error)")
        return
      }
      #expect(error.description.contains(reason) && error.description.contains("book.csv"))
    }
  }

  @Test("netted positions beyond the limit, of unknown instruments or in other lots are refused by name") func otherRiskFile()
    throws
  {
    guard case .beyondLimit(let instrument, _)? = try Self.refusal(["USD,800000,,", "USD,800000,,"]) else {
      Issue.record("the limit is not looked at")
      return
    }
    #expect(instrument == "USD")
    let other = try Self.risk(("\"0.1\", \"1\", \"100\"", "\"0.1\", \"1\", \"1\""))
    let lots = try #require(try Self.refusal(["USD,1000,,"], risk: other))
    #expect(lots.description == "USD: committed in lots of 1, the risk file says 100; commit again with this risk file")
    let renamed = try Self.risk(("\"ETH\"", "\"SOL\""))
    let unknown = try #require(try Self.refusal(["SOL,1,,\nUSD,1000,,"], risk: renamed))
    #expect(unknown.description.hasPrefix("SOL: "))
    // Nothing held of what the risk file does not list is no obstacle.
    #expect(try Self.refusal(["SOL,0,,\nUSD,1000,,"], risk: renamed) == nil)
  }

  @Test("an opening that is not the commitment's is refused") func openings() throws {
    let first = try Self.commit("USD,1000,,")
    let second = try Self.commit("USD,2000,,")
    var positions = OpenedPositions()
    #expect(Self.addition(of: first.commitment, second.opening, to: &positions)?.description.contains("not") == true)
    #expect(Self.addition(of: first.commitment, first.opening, to: &positions) == nil)
    // Another account name for the same id, and another id for the same account.
    guard case .countedTwice = Self.addition(of: first.commitment, first.opening, to: &positions),
      case .countedTwice = Self.addition(of: second.commitment, second.opening, to: &positions)
    else {
      Issue.record("an account counts twice")
      return
    }
    #expect(positions.commitments.count == 1)
  }

  private static func addition(
    of commitment: UnverifiedCommitment, _ opening: borrowing Opening, to positions: inout OpenedPositions
  ) -> ProverError? {
    do throws(ProverError) {
      try positions.add(commitment, opening: opening)
      return nil
    } catch { return error }
  }

  @Test("orders that no verifier would take are refused before anything is proven") func orders() throws {
    guard case .notHolder? = try Self.refusal(["USD,1000,,"], prover: 3), case .order? = try Self.refusal([]) else {
      Issue.record("anyone may prove, or nothing")
      return
    }
    for order in [
      try Self.order(nonce: 15), try Self.order(nonce: 65), try Self.order(audience: ""),
      try Self.order(expires: "2026-05-21T10:00:00Z"),
    ] {
      guard case .order? = try Self.refusal(["USD,1000,,"], order) else {
        Issue.record("a bad order is taken")
        continue
      }
    }
    for arguments in [["coverage": "0.9"], ["cover": "1"]] {
      guard case .circuit? = try Self.refusal(["USD,1000,,"], Self.order(arguments: arguments)) else {
        Issue.record("bad arguments are taken")
        continue
      }
    }
    let risk = try Self.risk()
    let key = try Self.key(1)
    let book = try PositionBook(csv: Array("instrument,quantity\nUSD,100\n".utf8), file: "book.csv")
    let asOf = try Self.time("2026-05-21T10:00:00Z")
    #expect(throws: ProverError.self) {
      _ = try MarginProver.commit(book, risk: risk, venue: "", asOf: asOf, holder: key.publicKey, signedBy: key)
    }
  }

  @Test("two proofs of one statement differ, and errors hold no position") func blinding() throws {
    let new = try Self.commit("USD,1000,,")
    var positions = OpenedPositions()
    try positions.add(new.commitment, opening: new.opening)
    let (first, second) = (
      try MarginProver.attest(Self.order(), positions: positions, by: Self.key(1)),
      try MarginProver.attest(Self.order(), positions: positions, by: Self.key(1))
    )
    #expect(first.attestation.proof != second.attestation.proof)
    #expect(first.attestation.claimed == second.attestation.claimed)
  }
}
