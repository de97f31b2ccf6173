import MarginModel

/// The balance that calls are paid into and costs are paid from.
public struct CashInstrument: Sendable {
  /// Its number among the circuit's coordinates.
  public let coordinate: Int
  public let id: String
  /// What one lot is, in the instrument's own unit.
  public let lot: Rational

  /// Tried in this order when none is named.
  public static let usual = ["USD", "USDC", "USDT"]

  /// - Parameter id: a coordinate of the circuit; nil takes the first of ``usual`` that there is.
  /// - Throws: `OperationError` when there is no such coordinate, with a near spelling.
  public init(_ id: String?, in bound: BoundCircuit) throws(OperationError) {
    let ids = bound.coordinates.map(\.id)
    guard let found = id ?? Self.usual.first(where: { ids.contains($0) }) else {
      throw OperationError("the rule has none of \(Self.usual.joined(separator: ", ")); name the instrument that pays by --cash")
    }
    guard let coordinate = ids.firstIndex(where: { $0.utf8.elementsEqual(found.utf8) }) else {
      throw OperationError(
        "--cash \(found.printable): the rule has no such position; write one of its coordinates, such as \(ids[0])")
    }
    self.coordinate = coordinate
    self.id = found
    lot = bound.coordinates[coordinate].lot
  }
}
