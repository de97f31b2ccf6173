/// The name of a position's column: what its generator is hashed from.
///
///     column = lot " " id        "0.001 BTC-PERPETUAL", "1 isolated-1/BTC-PERP"
///
/// A commitment counts whole lots. With the lot in the name, a commitment made in lots of 1 cannot be proven under a risk file whose
/// lot is 0.1: the columns are other generators. A lot has no space, so no two pairs share a name.
public enum PositionColumn {
  /// The longest name, in bytes.
  public static let maximumLength = 128

  /// The column of a coordinate; nil for an id that is not printable ASCII, or a name longer than ``maximumLength``.
  ///
  /// - Parameters:
  ///   - id: the coordinate's elements joined by "/".
  ///   - lot: positive, in the instrument's own unit; written exactly, as a decimal where there is one, else as `p/q`.
  public static func name(id: String, lot: Rational) -> String? {
    let name = "\(lot) \(id)"
    guard Identifier.isValid(id), lot.signum > 0, name.utf8.count <= maximumLength else { return nil }
    return name
  }
}
