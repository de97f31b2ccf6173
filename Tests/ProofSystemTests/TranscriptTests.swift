import CanonicalJSON
import ProofSystem
import Secp256k1
import SystemCryptography
import Testing

@Suite("Transcript")
struct TranscriptTests {
  @Test("known challenges") func knownAnswer() throws {
    var fields = try Fixture.json("transcript")
    var transcript = Transcript(label: try fields.string("protocol"))
    for value in try fields.array("messages") {
      var message = try JSONFields(value, at: "messages")
      transcript.absorb(try message.string("label"), try #require([UInt8](hex: try message.string("data"))))
    }
    for value in try fields.array("challenges") {
      var challenge = try JSONFields(value, at: "challenges")
      #expect(try transcript.challenge(try challenge.string("label")).bytes.hex == (try challenge.string("scalar")))
    }
  }

  private func challenge(_ protocolLabel: String, _ items: [(String, [UInt8])], _ label: String = "c") throws -> Scalar {
    var transcript = Transcript(label: protocolLabel)
    for (label, data) in items { transcript.absorb(label, data) }
    return try transcript.challenge(label)
  }

  @Test("no two sequences of items give one challenge") func injective() throws {
    let challenges = [
      try challenge("p", []), try challenge("q", []), try challenge("p", [], "d"),
      try challenge("p", [("a", [])]), try challenge("p", [("", [97])]), try challenge("p", [("a", [97])]),
      try challenge("p", [("aa", [])]),
      try challenge("p", [("a", [1]), ("b", [2])]), try challenge("p", [("b", [2]), ("a", [1])]),
      try challenge("p", [("a", [1, 2])]),
      try challenge("p", [("a", [1]), ("a", [2])]),
    ]
    #expect(Set(challenges).count == challenges.count)
  }

  @Test("a challenge depends on the challenges before it") func chained() throws {
    var one = Transcript(label: "p")
    let first = try one.challenge("c")
    let second = try one.challenge("c")
    #expect(first != second)
    var other = Transcript(label: "p")
    _ = try other.challenge("d")
    #expect(try other.challenge("c") != second)
  }

  @Test("a zero challenge is an error") func zero() throws {
    let order = try #require([UInt8](hex: "fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141"))
    #expect(throws: ZeroChallenge.self) { try Transcript.nonZero(wide: [UInt8](repeating: 0, count: 64)) }
    #expect(throws: ZeroChallenge.self) { try Transcript.nonZero(wide: [UInt8](repeating: 0, count: 32) + order) }
    #expect(throws: ZeroChallenge.self) { try Transcript.nonZero(wide: order + [UInt8](repeating: 0, count: 32)) }
    #expect(try Transcript.nonZero(wide: [UInt8](repeating: 0, count: 63) + [1]) == .one)
  }
}
