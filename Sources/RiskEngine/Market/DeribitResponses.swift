import CanonicalJSON
import MarginModel

/// Snapshots from the responses of three public calls of Deribit: `get_instruments`, `get_book_summary_by_currency` and `ticker`.
///
/// The bodies are JSON-RPC as they come off the wire. A venue adds fields when it likes, so fields that are not needed here are passed over;
/// one that is needed and missing or malformed is refused with its path. Nothing derived by the venue is taken but the forward: no mark
/// volatility, no Greeks. Numbers with more than 15 digits (`underlying_price` has 16) are rounded to 15, halves away from zero.
///
/// - An option's volatilities are its ticker's `bid_iv` and `ask_iv`; without a ticker those at which Black-76 on the option's own forward gives
///   the quoted prices, to six decimals.
/// - Spot is the index price: the perpetual's ticker states it as `index_price`, its summary as `estimated_delivery_price`. Where neither does, it
///   is the perpetual's middle.
/// - The snapshot is as old as its newest quote; each quote keeps its own time.
public struct DeribitResponses: Sendable {
  /// What an import left out or made up for.
  public struct Remark: Hashable, Sendable, CustomStringConvertible {
    public let instrument: String
    public let words: String
    public var description: String { "\(instrument): \(words)" }
  }

  let source, licence: String
  var instruments: [Instrument] = []
  var quotes: [String: Quote] = [:]

  public init(source: String, licence: String) {
    self.source = source
    self.licence = licence
  }

  struct Instrument {
    let name, kind, base: String
    /// Linear contracts are quoted in a dollar coin, which a snapshot's prices are not.
    let isCoinSettled: Bool
    let isPerpetual: Bool
    let expiry: Timestamp?
    let strike: BoundedDecimal?
    let type: OptionType?
  }

  /// What summary and ticker say of one instrument; the ticker has the last word.
  struct Quote {
    var time: MarketInstant
    var bid, ask, mark, forward, index, openInterest: BoundedDecimal?
    /// Only a ticker states volatilities.
    var volatilities: (bid: BoundedDecimal?, ask: BoundedDecimal?)?
  }

  /// Adds a response of `public/get_instruments`.
  public mutating func addInstruments(_ bytes: [UInt8]) throws(MarketError) {
    for (path, value) in try Self.results(bytes, isList: true) {
      var fields = try MarketFields(value, at: path, spelling: .anyJSONNumber)
      let name = try fields.name("instrument_name")
      let kind = try fields.text("kind")
      let isPerpetual = try fields.optionalText("settlement_period") == "perpetual"
      let base = try fields.text("base_currency")
      // Kinds that are passed over later, spot and combinations, have no expiry or no one strike.
      let isContract = kind == "option" || kind == "future"
      var type: OptionType?
      if kind == "option" {
        let word = try fields.text("option_type")
        type = OptionType(rawValue: word)
        if type == nil { throw .unknownWord(path: fields.path(of: "option_type"), text: word, known: ["call", "put"]) }
      }
      instruments.append(
        Instrument(
          name: name, kind: kind, base: base,
          isCoinSettled: isContract ? try fields.text("settlement_currency").utf8.elementsEqual(base.utf8) : false,
          isPerpetual: isPerpetual,
          expiry: isContract && !isPerpetual ? try fields.secondOfMilliseconds("expiration_timestamp") : nil,
          strike: kind == "option" ? try fields.price("strike") : nil, type: type))
    }
  }

  /// Adds a response of `public/get_book_summary_by_currency`, of any kinds of instruments.
  public mutating func addSummaries(_ bytes: [UInt8]) throws(MarketError) {
    for (path, value) in try Self.results(bytes, isList: true) {
      var fields = try MarketFields(value, at: path, spelling: .anyJSONNumber)
      let name = try fields.name("instrument_name")
      guard quotes[name] == nil else { throw .duplicateInstrument(path: fields.path(of: "instrument_name"), name: name) }
      quotes[name] = Quote(
        time: try fields.instantOfMilliseconds("creation_timestamp"), bid: try fields.roundedQuote("bid_price"),
        ask: try fields.roundedQuote("ask_price"), mark: try fields.roundedQuote("mark_price"),
        forward: try fields.roundedQuote("underlying_price"), index: try fields.roundedQuote("estimated_delivery_price"),
        openInterest: try fields.optionalInterest("open_interest"))
    }
  }

  /// Adds a response of `public/ticker`, or a list of such responses, after the summaries.
  public mutating func addTickers(_ bytes: [UInt8]) throws(MarketError) {
    for (path, value) in try Self.results(bytes, isList: false) {
      var fields = try MarketFields(value, at: path, spelling: .anyJSONNumber)
      let name = try fields.name("instrument_name")
      let time = try fields.instantOfMilliseconds("timestamp")
      var quote = quotes[name] ?? Quote(time: time)
      guard quote.volatilities == nil else { throw .duplicateInstrument(path: fields.path(of: "instrument_name"), name: name) }
      quote.time = time
      // A best price of 0 is how a ticker says that there is none.
      quote.bid = try fields.roundedQuote("best_bid_price").flatMap { $0 == .zero ? nil : $0 }
      quote.ask = try fields.roundedQuote("best_ask_price").flatMap { $0 == .zero ? nil : $0 }
      quote.mark = try fields.roundedQuote("mark_price") ?? quote.mark
      quote.forward = try fields.roundedQuote("underlying_price") ?? quote.forward
      quote.index = try fields.roundedQuote("index_price") ?? quote.index
      quote.openInterest = try fields.optionalInterest("open_interest") ?? quote.openInterest
      quote.volatilities = (try fields.percentage("bid_iv"), try fields.percentage("ask_iv"))
      quotes[name] = quote
    }
  }

  /// The `result` of a response, or of each response of a list, as objects with their paths.
  private static func results(_ bytes: [UInt8], isList: Bool) throws(MarketError) -> [(path: String, value: JSONValue)] {
    let value: JSONValue
    do { value = try JSONValue(lenient: QuotedNumbers.quote(bytes)) } catch { throw .json(error) }
    var responses: [(path: String, value: JSONValue)] = [("", value)]
    if !isList, case .array(let several) = value { responses = several.enumerated().map { ("[\($0)]", $1) } }
    var results: [(path: String, value: JSONValue)] = []
    for response in responses {
      var fields = try MarketFields(response.value, at: response.path, spelling: .anyJSONNumber)
      if let error = fields.optional("error") {
        throw .venueError(path: fields.path(of: "error"), text: String(decoding: error.canonicalBytes, as: UTF8.self))
      }
      if isList {
        let path = fields.path(of: "result")
        results += try fields.list("result").enumerated().map { ("\(path)[\($0)]", $1) }
      } else {
        results.append((fields.path(of: "result"), try fields.value("result")))
      }
    }
    return results
  }
}
