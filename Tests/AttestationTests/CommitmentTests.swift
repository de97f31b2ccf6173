import Attestation
import CanonicalJSON
import MarginModel
import ProofSystem
import Secp256k1
import SystemCryptography
import Testing

@Suite("Commitments and openings") struct CommitmentTests {
  private static func opening(_ file: SealedFile) throws -> Opening {
    try Opening.open(SealedFile(file.bytes, kind: .opening, cost: TestFiles.cheap), passphrase: TestFiles.passphrase())
  }

  @Test("an opening opens its commitment after a round trip through files") func roundTrip() throws {
    let (commitment, file) = try TestFiles.commitment()
    let read = try UnverifiedCommitment(commitment.envelope.bytes)
    #expect(read == commitment)
    let signed = try read.verified()
    #expect(signed.signers == [try TestFiles.publicKey(2)])
    #expect(!signed.isSignedByHolder)
    let opening = try Self.opening(file)
    #expect(file.label == read.claimed.id.hex)
    #expect(opening.positions == (try TestFiles.positions()))
    try opening.check(read.claimed)
    // Three positions fill four leaves.
    #expect(read.claimed.leafCount == 4)
  }

  @Test("the point is that of the netted lots under the derived blinding") func point() throws {
    let (commitment, file) = try TestFiles.commitment()
    let opening = try Self.opening(file)
    let positions = try TestFiles.positions()
    let point = PositionCommitment.point(
      columns: positions.map(\.column), positions: positions.map { Int256($0.lots) }, blinding: opening.blinding())
    #expect(point == commitment.claimed.point)
  }

  @Test("secrets are fresh: two commitments of one book share nothing") func fresh() throws {
    let (first, second) = (try TestFiles.commitment().0.claimed, try TestFiles.commitment().0.claimed)
    #expect(first.id != second.id && first.point != second.point && first.root != second.root)
  }

  @Test("an opening of another commitment, or of other content, does not match") func mismatches() throws {
    let (commitment, file) = try TestFiles.commitment()
    let other = try TestFiles.commitment().0.claimed
    let opening = try Self.opening(file)
    func refusal(_ record: PositionCommitmentRecord) -> OpeningError? {
      do throws(OpeningError) {
        try opening.check(record)
        return nil
      } catch { return error }
    }
    let right = commitment.claimed
    #expect(refusal(right) == nil)
    #expect(refusal(other) == .otherCommitment(opening: right.id.hex, commitment: other.id.hex))
    func swapped(point: AffinePoint? = nil, root: Digest? = nil, leafCount: Int? = nil) -> PositionCommitmentRecord {
      PositionCommitmentRecord(
        id: right.id, holder: right.holder, venue: right.venue, asOf: right.asOf, point: point ?? right.point,
        root: root ?? right.root,
        leafCount: leafCount ?? right.leafCount)
    }
    for record in [swapped(point: other.point), swapped(root: other.root), swapped(leafCount: 8)] {
      #expect(refusal(record) == .doesNotOpen(commitment: right.id.hex))
    }
  }

  @Test("lots of one column are summed, and refused where the sum overflows") func netting() throws {
    let half = try #require(CommittedPosition(column: "1 BTC", lots: .max / 2 + 1, venue: "", reference: ""))
    let opening = Opening.fresh(of: [half, half])
    #expect(throws: OpeningError.tooLarge(column: "1 BTC")) { _ = try opening.netted() }
    let flat = try #require(CommittedPosition(column: "1 BTC", lots: -(.max / 2 + 1), venue: "", reference: ""))
    let even = Opening.fresh(of: [half, flat])
    #expect(try even.netted() == ["1 BTC": 0])
  }

  @Test("every flipped bit of a commitment is refused") func bitFlips() throws {
    let bytes = try TestFiles.commitment().0.envelope.bytes
    for bit in 0..<8 * bytes.count {
      #expect(throws: EnvelopeError.self, "bit \(bit)") {
        _ = try UnverifiedCommitment(TestFiles.flipping(bit, of: bytes)).verified()
      }
    }
  }

  @Test(
    "a field out of its range is refused, though it is signed",
    arguments: [
      ("id", "00"), ("id", "000102030405060708090a0b0c0d0e0F"), ("holder", String(repeating: "f", count: 64)), ("venue", ""),
      ("venue", "caf\u{e9}"), ("asOf", "2026-05-21T10:00:00+00:00"), ("asOf", "2026-02-30T10:00:00Z"),
      ("point", "00" + String(repeating: "0", count: 64)), ("point", "02" + String(repeating: "f", count: 64)),
      ("root", "sha256:00"),
      ("kind", "attestation"),
    ])
  func fields(key: String, value: String) throws {
    try Self.expectRefused { $0[key] = .string(value) }
  }

  @Test("counts and keys are those of the format", arguments: [0, 3, -4, 1 << 21, 1 << 50]) func counts(count: Int) throws {
    try Self.expectRefused { $0["leaves"] = .integer(Int64(count)) }
    try Self.expectRefused { $0["version"] = 2 }
    try Self.expectRefused { $0["more"] = 1 }
    try Self.expectRefused { $0["root"] = nil }
  }

  private static func expectRefused(_ change: (inout JSONObject) -> Void) throws {
    var payload = try TestFiles.commitment().0.envelope.verified().payload.object(at: "")
    change(&payload)
    let bytes = try UnverifiedEnvelope(signing: .object(payload), as: .commitment, by: TestFiles.key(2)).bytes
    do throws(EnvelopeError) {
      _ = try UnverifiedCommitment(bytes)
      Issue.record("is read")
    } catch {
      guard case .malformed = error else {
        Issue.record("\(error)")
        return
      }
    }
  }
}
