import CanonicalJSON
import MarginModel

/// One position as a commitment counts it.
public struct CommittedPosition: Hashable, Sendable {
  /// Lot and instrument, `0.001 BTC-PERPETUAL`; see `PositionColumn`.
  public let column: String
  /// Whole lots, negative when short.
  public let lots: Int64
  /// The account that the position is on, empty when there is nothing to say.
  public let venue: String
  /// The venue's own mark for it, empty when there is nothing to say.
  public let reference: String

  /// Nil for a column that is no identifier, a venue that is none and not empty, or a reference that is not one line of at most 256 bytes.
  public init?(column: String, lots: Int64, venue: String, reference: String) {
    guard Identifier.isValid(column), venue.isEmpty || Identifier.isValid(venue), reference.utf8.count <= 256,
      !reference.unicodeScalars.contains(where: { $0.value < 0x20 || $0.value == 0x7f })
    else { return nil }
    self.column = column
    self.lots = lots
    self.venue = venue
    self.reference = reference
  }
}

extension CommittedPosition {
  /// What the position's leaf is made of, in canonical form.
  var json: JSONValue {
    ["column": .string(column), "lots": .string("\(lots)"), "venue": .string(venue), "reference": .string(reference)]
  }

  init(json: JSONValue, at path: String) throws(JSONError) {
    var fields = try JSONFields(json, at: path)
    let (column, text) = (try fields.string("column"), try fields.string("lots"))
    let (venue, reference) = (try fields.string("venue"), try fields.string("reference"))
    try fields.finish()
    guard let lots = Int64(text), "\(lots)" == text,
      let position = CommittedPosition(column: column, lots: lots, venue: venue, reference: reference)
    else { throw JSONError(.path(path), .rule("must be a position: column, lots, venue, reference")) }
    self = position
  }
}
