import CanonicalJSON
import MarginModel
import Secp256k1
import SystemCryptography

/// All that an attestation states in public.
///
/// Its canonical bytes are the proof's context, so that no byte of it can change under a valid proof, and the prover's key cannot
/// sign another statement over a proof made for this one.
public struct AttestationStatement: Hashable, Sendable {
  /// The most commitments that one attestation nets.
  public static let maximumCommitmentCount = 64
  /// The most arguments and revealed values, each.
  public static let maximumValueCount = 64

  /// The digest of the circuit's file.
  public let circuit: Digest
  /// The digest of the risk file.
  public let risk: Digest
  /// The digest of the program that circuit, risk file and arguments compile to.
  public let program: Digest
  /// The circuit's arguments by name, defaults included, each in its canonical text.
  public let arguments: [String: String]
  /// The commitments whose points add up to the one proven about, sorted by id.
  public let commitments: [UnverifiedCommitment]
  /// Whom the attestation is for.
  public let audience: String
  /// What that audience asked to be repeated, so that it knows the answer for one to its own request: 16 to 64 bytes.
  public let nonce: [UInt8]
  public let issued: Timestamp
  /// The last second of validity.
  public let expires: Timestamp
  /// The digest of the attestation file that this one replaces.
  public let previous: Digest?
  /// Values that the circuit publishes, by name (`netDelta[BTC]`), each in its shortest exact text.
  public let revealed: [String: String]
  /// The key of the firm that proves, the holder of every commitment.
  public let prover: SchnorrPublicKey

  package init(
    circuit: Digest, risk: Digest, program: Digest, arguments: [String: String], commitments: [UnverifiedCommitment],
    audience: String,
    nonce: [UInt8], issued: Timestamp, expires: Timestamp, previous: Digest?, revealed: [String: String], prover: SchnorrPublicKey
  ) {
    self.circuit = circuit
    self.risk = risk
    self.program = program
    self.arguments = arguments
    self.commitments = commitments.sorted { $0.claimed.id.lexicographicallyPrecedes($1.claimed.id) }
    self.audience = audience
    self.nonce = nonce
    self.issued = issued
    self.expires = expires
    self.previous = previous
    self.revealed = revealed
    self.prover = prover
  }

  /// The digest of the statement: two attestations of one statement say the same.
  public var digest: Digest { SHA256.hash(context) }

  /// The proof's context: the statement's canonical bytes.
  package var context: [UInt8] { json.canonicalBytes }

  /// The sum of the commitments' points, which commits to the netted book; nil if it is infinity, which no honest sum is.
  package var point: [UInt8]? {
    commitments.reduce(Point.infinity) { $0 + $1.claimed.point }.affine().compressed
  }
}

extension AttestationStatement {
  private static let kind = EnvelopeKind.attestation

  init(json: JSONValue, at path: String) throws(EnvelopeError) {
    var list: [JSONValue] = []
    var fields = try Self.kind.reading { () throws(JSONError) in try JSONFields(json, at: path) }
    list = try Self.kind.reading { () throws(JSONError) in try fields.array("commitments") }
    guard (1...Self.maximumCommitmentCount).contains(list.count) else {
      throw .malformed(Self.kind, reason: "\(path).commitments: must be 1 to \(Self.maximumCommitmentCount)")
    }
    var commitments: [UnverifiedCommitment] = []
    for (index, json) in list.enumerated() {
      commitments.append(try UnverifiedCommitment(json: json, at: "\(path).commitments[\(index)]"))
      // Equal ids are well formed: that a commitment is used twice is a verdict of its own.
      if index > 0, commitments[index].claimed.id.lexicographicallyPrecedes(commitments[index - 1].claimed.id) {
        throw .malformed(Self.kind, reason: "\(path).commitments: must be sorted by id")
      }
    }
    self = try Self.kind.reading { () throws(JSONError) in try AttestationStatement(&fields, commitments) }
  }

  private init(_ fields: inout JSONFields, _ commitments: [UnverifiedCommitment]) throws(JSONError) {
    self.commitments = commitments
    circuit = try fields.digest("circuit")
    risk = try fields.digest("risk")
    program = try fields.digest("program")
    arguments = try Self.values("arguments", of: &fields, named: (Identifier.isName, "names are letters, digits and _"))
    audience = try fields.identifier("audience")
    nonce = try fields.hexadecimal("nonce", count: 16...64)
    issued = try fields.timestamp("issued")
    expires = try fields.timestamp("expires")
    guard issued < expires else { throw JSONError(.path(fields.path(of: "expires")), .rule("must be after issued")) }
    // Absent and null would be two spellings: the field is always there.
    previous = try fields.value("previous") == .null ? nil : fields.digest("previous")
    revealed = try Self.values(
      "revealed", of: &fields, named: (Identifier.isValid, "names are 1 to 128 printable ASCII characters"))
    prover = try fields.publicKey("prover")
    try fields.finish()
  }

  private static func values(
    _ key: String, of fields: inout JSONFields, named rule: (allows: (String) -> Bool, words: String)
  ) throws(JSONError) -> [String: String] {
    let object = try fields.object(key)
    guard object.count <= maximumValueCount else {
      throw JSONError(.path(fields.path(of: key)), .rule("must be at most \(maximumValueCount) values"))
    }
    var inner = JSONFields(object, at: fields.path(of: key))
    var values: [String: String] = [:]
    for name in object.keys {
      guard rule.allows(name) else { throw JSONError(.path(inner.path), .rule(rule.words)) }
      values[name] = try inner.identifier(name)
    }
    return values
  }

  package var json: JSONValue {
    [
      "circuit": .string(circuit.description),
      "risk": .string(risk.description),
      "program": .string(program.description),
      "arguments": Self.json(arguments),
      "commitments": .array(commitments.map(\.envelope.json)),
      "audience": .string(audience),
      "nonce": .string(nonce.hex),
      "issued": .string(issued.description),
      "expires": .string(expires.description),
      "previous": previous.map { .string($0.description) } ?? .null,
      "revealed": Self.json(revealed),
      "prover": .string(prover.bytes.hex),
    ]
  }

  private static func json(_ values: [String: String]) -> JSONValue {
    .object(JSONObject(values.map { ($0.key, .string($0.value)) }))
  }
}
