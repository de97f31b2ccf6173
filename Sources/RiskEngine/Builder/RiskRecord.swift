import CanonicalJSON
import MarginModel
import SystemCryptography

/// The risk file about to be written: sets and tables in the layout of `docs/risk-file.md`.
struct RiskRecord {
  let model: RiskModel
  let asOf, validUntil: Timestamp
  let inputs: [Digest]
  let previous: Digest?
  let underlyings: [(name: String, spot: BoundedDecimal)]
  let instruments: [PricedInstrument]

  var json: JSONValue {
    let members: [(String, JSONValue)] = [
      ("kind", "risk"), ("version", 1), ("model", .string("\(model.name) \(model.digest)")), ("asOf", .string(asOf.description)),
      ("validUntil", .string(validUntil.description)), ("inputs", .array(inputs.map { .string($0.description) })),
      ("sets", sets), ("tables", tables),
    ]
    var file = JSONObject(members)
    file["previous"] = previous.map { .string($0.description) }
    return .object(file)
  }

  private var sets: JSONValue {
    [
      "instrument": instrumentSet, "scan": scanSet, "underlying": ["elements": strings(underlyings.map(\.name))],
      "level": ["elements": strings(model.levels.map(\.name))],
    ]
  }

  private var instrumentSet: JSONValue {
    [
      "elements": strings(instruments.map(\.name)),
      "attributes": [
        "kind": strings(instruments.map(\.kind.rawValue)),
        "underlying": labels(instruments.map(\.underlying)),
        "expiry": labels(instruments.map { $0.expiry?.description }),
        "strike": labels(instruments.map { $0.strike?.description }),
        "type": labels(instruments.map { $0.type?.rawValue }),
      ],
      "to": ["underlying": "underlying"],
      "lot": strings(instruments.map(\.lot.description)),
      "limit": strings(instruments.map(\.limit.description)),
    ]
  }

  private var scanSet: JSONValue {
    let scenarios = model.scenarios
    return [
      "elements": strings(scenarios.map(\.name)),
      "attributes": [
        "spot": strings(scenarios.map(\.spot.description)), "volatility": strings(scenarios.map(\.volatility.description)),
      ],
    ]
  }

  private var tables: JSONValue {
    let money = model.moneyDecimals
    return [
      "mark": table(["instrument"], "USD", money, strings(instruments.map(\.mark))),
      "pnl": table(["instrument", "scan"], "USD", money, .array(instruments.map { strings($0.pnl) })),
      "fee": table(["instrument"], "USD", money, strings(instruments.map(\.fee))),
      "funding": table(["instrument"], "USD", money, strings(instruments.map(\.funding))),
      "delta": table(["instrument"], "number", model.deltaDecimals, strings(instruments.map(\.delta))),
      "spot": table(["underlying"], "USD", money, strings(underlyings.map { FixedPoint(places: money).text($0.spot.rational) })),
      "haircut": table(["instrument"], "number", instruments.map(\.haircut)),
      "weight": table(["scan"], "number", model.scenarios.map(\.weight)),
      "share": table(["level"], "number", model.levels.map(\.share)),
      "netRate": parameter(model.netRate),
      "hedgedRate": parameter(model.hedgedRate),
    ]
  }

  private func table(_ index: [String], _ unit: String, _ decimals: Int, _ values: JSONValue) -> JSONValue {
    ["index": strings(index), "unit": .string(unit), "decimals": .integer(Int64(decimals)), "values": values]
  }

  /// A table of exact numbers, all written with as many decimals as the longest needs.
  private func table(_ index: [String], _ unit: String, _ values: [BoundedDecimal]) -> JSONValue {
    let grid = FixedPoint(places: values.map(\.places).max() ?? 0)
    return table(index, unit, grid.places, strings(values.map { grid.text($0.rational) }))
  }

  private func parameter(_ value: BoundedDecimal) -> JSONValue {
    ["index": [], "unit": "number", "decimals": .integer(Int64(value.places)), "values": .string(value.description)]
  }

  private func strings(_ texts: [String]) -> JSONValue { .array(texts.map { .string($0) }) }

  private func labels(_ texts: [String?]) -> JSONValue { .array(texts.map { $0.map { .string($0) } ?? .null }) }
}
