/// A quantity held of one instrument, as a row of a position file states it.
///
/// It is the trader's secret: neither `print` nor a mirror shows what is in it.
public struct Position: Sendable {
  /// An id of 1 to 128 printable ASCII bytes.
  public let instrument: String
  /// In the instrument's own unit; negative when short.
  public let quantity: Rational
  /// Where it is held, an id.
  public let venue: String?
  /// The trader's own note, at most 256 bytes of text in one line.
  public let reference: String?
  /// Where in the file the row stands.
  let place: PositionError.Place
}

extension Position: CustomStringConvertible, CustomReflectable {
  public var description: String { "a position (not shown)" }
  public var customMirror: Mirror { Mirror(self, children: []) }
}
