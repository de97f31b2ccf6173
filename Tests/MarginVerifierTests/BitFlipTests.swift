import Attestation
import CanonicalJSON
import Foundation
import MarginVerifier
import Secp256k1
import SystemCryptography
import Testing

/// Every single-bit change of a small attestation is refused with a code, and nothing crashes.
@Suite("Flipped bits") struct BitFlipTests {
  private static func flipping(_ bit: Int, of bytes: [UInt8]) -> [UInt8] {
    var flipped = bytes
    flipped[bit / 8] ^= 1 << UInt8(bit % 8)
    return flipped
  }

  @Test("of the file") func file() throws {
    let scenario = try Scenario.small()
    let session = VerificationSession(circuits: [scenario.circuit], riskFiles: [scenario.signedRisk], policy: scenario.policy)
    let bytes = scenario.attestation.bytes
    var codes: [VerificationFailure.Code: Int] = [:]
    for bit in 0..<8 * bytes.count {
      do throws(VerificationFailure) {
        _ = try session.verify(Self.flipping(bit, of: bytes), request: scenario.request, now: scenario.now)
        Issue.record("bit \(bit) is not looked at")
      } catch { codes[error.code, default: 0] += 1 }
    }
    // A flip ends in the format, or in a signature over other bytes.
    #expect(Set(codes.keys).isSubset(of: [.malformed, .unsupportedVersion, .signatureInvalid]))
    #expect(codes[.signatureInvalid, default: 0] > 0)
  }

  @Test("of the payload, signed again by the prover") func payload() throws {
    let scenario = try Scenario.small()
    let session = VerificationSession(circuits: [scenario.circuit], riskFiles: [scenario.signedRisk], policy: scenario.policy)
    let key = try Scenario.key(Scenario.prover)
    let type = EnvelopeKind.attestation.payloadType
    let payload = try scenario.attestation.envelope.verified().payload.canonicalBytes
    var codes: [VerificationFailure.Code: Int] = [:]
    for bit in 0..<8 * payload.count {
      let flipped = Self.flipping(bit, of: payload)
      let signature = try key.sign(PreAuthenticationEncoding.encode(payloadType: type, payload: flipped))
      let envelope: JSONValue = [
        "payload": .string(flipped.base64), "payloadType": .string(type),
        "signatures": [["keyid": .string(key.publicKey.bytes.hex), "sig": .string(signature.base64)]],
      ]
      do throws(VerificationFailure) {
        // Without a request, so that what is left to refuse is refused by the policy and the proof.
        _ = try session.verify(envelope.canonicalBytes, request: nil, now: scenario.now)
        Issue.record("bit \(bit) of the payload is not looked at: \(String(decoding: flipped, as: UTF8.self))")
      } catch { codes[error.code, default: 0] += 1 }
    }
    // Flips of the proof, of nonce and times reach the proof; those of digests are unknown files or programs.
    for code: VerificationFailure.Code in [
      .malformed, .signatureInvalid, .unknownCircuit, .unknownRisk, .wrongAudience, .programMismatch, .proofInvalid,
    ] {
      #expect(codes[code, default: 0] > 0, "\(code)")
    }
  }
}
