import CanonicalJSON
import MarginModel

/// Sets and tables of a risk file as they are put together, in the layout of `docs/risk-file.md`.
struct RiskTables {
  private(set) var sets: [(String, JSONValue)] = []
  private(set) var tables: [(String, JSONValue)] = []

  mutating func add(set name: String, _ elements: [String], attributes: [(String, [String?])] = []) {
    var set = JSONObject([("elements", Self.strings(elements))])
    if !attributes.isEmpty { set["attributes"] = .object(JSONObject(attributes.map { ($0.0, Self.labels($0.1)) })) }
    sets.append((name, .object(set)))
  }

  /// A set whose elements belong to elements of another, which the attribute is named after.
  mutating func add(set name: String, _ elements: [String], of group: String, _ labels: [String]) {
    add(
      set: name,
      json: [
        "elements": Self.strings(elements), "attributes": .object(JSONObject([(group, Self.strings(labels))])),
        "to": .object(JSONObject([(group, .string(group))])),
      ])
  }

  /// Levels of margin, and a table for each of their figures.
  mutating func add(levels: [RiskModel.Level], _ tables: [String]) {
    add(set: "level", levels.map(\.name))
    for (place, table) in tables.enumerated() { add(exact: table, ["level"], levels.map { $0.figures[place] }) }
  }

  mutating func add(set name: String, json: JSONValue) { sets.append((name, json)) }

  /// A table whose cells are texts of `decimals` places.
  mutating func add(_ name: String, _ index: [String], unit: String = "number", decimals: Int, _ values: JSONValue) {
    tables.append(
      (name, ["index": Self.strings(index), "unit": .string(unit), "decimals": .integer(Int64(decimals)), "values": values]))
  }

  mutating func add(_ name: String, _ index: [String], unit: String = "number", decimals: Int, _ cells: [String]) {
    add(name, index, unit: unit, decimals: decimals, Self.strings(cells))
  }

  mutating func add(_ name: String, _ index: [String], unit: String = "number", decimals: Int, _ rows: [[String]]) {
    add(name, index, unit: unit, decimals: decimals, .array(rows.map(Self.strings)))
  }

  mutating func add(_ name: String, _ index: [String], unit: String = "number", decimals: Int, _ blocks: [[[String]]]) {
    add(name, index, unit: unit, decimals: decimals, .array(blocks.map { .array($0.map(Self.strings)) }))
  }

  /// A table of exact numbers, all written with as many decimals as the longest needs.
  mutating func add(exact name: String, _ index: [String], unit: String = "number", _ values: [BoundedDecimal]) {
    let grid = FixedPoint(places: values.map(\.places).max() ?? 0)
    add(name, index, unit: unit, decimals: grid.places, values.map { grid.text($0.rational) })
  }

  /// A table without index: one number.
  mutating func add(parameter name: String, unit: String = "number", _ value: BoundedDecimal) {
    add(name, [], unit: unit, decimals: value.places, .string(value.description))
  }

  mutating func add(parameter name: String, unit: String = "number", decimals: Int, _ text: String) {
    add(name, [], unit: unit, decimals: decimals, .string(text))
  }

  /// Schedules in one index: bounds and one rate more.
  mutating func add(tiers name: String, _ index: [String], decimals: Int, _ cells: [(upTo: [String], rate: [String])]) {
    tables.append(
      (
        name,
        [
          "index": Self.strings(index), "unit": "number", "decimals": .integer(Int64(decimals)),
          "tiers": .array(cells.map { ["upTo": Self.strings($0.upTo), "rate": Self.strings($0.rate)] }),
        ]
      ))
  }

  private static func strings(_ texts: [String]) -> JSONValue { .array(texts.map { .string($0) }) }

  private static func labels(_ texts: [String?]) -> JSONValue { .array(texts.map { $0.map { .string($0) } ?? .null }) }
}
