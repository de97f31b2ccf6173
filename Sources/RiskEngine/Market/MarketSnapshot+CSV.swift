import CanonicalJSON
import MarginModel

extension MarketSnapshot {
  /// What a table of quotes does not say about itself.
  public struct Heading: Hashable, Sendable {
    public let venue, underlying: String
    public let asOf: MarketInstant
    public let source, licence: String

    /// - Throws: ``MarketError`` naming the part that is at fault.
    public init(venue: String, underlying: String, asOf: String, source: String, licence: String) throws(MarketError) {
      var fields = try MarketFields(
        [
          "venue": .string(venue), "underlying": .string(underlying), "asOf": .string(asOf), "source": .string(source),
          "licence": .string(licence),
        ], at: "", spelling: .own)
      self.venue = try fields.name("venue")
      self.underlying = try fields.name("underlying")
      self.asOf = try fields.instant("asOf")
      self.source = try fields.remark("source")
      self.licence = try fields.remark("licence")
    }
  }

  /// The columns that a table of quotes may have; `kind` it must have.
  public static let tableColumns = [
    "kind", "instrument", "type", "expiry", "strike", "forward", "bidVolatility", "askVolatility", "bid", "ask", "openInterest",
    "price",
    "asset", "quotedAt",
  ]

  /// Reads a snapshot from a table whose rows are of kind `spot`, `perpetual`, `future`, `option` or `cash`, with the fields of the JSON form
  /// as columns and the cells that a row does not use empty.
  ///
  /// Numbers are read as JSON spells them, `74000.0` included, and keep their exact decimals. Without a row of kind `cash` the underlying
  /// itself is collateral, at the price of spot.
  ///
  /// - Throws: ``MarketError`` naming file, line and field.
  public init(csv bytes: [UInt8], file: String, heading: Heading) throws(MarketError) {
    let table = try MarketTable(bytes, file: file)
    guard let kindColumn = table.columns.firstIndex(of: "kind") else {
      throw .header(file: file, wanted: "a column kind, of spot, perpetual, future, option, cash")
    }
    for column in table.columns where !Self.tableColumns.contains(column) {
      throw .unknownWord(path: "\(file):1", text: column, known: Self.tableColumns)
    }
    var spot: BoundedDecimal?
    var perpetual: Perpetual?
    var futures: [Future] = []
    var options: [Option] = []
    var cash: [Cash] = []
    let asOf = heading.asOf
    for row in table.rows {
      let value = table.object(of: row, without: "kind")
      switch row.cells[kindColumn] {
      case "spot":
        guard spot == nil else { throw .duplicateInstrument(path: row.place, name: "the row of kind spot") }
        var fields = try MarketFields(value, at: row.place, spelling: .anyJSONNumber)
        spot = try fields.price("price")
        try fields.finish()
      case "perpetual":
        guard perpetual == nil else { throw .duplicateInstrument(path: row.place, name: "the row of kind perpetual") }
        perpetual = try Perpetual(value, at: row.place, asOf: asOf, spelling: .anyJSONNumber)
      case "future": futures.append(try Future(value, at: row.place, asOf: asOf, spelling: .anyJSONNumber))
      case "option": options.append(try Option(value, at: row.place, asOf: asOf, spelling: .anyJSONNumber))
      case "cash": cash.append(try Cash(value, at: row.place, spelling: .anyJSONNumber))
      case let word:
        throw .unknownWord(path: row.place + ".kind", text: word, known: ["spot", "perpetual", "future", "option", "cash"])
      }
    }
    guard let spot else { throw .header(file: file, wanted: "a row of kind spot with the underlying's price") }
    self.init(
      venue: heading.venue, underlying: heading.underlying, asOf: asOf, source: heading.source, licence: heading.licence,
      spot: spot,
      perpetual: perpetual, futures: futures, options: options,
      cash: cash.isEmpty ? [Cash(asset: heading.underlying, price: spot)] : cash)
    try checkNames()
  }
}
