import MarginModel
import RiskEngine
import Testing

@Suite struct DeribitResponsesTests {
  private enum Call: String, CaseIterable {
    case instruments, summaries, tickers

    func text() throws -> String {
      String(decoding: try Fixture.bytes("fixtures/markets/deribit/\(rawValue).json"), as: UTF8.self)
    }
  }

  /// The responses of the fixture, one part of one of them replaced, and calls left out.
  private func read(
    _ call: Call = .instruments, _ part: String = "", _ other: String = "", without: Set<Call> = [], of underlying: String? = nil
  ) throws -> (snapshot: MarketSnapshot, remarks: [DeribitResponses.Remark]) {
    var responses = DeribitResponses(source: "made up", licence: "none")
    for one in Call.allCases where !without.contains(one) {
      var text = try one.text()
      if one == call, !part.isEmpty {
        text = String(decoding: try #require(SmallMarket.replacing(part, by: other, in: text)), as: UTF8.self)
      }
      let bytes = Array(text.utf8)
      switch one {
      case .instruments: try responses.addInstruments(bytes)
      case .summaries: try responses.addSummaries(bytes)
      case .tickers: try responses.addTickers(bytes)
      }
    }
    return try responses.snapshot(of: underlying)
  }

  @Test func threeCallsMakeTheSnapshotThatTheChainMakes() throws {
    let (snapshot, remarks) = try read()
    let chain = try MarketSnapshot(bytes: Fixture.bytes("fixtures/markets/btc-20260521.json"))
    #expect(snapshot.spot == chain.spot && snapshot.venue == "Deribit" && snapshot.underlying == "BTC")
    #expect(snapshot.perpetual?.bid == chain.perpetual?.bid && snapshot.perpetual?.ask == chain.perpetual?.ask)
    #expect(snapshot.asOf.description == "2026-05-21T10:04:10.27Z")
    #expect(snapshot.futures.map(\.instrument) == ["BTC-29MAY26", "BTC-26JUN26"])
    #expect(snapshot.options.count == 8)
    var implied = 0
    for option in snapshot.options {
      let same = try #require(chain.options.first { $0.instrument == option.instrument })
      #expect(option.strike == same.strike && option.forward == same.forward && option.expiry == same.expiry)
      #expect(option.bid == same.bid && option.ask == same.ask && option.openInterest == same.openInterest)
      if option.quotedAt == snapshot.asOf {
        implied += 1
        let years = snapshot.asOf.years(until: option.expiry)
        for (volatility, quote) in [(option.bidVolatility, option.bid), (option.askVolatility, option.ask)] {
          let model = Black76(
            forward: option.forward.double, strike: option.strike.double, volatility: try #require(volatility).double, years: years)
          #expect(abs(model.value(option.type) / model.forward - (try #require(quote)).double) < 1e-6)
        }
      } else {
        #expect(option.bidVolatility == same.bidVolatility && option.askVolatility == same.askVolatility)
        #expect(option.quotedAt?.description == "2026-05-21T10:04:09.52Z")
      }
    }
    #expect(implied == 2)
    #expect(
      remarks.map(\.description) == [
        "BTC-FS-26JUN26_PERP: is a future_combo, left out", "BTC_USDC-PERPETUAL: is not settled in the coin, left out",
      ])
    #expect(try MarketSnapshot(bytes: snapshot.canonicalBytes) == snapshot)
  }

  @Test func orderOfInstrumentsDoesNotMatter() throws {
    let text = try Call.instruments.text()
    let start = try #require(text.firstRange(of: "  {\n   \"instrument_name\": \"BTC-29MAY26-70000-P\"")).lowerBound
    let end = try #require(text[start...].firstRange(of: "  },\n")).upperBound
    let entry = String(text[start..<end])
    let moved = text.replacing(entry, with: "").replacing("\"result\": [\n", with: "\"result\": [\n" + entry)
    var responses = DeribitResponses(source: "made up", licence: "none")
    try responses.addInstruments(Array(moved.utf8))
    try responses.addSummaries(Array(Call.summaries.text().utf8))
    try responses.addTickers(Array(Call.tickers.text().utf8))
    #expect(try responses.snapshot(of: nil).snapshot == read().snapshot)
  }

  @Test func withoutTickersVolatilitiesFollowFromPrices() throws {
    let snapshot = try read(without: [.tickers]).snapshot
    #expect(snapshot.options.allSatisfy { $0.bidVolatility != nil && $0.askVolatility != nil && $0.quotedAt == snapshot.asOf })
  }

  @Test func whatIsMissingIsSaid() throws {
    func words(_ call: Call, _ part: String, _ other: String) throws -> [String] {
      try read(call, part, other).remarks.map(\.description)
    }
    #expect(
      try words(.summaries, "\"instrument_name\": \"BTC-29MAY26\"", "\"instrument_name\": \"BTC-30MAY26\"").filter {
        $0.contains("MAY26:")
      } == [
        "BTC-29MAY26: is in no summary, left out", "BTC-30MAY26: is quoted and not among the instruments, left out",
      ])
    #expect(
      try words(.summaries, "\"mark_price\": 77616.25", "\"mark_price\": null").contains("BTC-29MAY26: has no mark_price, left out")
    )
    #expect(
      try words(.summaries, "\"bid_price\": 77596.5", "\"bid_price\": null").contains("BTC-PERPETUAL: has no bid and ask, left out")
    )
    let index = try words(.summaries, "\"estimated_delivery_price\": 77596.75", "\"estimated_delivery_price\": null")
    #expect(index.contains("BTC-PERPETUAL: no index price, its middle stands for spot"))
    let expired = try words(.instruments, "\"expiration_timestamp\": 1780041600000", "\"expiration_timestamp\": 1779350400000")
    #expect(expired.contains { $0.contains("expired 2026-05-21T08:00:00Z, left out") })
    // Sixteen digits are rounded once.
    let rounded = try read(.tickers, "\"underlying_price\": 77616.25", "\"underlying_price\": 77616.250000000015").snapshot
    #expect(rounded.options[0].forward.description == "77616.25")
    // A ticker's 0 is no quote.
    #expect(try read(.tickers, "\"bid_iv\"", "\"no\": 1, \"bid_iv\"").snapshot.options.count == 8)
  }

  @Test(arguments: [
    ("instruments", "\"strike\": 70000.0", "\"strike\": -1", "result[3].strike"),
    ("instruments", "\"strike\": 70000.0", "\"price\": 70000.0", "result[3]"),
    ("instruments", "\"option_type\": \"put\"", "\"option_type\": \"p\"", "result[3].option_type"),
    (
      "instruments", "\"expiration_timestamp\": 1780041600000", "\"expiration_timestamp\": 1780041600001",
      "result[1].expiration_timestamp"
    ),
    ("instruments", "\"instrument_name\": \"BTC-PERPETUAL\"", "\"instrument_name\": \"\"", "result[0].instrument_name"),
    ("instruments", "\"result\": [", "\"results\": [", "result"),
    ("summaries", "\"creation_timestamp\"", "\"created\"", "result[0]"),
    ("summaries", "\"bid_price\": 77596.5", "\"bid_price\": -1", "result[0].bid_price"),
    ("summaries", "\"bid_price\": 77596.5", "\"bid_price\": NaN", "line"),
    ("summaries", "\"bid_price\": 77596.5", "\"bid_price\": \"Infinity\"", "result[0].bid_price"),
    (
      "summaries", "\"result\": [", "\"error\": {\"code\": 10028, \"message\": \"too_many_requests\"}, \"result\": [",
      "too_many_requests"
    ),
    ("tickers", "\"bid_iv\": ", "\"bid_iv\": 99", "[0].result.bid_iv"), ("tickers", "\"timestamp\"", "\"time\"", "[0].result"),
    ("tickers", "BTC-29MAY26-76000-P\"", "BTC-29MAY26-70000-P\"", "[1].result.instrument_name"),
  ])
  func oneWrongFieldIsRefusedByItsPlace(_ call: String, _ part: String, _ other: String, _ words: String) throws {
    let call = try #require(Call(rawValue: call))
    do {
      _ = try read(call, part, other)
      Issue.record("accepted")
    } catch let error as MarketError {
      #expect(error.description.contains(words), "\(error)")
    }
  }

  @Test func noQuotesOrTwoCoinsAreRefused() throws {
    #expect(throws: MarketError.self) { try read(without: [.summaries, .tickers]) }
    #expect(throws: MarketError.self) { try read(.instruments, "\"base_currency\": \"BTC\"", "\"base_currency\": \"ETH\"") }
    // The perpetual is the first instrument: without it there is no spot.
    #expect(throws: MarketError.self) {
      try read(.instruments, "\"base_currency\": \"BTC\"", "\"base_currency\": \"ETH\"", of: "BTC")
    }
    let text = try Call.instruments.text()
    let start = try #require(text.firstRange(of: "\"instrument_name\": \"BTC-29MAY26\"")).lowerBound
    let future = String(text[start..<(try #require(text[start...].firstRange(of: "\"quote_currency\""))).lowerBound])
    let named = try read(
      .instruments, future, future.replacing("\"base_currency\": \"BTC\"", with: "\"base_currency\": \"ETH\""), of: "BTC")
    #expect(named.remarks.contains { $0.description == "BTC-29MAY26: is of ETH, left out" } && named.snapshot.futures.count == 1)
  }
}
