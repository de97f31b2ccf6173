import CanonicalJSON
import MarginModel

/// Walks through two risk files side by side, up to the first place where they differ.
///
/// Works on the files' JSON, every member of it, so that files of different bytes always differ somewhere. That both have been read as risk
/// files is what makes their lists fit their sets.
struct RiskFileComparison {
  let published, recomputed: RiskFile

  /// The longest text that is shown of either side, in bytes.
  private static let shown = 200

  private typealias Place = RiskFileDifference.Place

  var first: RiskFileDifference? {
    let (left, right) = (Self.object(published.json), Self.object(recomputed.json))
    for key in Self.keys(left, right) where key != "sets" && key != "tables" {
      if let found = Self.values(left[key], right[key], at: { Place.field(Self.path(key, $0)) }) { return found }
    }
    return firstInSets(Self.object(left["sets"]), Self.object(right["sets"]))
      ?? firstInTables(Self.object(left["tables"]), Self.object(right["tables"]))
  }

  // MARK: Sets

  private func firstInSets(_ left: JSONObject, _ right: JSONObject) -> RiskFileDifference? {
    for name in Self.keys(left, right) {
      guard let set = left[name], let other = right[name] else { return Self.presence(left[name], right[name], .set(name)) }
      if let found = firstInSet(name, Self.object(set), Self.object(other)) { return found }
    }
    return nil
  }

  private func firstInSet(_ name: String, _ left: JSONObject, _ right: JSONObject) -> RiskFileDifference? {
    if let found = Self.values(left["elements"], right["elements"], at: { .element(set: name, position: $0 ?? 0) }) { return found }
    let elements = published.sets[name]?.elements ?? []
    func properties(_ left: JSONObject, _ right: JSONObject, under path: String) -> RiskFileDifference? {
      for key in Self.keys(left, right) where !["elements", "attributes", "to"].contains(path + key) {
        let found = Self.values(left[key], right[key]) {
          .property(set: name, name: path + key, element: $0.flatMap { $0 < elements.count ? elements[$0] : nil })
        }
        if let found { return found }
      }
      return nil
    }
    return properties(Self.object(left["attributes"]), Self.object(right["attributes"]), under: "attributes.")
      ?? properties(Self.object(left["to"]), Self.object(right["to"]), under: "to.") ?? properties(left, right, under: "")
      // An empty object and none at all.
      ?? Self.values(left["attributes"], right["attributes"], at: { _ in .property(set: name, name: "attributes", element: nil) })
      ?? Self.values(left["to"], right["to"], at: { _ in .property(set: name, name: "to", element: nil) })
  }

  // MARK: Tables

  private func firstInTables(_ left: JSONObject, _ right: JSONObject) -> RiskFileDifference? {
    for name in Self.keys(left, right) {
      guard let table = left[name], let other = right[name] else { return Self.presence(left[name], right[name], .table(name)) }
      if let found = firstInTable(name, Self.object(table), Self.object(other)) { return found }
    }
    return nil
  }

  private static let cellKeys = ["values", "tiers", "entries"]

  private func firstInTable(_ name: String, _ left: JSONObject, _ right: JSONObject) -> RiskFileDifference? {
    for key in Self.keys(left, right) where !Self.cellKeys.contains(key) {
      let found = Self.values(left[key], right[key]) { .heading(table: name, name: Self.path(key, $0)) }
      if let found { return found }
    }
    let axes = (published.tables[name]?.index ?? []).map { published.sets[$0]?.elements ?? [] }
    for key in Self.cellKeys {
      guard let cells = left[key], let other = right[key] else {
        if let found = Self.presence(left[key], right[key], .heading(table: name, name: key)) { return found }
        continue
      }
      let found = key == "entries" ? entries(name, cells, other) : nested(name, cells, other, axes[...], [])
      if let found { return found }
    }
    return nil
  }

  /// The first cell that differs in lists nested as the index says.
  private func nested(
    _ table: String, _ left: JSONValue, _ right: JSONValue, _ axes: ArraySlice<[String]>, _ elements: [String]
  ) -> RiskFileDifference? {
    guard left != right else { return nil }
    guard let axis = axes.first, case .array(let rows) = left, case .array(let others) = right else {
      return Self.difference(left, right, .cell(table: table, elements: elements))
    }
    for (element, (row, other)) in zip(axis, zip(rows, others)) {
      if let found = nested(table, row, other, axes.dropFirst(), elements + [element]) { return found }
    }
    return nil
  }

  /// The first entry that differs: its cell where its key is the same, else the entry as a whole.
  private func entries(_ table: String, _ left: JSONValue, _ right: JSONValue) -> RiskFileDifference? {
    let (left, right) = (Self.list(left), Self.list(right))
    for place in 0..<max(left.count, right.count) {
      let (entry, other) = (Self.item(place, of: left), Self.item(place, of: right))
      guard entry != other else { continue }
      let (items, others) = (Self.list(entry), Self.list(other))
      guard items.dropLast() == others.dropLast(), let cell = items.last, let otherCell = others.last else {
        return Self.difference(entry, other, .heading(table: table, name: "entries[\(place)]"))
      }
      return Self.difference(cell, otherCell, .cell(table: table, elements: items.dropLast().map(Self.text)))
    }
    return nil
  }

  // MARK: Values

  /// The difference of two values, of lists at the first item that differs.
  private static func values(
    _ left: JSONValue?, _ right: JSONValue?, at path: (_ item: Int?) -> RiskFileDifference.Place
  ) -> RiskFileDifference? {
    guard left != right else { return nil }
    guard case .array(let items) = left, case .array(let others) = right else { return difference(left, right, path(nil)) }
    let place = zip(items, others).enumerated().first { $1.0 != $1.1 }?.offset ?? min(items.count, others.count)
    return difference(item(place, of: items), item(place, of: others), path(place))
  }

  /// A whole set, table or list of cells that only one file has is too long to be shown.
  private static func presence(_ left: JSONValue?, _ right: JSONValue?, _ place: RiskFileDifference.Place) -> RiskFileDifference? {
    guard (left == nil) != (right == nil) else { return nil }
    return RiskFileDifference(place: place, published: left?.kind, recomputed: right?.kind)
  }

  private static func difference(_ left: JSONValue?, _ right: JSONValue?, _ place: RiskFileDifference.Place) -> RiskFileDifference {
    RiskFileDifference(place: place, published: left.map(text), recomputed: right.map(text))
  }

  private static func text(_ value: JSONValue) -> String {
    if case .string(let text) = value { return text.printable(limit: shown) }
    return String(decoding: value.canonicalBytes, as: UTF8.self).printable(limit: shown)
  }

  private static func path(_ key: String, _ item: Int?) -> String { key + (item.map { "[\($0)]" } ?? "") }

  /// Nil beyond the list's end: not a null, which is a value.
  private static func item(_ place: Int, of list: [JSONValue]) -> JSONValue? { place < list.count ? .some(list[place]) : .none }

  private static func keys(_ left: JSONObject, _ right: JSONObject) -> [String] { Set(left.keys + right.keys).sorted() }

  private static func object(_ value: JSONValue?) -> JSONObject {
    if case .object(let object) = value { object } else { JSONObject() }
  }

  private static func list(_ value: JSONValue?) -> [JSONValue] { if case .array(let list) = value { list } else { [] } }
}
