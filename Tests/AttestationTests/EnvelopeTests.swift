import Attestation
import CanonicalJSON
import Foundation
import Secp256k1
import SystemCryptography
import Testing

@Suite("Envelope") struct EnvelopeTests {
  private static let payload: JSONValue = ["kind": "commitment", "note": "a test", "version": 1]

  private static func envelope(_ payload: JSONValue = payload) throws -> UnverifiedEnvelope {
    try UnverifiedEnvelope(signing: payload, as: .commitment, by: TestFiles.key(1))
  }

  /// The code of the refusal, nil if the envelope is read and its signatures hold.
  private static func refusal(_ bytes: [UInt8], as kind: EnvelopeKind = .commitment) -> EnvelopeError? {
    do throws(EnvelopeError) {
      _ = try UnverifiedEnvelope(bytes, kind: kind).verified()
      return nil
    } catch { return error }
  }

  @Test("the pre-authentication encoding is DSSE's example") func preAuthenticationEncoding() {
    let bytes = PreAuthenticationEncoding.encode(payloadType: "http://example.com/HelloWorld", payload: Array("hello world".utf8))
    #expect(String(decoding: bytes, as: UTF8.self) == "DSSEv1 29 http://example.com/HelloWorld 11 hello world")
  }

  @Test("what was signed is read and verified") func roundTrip() throws {
    let envelope = try Self.envelope()
    let read = try UnverifiedEnvelope(envelope.bytes, kind: .commitment)
    #expect(read == envelope)
    #expect(read.bytes == envelope.bytes)
    let verified = try read.verified()
    #expect(verified.payload == Self.payload)
    #expect(verified.signers == [try TestFiles.publicKey(1)])
  }

  @Test("every flipped bit is refused") func bitFlips() throws {
    let bytes = try Self.envelope().bytes
    for bit in 0..<8 * bytes.count {
      #expect(Self.refusal(TestFiles.flipping(bit, of: bytes)) != nil, "bit \(bit)")
    }
  }

  @Test("every truncation is refused") func truncation() throws {
    let bytes = try Self.envelope().bytes
    for count in 0..<bytes.count { #expect(Self.refusal(Array(bytes.prefix(count))) != nil) }
    #expect(Self.refusal(bytes + [0x20]) != nil)
    #expect(Self.refusal(bytes + bytes) != nil)
  }

  @Test("a second spelling of the same envelope is refused as malformed") func secondSpellings() throws {
    let envelope = try Self.envelope()
    let key = try TestFiles.publicKey(1).bytes.hex
    let text = String(decoding: envelope.bytes, as: UTF8.self)
    let payload = Self.payload.canonicalBytes.base64
    let upper = Array(Data(Self.payload.canonicalBytes)).base64.replacingOccurrences(of: "=", with: "")
    let spellings: [[UInt8]] = [
      try TestFiles.replacing(":", by: ": ", in: envelope.bytes),
      Array((text + "\n").utf8),
      // Another order of keys.
      try TestFiles.replacing("\"payloadType\":\"\(EnvelopeKind.commitment.payloadType)\",", by: "", in: envelope.bytes)
        .dropLast() + Array(",\"payloadType\":\"\(EnvelopeKind.commitment.payloadType)\"}".utf8),
      // A key more, and a key twice.
      envelope.bytes.dropLast() + Array(",\"z\":1}".utf8),
      Array("{\"payload\":\"\(payload)\",".utf8) + envelope.bytes.dropFirst(),
      // An escape where none is needed.
      try TestFiles.replacing("\"payload\"", by: "\"\\u0070ayload\"", in: envelope.bytes),
      try TestFiles.replacing(key, by: key.uppercased(), in: envelope.bytes),
      try TestFiles.replacing(payload, by: payload + "====", in: envelope.bytes),
      try TestFiles.replacing(payload, by: upper + (upper == payload ? " " : ""), in: envelope.bytes),
    ]
    for (index, bytes) in spellings.enumerated() {
      guard case .malformed = Self.refusal(bytes) else {
        Issue.record("spelling \(index) is read, or refused for another reason")
        continue
      }
    }
  }

  @Test("base64 with unused bits set is refused as malformed") func paddingBits() throws {
    let envelope = try Self.envelope()
    let signature = try #require(String(decoding: envelope.bytes, as: UTF8.self).range(of: "==\"}]}"))
    var text = String(decoding: envelope.bytes, as: UTF8.self)
    // 64 bytes end in one symbol of which two bits count: A, Q, g or w.
    let last = text.index(before: signature.lowerBound)
    let neighbour: [Character: Character] = ["A": "B", "Q": "R", "g": "h", "w": "x"]
    text.replaceSubrange(last...last, with: [try #require(neighbour[text[last]])])
    guard case .malformed = Self.refusal(Array(text.utf8)) else {
      Issue.record("padding bits are not looked at")
      return
    }
  }

  @Test("a payload that is not canonical is refused, though it is signed") func looseJSON() throws {
    let key = try TestFiles.key(1)
    for text in ["{\"b\":1,\"a\":2}", "{ \"a\":1}", "{\"a\":1.0}", "{\"a\":1,\"a\":1}", "{\"a\":\"\\u0061\"}", "[1"] {
      let type = EnvelopeKind.commitment.payloadType
      let message = PreAuthenticationEncoding.encode(payloadType: type, payload: Array(text.utf8))
      let json: JSONValue = [
        "payload": .string(Array(text.utf8).base64), "payloadType": .string(type),
        "signatures": [["keyid": .string(key.publicKey.bytes.hex), "sig": .string(try key.sign(message).base64)]],
      ]
      guard case .malformed = Self.refusal(json.canonicalBytes) else {
        Issue.record("\(text) is read")
        continue
      }
    }
  }

  @Test("signatures are at least one, of distinct keys, sorted, each of its key") func signatureLists() throws {
    let two = try Self.envelope().signed(by: TestFiles.key(2))
    #expect(
      try two.verified().signers == [try TestFiles.publicKey(1), try TestFiles.publicKey(2)].sorted { $0.bytes.hex < $1.bytes.hex })
    #expect(throws: EnvelopeError.signedAlready(.commitment, key: try TestFiles.publicKey(2).bytes.hex)) {
      try two.signed(by: TestFiles.key(2))
    }
    var fields = try JSONFields(two.json, at: "")
    let signatures = try fields.array("signatures")
    func with(_ list: [JSONValue]) throws -> EnvelopeError? {
      guard case .object(var object) = two.json else { return nil }
      object["signatures"] = .array(list)
      return Self.refusal(JSONValue.object(object).canonicalBytes)
    }
    #expect(try with(signatures) == nil)
    for list in [[], [signatures[1], signatures[0]], [signatures[0], signatures[0]], signatures + signatures] {
      guard case .malformed = try with(list) else {
        Issue.record("a list of \(list.count) is read")
        continue
      }
    }
    // The signature of one key under the other's name.
    let (first, second) = (try signatures[0].object(at: ""), try signatures[1].object(at: ""))
    let crossed: JSONValue = ["keyid": first["keyid"] ?? .null, "sig": second["sig"] ?? .null]
    guard case .signatureInvalid = try with([crossed]) else {
      Issue.record("a signature of another key is taken")
      return
    }
    // One that holds does not make up for one that does not.
    guard case .signatureInvalid = try with([crossed, signatures[1]]) else {
      Issue.record("a signature is not looked at")
      return
    }
  }

  @Test("the kind is signed, and other versions are told apart from other files") func kinds() throws {
    let bytes = try Self.envelope().bytes
    guard case .malformed = Self.refusal(bytes, as: .attestation) else {
      Issue.record("an envelope is read as another kind")
      return
    }
    let renamed = try TestFiles.replacing("marginproof.commitment.v1", by: "marginproof.attestation.v1", in: bytes)
    guard case .signatureInvalid = Self.refusal(renamed, as: .attestation) else {
      Issue.record("the payload type is not signed")
      return
    }
    let later = try TestFiles.replacing("commitment.v1", by: "commitment.v2", in: bytes)
    #expect(Self.refusal(later) == .unsupportedVersion(.commitment))
    for text in ["commitment.v01", "commitment.v", "commitment.vx", "Commitment.v1"] {
      let other = try TestFiles.replacing("commitment.v1", by: text, in: bytes)
      #expect(Self.refusal(other) != nil)
    }
  }
}
