import CanonicalJSON
import MarginModel
import SystemCryptography

extension MarketDepth {
  /// Reads a file of kind `market-depth`: JSON in any layout, every decimal a string, nothing that the format does not know.
  ///
  /// - Throws: ``MarketError`` naming the path of the first field at fault.
  public init(bytes: [UInt8]) throws(MarketError) {
    let value: JSONValue
    do { value = try JSONValue(lenient: bytes) } catch { throw .json(error) }
    var file = try MarketFields(value, at: "", spelling: .own)
    try file.expectKind("market-depth", version: 1)
    venue = try file.name("venue")
    asOf = try file.instant("asOf")
    source = try file.remark("source")
    licence = try file.remark("licence")
    assumed = try file.remark("assumed")
    underlyings = try MarketSnapshot.list("underlyings", of: &file) { value, path throws(MarketError) in
      try Underlying(value, at: path)
    }
    try file.finish()
    try MarketFields.checkUnique(underlyings.map(\.name), path: "underlyings", key: "underlying")
    digest = SHA256.hash(value.canonicalBytes)
  }
}

extension MarketDepth.Underlying {
  fileprivate init(_ value: JSONValue, at path: String) throws(MarketError) {
    var fields = try MarketFields(value, at: path, spelling: .own)
    name = try fields.name("underlying")
    openInterest = try fields.interest("openInterest")
    funding = try fields.rate("funding")
    fundingPeriod = try fields.integer("fundingPeriod", 1...31_536_000)
    books = try MarketSnapshot.list("books", of: &fields) { value, place throws(MarketError) in
      try MarketDepth.Book(value, at: "\(path).\(place)")
    }
    let map = fields.path(of: "liquidations")
    var liquidations = try MarketFields(fields.value("liquidations"), at: map, spelling: .own)
    liquidationsDown = try MarketDepth.Curve("down", of: &liquidations)
    liquidationsUp = try MarketDepth.Curve("up", of: &liquidations)
    try liquidations.finish()
    if let value = fields.optional("holders") {
      var holders = try MarketFields(value, at: fields.path(of: "holders"), spelling: .own)
      holdersDown = try MarketDepth.Holders("down", of: &holders)
      holdersUp = try MarketDepth.Holders("up", of: &holders)
      try holders.finish()
    } else {
      (holdersDown, holdersUp) = (nil, nil)
    }
    try fields.finish()
    try MarketFields.checkUnique(books.map(\.source), path: fields.path(of: "books"), key: "source")
  }
}

extension MarketDepth.Book {
  fileprivate init(_ value: JSONValue, at path: String) throws(MarketError) {
    var fields = try MarketFields(value, at: path, spelling: .own)
    source = try fields.name("source")
    down = try MarketDepth.Curve("down", of: &fields)
    up = try MarketDepth.Curve("up", of: &fields)
    try fields.finish()
  }
}

extension MarketDepth.Holders {
  /// Nil where the side is absent.
  fileprivate init?(_ key: String, of holders: inout MarketFields) throws(MarketError) {
    guard let value = holders.optional(key) else { return nil }
    var fields = try MarketFields(value, at: holders.path(of: key), spelling: .own)
    if let index = try fields.optionalShare("concentration") {
      self = .index(index)
    } else if ExposureCensus.keys.contains(where: { fields.optional($0) != nil }) {
      self = .census(try ExposureCensus(&fields))
    } else {
      let census = ExposureCensus.keys.joined(separator: ", ")
      throw .json(JSONError(.path(holders.path(of: key)), .rule("must have concentration, or in its place \(census)")))
    }
    try fields.finish()
  }
}

extension MarketDepth.Curve {
  fileprivate init(_ key: String, of fields: inout MarketFields) throws(MarketError) {
    let direction = fields.path(of: key)
    var points: [Point] = []
    for (place, value) in try fields.list(key).enumerated() {
      let path = "\(direction)[\(place)]"
      var entry = try MarketFields(value, at: path, spelling: .own)
      let point = Point(move: try entry.price("move"), volume: try entry.interest("volume"))
      try entry.finish()
      if let last = points.last {
        guard last.move < point.move else {
          throw .notRising(path: path + ".move", text: point.move.description, last: last.move.description)
        }
        guard last.volume <= point.volume else {
          throw .outOfRange(
            path: path + ".volume", text: point.volume.description, allowed: "at least \(last.volume), the one before")
        }
      }
      guard key == "up" || point.move.double < 1 else {
        throw .outOfRange(path: path + ".move", text: point.move.description, allowed: "below 1: a price cannot fall further")
      }
      points.append(point)
    }
    self.points = points
  }
}
