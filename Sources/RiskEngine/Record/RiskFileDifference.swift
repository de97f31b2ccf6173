import CanonicalJSON
import MarginModel

/// The first place in which two risk files differ, with what each says there.
///
/// Fields of the file come first, then sets (elements before what is said of them), then tables: so a cell's elements are the same in both
/// files. A number that is spelled differently, `1.50` and `1.5`, is a difference: files are compared by their bytes.
public struct RiskFileDifference: Hashable, Sendable, CustomStringConvertible {
  public enum Place: Hashable, Sendable {
    /// A field of the file itself: `asOf`, `inputs[0]`.
    case field(String)
    /// A set that only one of the files has.
    case set(String)
    /// The element of a set at a position: another element, another order, or one more.
    case element(set: String, position: Int)
    /// What a set says of one element, or of all (nil): `attributes.strike`, `to.underlying`, `lot`, `limit`.
    case property(set: String, name: String, element: String?)
    /// A table that only one of the files has.
    case table(String)
    /// What a table says beside its cells, `index`, `unit`, `decimals`, or how it states them: `values`, `tiers`, `entries`, `default`.
    case heading(table: String, name: String)
    /// A cell, by its elements in the index's order.
    case cell(table: String, elements: [String])
  }

  public let place: Place
  /// What the published file says there, numbers as it spells them; nil where it says nothing.
  public let published: String?
  /// What the recomputed file says there; nil where it says nothing.
  public let recomputed: String?

  /// The first difference; nil if the files are byte for byte the same.
  public static func first(published: RiskFile, recomputed: RiskFile) -> RiskFileDifference? {
    RiskFileComparison(published: published, recomputed: recomputed).first
  }

  public var description: String { "\(place): published \(published ?? "nothing"), recomputed \(recomputed ?? "nothing")" }
}

extension RiskFileDifference.Place: CustomStringConvertible {
  /// The place as circuits write it: `pnl[BTC-PERPETUAL, spot +16% vol +40%]`.
  public var description: String {
    let words =
      switch self {
      case .field(let name): name
      case .set(let name): "sets.\(name)"
      case .element(let set, let position): "sets.\(set).elements[\(position)]"
      case .property(let set, let name, let element): "sets.\(set).\(name)" + (element.map { "[\($0)]" } ?? "")
      case .table(let name): "tables.\(name)"
      case .heading(let table, let name): "tables.\(table).\(name)"
      case .cell(let table, let elements): table + (elements.isEmpty ? "" : "[\(elements.joined(separator: ", "))]")
      }
    return words.printable(limit: 600)
  }
}
