import CanonicalJSON
import MarginModel

extension MarketSnapshot {
  /// Reads a snapshot file: JSON in any layout, every decimal a string, nothing that the format does not know.
  ///
  /// - Throws: ``MarketError`` naming the path of the first field at fault.
  public init(bytes: [UInt8]) throws(MarketError) {
    let value: JSONValue
    do { value = try JSONValue(lenient: bytes) } catch { throw .json(error) }
    var file = try MarketFields(value, at: "", spelling: .own)
    try file.expectKind("market", version: 1)
    venue = try file.name("venue")
    underlying = try file.name("underlying")
    let asOf = try file.instant("asOf")
    self.asOf = asOf
    source = try file.remark("source")
    licence = try file.remark("licence")
    spot = try file.price("spot")
    perpetual = try file.optional("perpetual").map { value throws(MarketError) in try Perpetual(value, at: "perpetual", asOf: asOf)
    }
    futures = try Self.list("futures", of: &file) { value, path throws(MarketError) in try Future(value, at: path, asOf: asOf) }
    options = try Self.list("options", of: &file) { value, path throws(MarketError) in try Option(value, at: path, asOf: asOf) }
    cash = try Self.list("cash", of: &file) { value, path throws(MarketError) in try Cash(value, at: path) }
    try file.finish()
    try checkNames()
  }

  static func list<Element>(
    _ key: String, of file: inout MarketFields, _ read: (JSONValue, String) throws(MarketError) -> Element
  ) throws(MarketError) -> [Element] {
    var elements: [Element] = []
    for (place, value) in try file.list(key).enumerated() { elements.append(try read(value, "\(key)[\(place)]")) }
    return elements
  }

  /// Refuses two entries of one name: all of them become elements of one set.
  func checkNames() throws(MarketError) {
    var names: Set<String> = []
    if let perpetual { names.insert(perpetual.instrument) }
    let entries =
      futures.enumerated().map { ("futures[\($0)].instrument", $1.instrument) }
      + options.enumerated().map { ("options[\($0)].instrument", $1.instrument) }
      + cash.enumerated().map { ("cash[\($0)].asset", $1.asset) }
    for (path, name) in entries {
      guard names.insert(name).inserted else { throw .duplicateInstrument(path: path, name: name) }
    }
  }
}

extension MarketSnapshot.Perpetual {
  init(
    _ value: JSONValue, at path: String, asOf: MarketInstant, spelling: MarketFields.Spelling = .own
  ) throws(MarketError) {
    var fields = try MarketFields(value, at: path, spelling: spelling)
    instrument = try fields.name("instrument")
    bid = try fields.price("bid")
    ask = try fields.price("ask")
    quotedAt = try fields.optionalInstant("quotedAt", upTo: asOf)
    try fields.finish()
  }
}

extension MarketSnapshot.Future {
  init(
    _ value: JSONValue, at path: String, asOf: MarketInstant, spelling: MarketFields.Spelling = .own
  ) throws(MarketError) {
    var fields = try MarketFields(value, at: path, spelling: spelling)
    instrument = try fields.name("instrument")
    expiry = try fields.expiry("expiry", after: asOf)
    price = try fields.price("price")
    quotedAt = try fields.optionalInstant("quotedAt", upTo: asOf)
    try fields.finish()
  }
}

extension MarketSnapshot.Option {
  init(
    _ value: JSONValue, at path: String, asOf: MarketInstant, spelling: MarketFields.Spelling = .own
  ) throws(MarketError) {
    var fields = try MarketFields(value, at: path, spelling: spelling)
    instrument = try fields.name("instrument")
    let word = try fields.text("type")
    guard let type = OptionType(rawValue: word) else {
      throw .unknownWord(path: fields.path(of: "type"), text: word, known: OptionType.allCases.map(\.rawValue))
    }
    self.type = type
    expiry = try fields.expiry("expiry", after: asOf)
    strike = try fields.price("strike")
    forward = try fields.price("forward")
    bidVolatility = try fields.optionalVolatility("bidVolatility")
    askVolatility = try fields.optionalVolatility("askVolatility")
    bid = try fields.optionalQuote("bid")
    ask = try fields.optionalQuote("ask")
    openInterest = try fields.optionalInterest("openInterest")
    quotedAt = try fields.optionalInstant("quotedAt", upTo: asOf)
    try fields.finish()
  }
}

extension MarketSnapshot.Cash {
  init(_ value: JSONValue, at path: String, spelling: MarketFields.Spelling = .own) throws(MarketError) {
    var fields = try MarketFields(value, at: path, spelling: spelling)
    asset = try fields.name("asset")
    price = try fields.price("price")
    try fields.finish()
  }
}
