import CanonicalJSON
import SystemCryptography

/// The public side of a margin rule: sets of elements with attributes, and tables of exact numbers over them.
///
///     file   = { "kind": "risk", "version": 1, "model": text, "asOf": time, "validUntil": time, "inputs": [ digest, ... ],
///                "previous": digest, "sets": { name: set, ... }, "tables": { name: table, ... } }
///     set    = { "elements": [ id, ... ], "attributes": { name: [ id or null, ... ], ... }, "to": { attribute: set, ... },
///                "lot": number or [ number, ... ], "limit": number or [ number, ... ] }
///     table  = { "index": [ set, ... ], "unit": unit, "decimals": 0...36, cells }
///     cells  = "values": nested | "tiers": nested | "entries": [ [ id, ..., cell ], ... ], "default": cell
///     nested = one list level for each set of the index, in its order, around cells or null (missing)
///     cell   = number | { "upTo": [ number, ... ], "rate": [ number, ... ] }      one kind in a table, the second in "tiers"
///
/// Numbers, times, digests, units, names and ids are strings, as ``Rational``, ``Timestamp``, `Digest`, ``UnitOfMeasure`` and
/// ``Identifier`` read them. Only "sets", "tables", "elements", "index" and cells must be there, and "lot" goes with "limit";
/// unknown keys are refused.
///
/// A value of this type has been checked in itself; what a circuit asks of it is checked when the two meet.
public struct RiskFile: Sendable {
  /// The most decimals that a table may declare.
  public static let maximumDecimals = 36
  /// The most cells that a table's index may span.
  public static let maximumCells = 1 << 26

  /// The name of the model that made the file.
  public let model: String?
  /// The moment that the prices are of.
  public let asOf: Timestamp?
  /// The moment from which the file is stale; after ``asOf``.
  public let validUntil: Timestamp?
  /// What the file was made from.
  public let inputs: [Digest]
  /// The file that this one follows.
  public let previous: Digest?
  public let sets: [String: ElementSet]
  public let tables: [String: Table]
  /// The file as it was given.
  public let json: JSONValue
  /// SHA-256 of the file's canonical JSON: what publishers sign and attestations name, whatever the white space.
  public let digest: Digest

  /// Reads a file as people and programs write it: any white space, any order of keys.
  ///
  /// - Throws: the first fault with its place.
  public init(bytes: [UInt8]) throws(RiskFileError) {
    let json: JSONValue
    do { json = try JSONValue(lenient: bytes) } catch { throw RiskFileError(error) }
    try self.init(json: json)
  }

  /// - Throws: the first fault with its place.
  public init(json: JSONValue) throws(RiskFileError) {
    let root: JSONObject
    do { root = try json.object(at: "") } catch { throw RiskFileError(error) }
    var fields = RiskFields(root, at: "")
    if let kind = try fields.optionalString("kind"), kind != "risk" { throw fields.rule("kind", "must be \"risk\"") }
    if let version = try fields.optionalInteger("version"), version != 1 { throw fields.rule("version", "must be 1") }
    model = try fields.optionalIdentifier("model")
    asOf = try fields.optionalTimestamp("asOf")
    validUntil = try fields.optionalTimestamp("validUntil")
    if let asOf, let validUntil, validUntil <= asOf { throw RiskFileError("validUntil", .validUntilNotAfterAsOf) }
    inputs = try fields.digests("inputs")
    previous = try fields.optionalDigest("previous")

    let objects = try (sets: fields.object("sets"), tables: fields.object("tables"))
    try fields.finish()
    var sets: [String: ElementSet] = [:]
    for member in objects.sets.members {
      sets[try RiskFields.name(member.key, at: "sets")] = try ElementSet(member.value, at: "sets." + member.key)
    }
    self.sets = sets
    try Self.checkTargets(sets)
    try Self.checkHoldings(sets)
    var tables: [String: Table] = [:]
    for member in objects.tables.members {
      tables[try RiskFields.name(member.key, at: "tables")] = try Table(member.value, at: "tables." + member.key, sets: sets)
    }
    self.tables = tables
    self.json = json
    digest = SHA256.hash(json.canonicalBytes)
  }
}
