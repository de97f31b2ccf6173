import CanonicalJSON
import MarginModel
import TestSupport

/// Risk files with the shape of a given one and other numbers, within the ranges that a circuit declares.
///
/// Numbers keep to their table's decimals; schedules keep their bounds and rise or fall as they did.
struct RandomMarket {
  private let circuit: Circuit
  private let root: JSONObject
  private let original: RiskFile

  init(_ circuit: Circuit, riskBytes: [UInt8]) throws {
    self.circuit = circuit
    root = try JSONValue(lenient: riskBytes).object(at: "")
    original = try RiskFile(bytes: riskBytes)
  }

  /// The circuit with another file; tables whose new numbers do not fit together (weights that add up to 1) keep their old ones.
  func bound(using random: inout SeededGenerator) throws -> BoundCircuit {
    var tables = try (root["tables"] ?? .null).object(at: "tables")
    var bound = try BoundCircuit(circuit, risk: original)
    for table in circuit.tables where Int.random(in: 0..<4, using: &random) > 0 {
      let before = tables[table.name]
      var fields = try (before ?? .null).object(at: table.name)
      let decimals = original.tables[table.name]?.decimals ?? 6
      for key in ["values", "entries", "default", "tiers"] {
        fields[key] = fields[key].map { changed($0, table, decimals, isEntries: key == "entries", using: &random) }
      }
      tables[table.name] = .object(fields)
      var root = root
      root["tables"] = .object(tables)
      do {
        bound = try BoundCircuit(circuit, risk: RiskFile(json: .object(root)))
      } catch {
        tables[table.name] = before
      }
    }
    return bound
  }

  private func changed(
    _ value: JSONValue, _ table: Circuit.TableDeclaration, _ decimals: Int, isEntries: Bool, using random: inout SeededGenerator
  ) -> JSONValue {
    switch value {
    case .string(let text): return Rational(text).map { .string("\(number($0, table, decimals, using: &random))") } ?? value
    case .array(let items):
      let keeps = isEntries && items.first.map { if case .string = $0 { true } else { false } } ?? false
      return .array(
        items.enumerated().map { place, item in
          keeps && place < items.count - 1 ? item : changed(item, table, decimals, isEntries: isEntries, using: &random)
        })
    case .object(var schedule):
      guard case .array(let items)? = schedule["rate"] else { return value }
      var rates = items.map { item -> Rational in
        guard case .string(let text) = item, let rate = Rational(text) else { return 0 }
        return number(rate, table, decimals, using: &random)
      }
      rates.sort { table.schedule == .rising ? $0 < $1 : $0 > $1 }
      schedule["rate"] = .array(rates.map { .string("\($0)") })
      return .object(schedule)
    default: return value
    }
  }

  private func number(
    _ old: Rational, _ table: Circuit.TableDeclaration, _ decimals: Int, using random: inout SeededGenerator
  ) -> Rational {
    let new: Rational
    switch Int.random(in: 0..<12, using: &random) {
    case 0: new = 0
    case 1: new = -old
    case 2: new = table.range.lower ?? old
    case 3: new = table.range.upper ?? old
    case 4...6: new = old * Rational(Int.random(in: 1...40, using: &random)) / 20
    default: new = old
    }
    let scale = (0..<decimals).reduce(Rational(1)) { scale, _ in scale * 10 }
    let rounded = Rational((new * scale).floor()) / scale
    return table.range.contains(rounded) ? rounded : old
  }
}
