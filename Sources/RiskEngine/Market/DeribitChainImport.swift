import CanonicalJSON
import MarginModel

/// Reads an option chain of Deribit as quantmind/quantflow's fixtures keep it, reduced to one JSON object an underlying, into our own format.
///
/// Prices and volatilities keep their exact decimals: JSON numbers are read as text, not as floating point. What the chain derives (a middle
/// volatility, a model price) is left behind; we derive it ourselves. The perpetual's middle stands for spot, since the chain has no
/// index price. Nothing is dropped or mended: ``MarketReport`` says what is unusable.
public enum DeribitChainImport {
  /// The snapshot that a chain's bytes describe.
  ///
  /// - Throws: ``MarketError`` naming the path, in the chain's own field names, of the first field at fault.
  public static func snapshot(from bytes: [UInt8]) throws(MarketError) -> MarketSnapshot {
    let value: JSONValue
    do { value = try JSONValue(lenient: QuotedNumbers.quote(bytes)) } catch { throw .json(error) }
    var chain = try MarketFields(value, at: "", spelling: .anyJSONNumber)
    let venue = try chain.name("venue")
    let underlying = try chain.name("underlying")
    let asOf = try chain.instant("as_of")
    let source = try chain.remark("source")
    let licence = try chain.remark("licence")
    _ = chain.optional("derived")
    let perpetual = try perpetual(chain.value("perpetual"))
    guard let spot = BoundedDecimal.midpoint(perpetual.bid, perpetual.ask) else {
      throw .outOfRange(path: "perpetual", text: "\(perpetual.bid) / \(perpetual.ask)", allowed: "prices of at most 14 digits")
    }
    let futures = try MarketSnapshot.list("futures", of: &chain) { value, path throws(MarketError) in
      try future(value, at: path, underlying: underlying, asOf: asOf)
    }
    let options = try MarketSnapshot.list("options", of: &chain) { value, path throws(MarketError) in
      try option(value, at: path, asOf: asOf)
    }
    try chain.finish()
    let snapshot = MarketSnapshot(
      venue: venue, underlying: underlying, asOf: asOf, source: source, licence: licence, spot: spot, perpetual: perpetual,
      futures: futures, options: options, cash: [MarketSnapshot.Cash(asset: underlying, price: spot)])
    try snapshot.checkNames()
    return snapshot
  }

  private static func perpetual(_ value: JSONValue) throws(MarketError) -> MarketSnapshot.Perpetual {
    var fields = try MarketFields(value, at: "perpetual", spelling: .anyJSONNumber)
    let perpetual = MarketSnapshot.Perpetual(
      instrument: try fields.name("instrument"), bid: try fields.price("bid"), ask: try fields.price("ask"), quotedAt: nil)
    _ = fields.optional("note")
    try fields.finish()
    return perpetual
  }

  private static func future(
    _ value: JSONValue, at path: String, underlying: String, asOf: MarketInstant
  ) throws(MarketError) -> MarketSnapshot.Future {
    var fields = try MarketFields(value, at: path, spelling: .anyJSONNumber)
    let expiry = try fields.expiry("expiry", after: asOf)
    let future = MarketSnapshot.Future(
      instrument: underlying + "-" + dayCode(expiry), expiry: expiry, price: try fields.price("mid"), quotedAt: nil)
    try fields.finish()
    return future
  }

  private static func option(_ value: JSONValue, at path: String, asOf: MarketInstant) throws(MarketError) -> MarketSnapshot.Option
  {
    var fields = try MarketFields(value, at: path, spelling: .anyJSONNumber)
    let letter = try fields.text("type")
    guard let type = ["C": OptionType.call, "P": .put][letter] else {
      throw .unknownWord(path: fields.path(of: "type"), text: letter, known: ["C", "P"])
    }
    let option = MarketSnapshot.Option(
      instrument: try fields.name("instrument"), type: type, expiry: try fields.expiry("expiry", after: asOf),
      strike: try fields.price("strike"), forward: try fields.price("forward"),
      bidVolatility: try fields.optionalVolatility("iv_bid"), askVolatility: try fields.optionalVolatility("iv_ask"),
      bid: try fields.optionalQuote("bid_coin"), ask: try fields.optionalQuote("ask_coin"),
      openInterest: try fields.optionalInterest("open_interest"), quotedAt: nil)
    for derived in ["iv_mid", "model_price_usd"] { _ = fields.optional(derived) }
    try fields.finish()
    return option
  }

  /// Deribit's name of a day, `5JUN26`.
  static func dayCode(_ time: Timestamp) -> String {
    let months = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"]
    // "2026-06-05T08:00:00Z": the type's one spelling, so the places are fixed.
    let digits = Array(time.description.utf8).map { Int($0) - 48 }
    let month = digits[5] * 10 + digits[6]
    return "\(digits[8] * 10 + digits[9])\(months[month - 1])\(digits[2])\(digits[3])"
  }
}
