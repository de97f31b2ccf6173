import CanonicalJSON
import MarginModel
import SystemCryptography

/// The risk file about to be written.
struct RiskRecord {
  let model: RiskModel
  let asOf, validUntil: Timestamp
  let inputs: [Digest]
  let previous: Digest?
  let tables: RiskTables

  var json: JSONValue {
    let members: [(String, JSONValue)] = [
      ("kind", "risk"), ("version", 1), ("model", .string(model.reference)), ("asOf", .string(asOf.description)),
      ("validUntil", .string(validUntil.description)), ("inputs", .array(inputs.map { .string($0.description) })),
      ("sets", .object(JSONObject(tables.sets))), ("tables", .object(JSONObject(tables.tables))),
    ]
    var file = JSONObject(members)
    file["previous"] = previous.map { .string($0.description) }
    return .object(file)
  }
}
