import MarginModel
import RiskEngine
import Testing

@Suite struct MarketTableTests {
  private func heading(asOf: String = "2026-05-21T10:04:10.269985Z") throws -> MarketSnapshot.Heading {
    try MarketSnapshot.Heading(venue: "Deribit", underlying: "BTC", asOf: asOf, source: "made up", licence: "none")
  }

  private func table() throws -> String { String(decoding: try Fixture.bytes("fixtures/markets/btc-quotes.csv"), as: UTF8.self) }

  /// The table's rows are those of the snapshot, figure by figure.
  @Test func aTableSaysWhatTheJSONFormSays() throws {
    let snapshot = try MarketSnapshot(csv: Array(table().utf8), file: "quotes.csv", heading: heading())
    let whole = try MarketSnapshot(bytes: Fixture.bytes("fixtures/markets/btc-20260521.json"))
    #expect(snapshot.spot == whole.spot && snapshot.perpetual == whole.perpetual && snapshot.cash == whole.cash)
    #expect(snapshot.futures.count == 2 && snapshot.futures.allSatisfy(whole.futures.contains))
    #expect(snapshot.options.count == 8 && snapshot.options.allSatisfy(whole.options.contains))
    #expect(try MarketSnapshot(bytes: snapshot.canonicalBytes) == snapshot)
  }

  @Test func withoutCashTheCoinIsCollateral() throws {
    let text = try #require(SmallMarket.replacing("cash,,,,,,,,,,,77596.75,BTC\n", by: "", in: table()))
    let snapshot = try MarketSnapshot(csv: text, file: "quotes.csv", heading: heading())
    #expect(snapshot.cash.map(\.asset) == ["BTC"] && snapshot.cash[0].price == snapshot.spot)
  }

  @Test(arguments: [
    ("kind,", "sort,", "quotes.csv: needs a column kind"), ("openInterest,", "interest,", "quotes.csv:1"),
    ("spot,", "index,", "quotes.csv:2.kind"), ("77596.75,\nperp", "-77596.75,\nperp", "quotes.csv:2.price"),
    ("77596.75,\nperp", "77596.75,BTC\nperp", "quotes.csv:2: unknown key \"asset\""), ("77597,", "seven,", "quotes.csv:3.ask"),
    ("future,BTC-29MAY26,", "future,BTC-29MAY26,call", "quotes.csv:4: unknown key \"type\""), ("put", "puts", "quotes.csv:6.type"),
    ("2026-05-29T08:00:00Z,7", "2026-05-19T08:00:00Z,7", "quotes.csv:6.expiry"),
    ("cash,,,,,,,,,,,77596.75,BTC\n", "spot,,,,,,,,,,,77596.75,\n", "the row of kind spot"),
    ("cash,,,,,,,,,,,77596.75,BTC\n", "cash,,,,,,,,,,77596.75,BTC\n", "a row of 12 cells where the header has 13"),
    ("spot,,,,,,,,,,,77596.75,\n", "", "needs a row of kind spot"),
  ])
  func oneWrongCellIsRefusedByItsPlace(_ part: String, _ other: String, _ words: String) throws {
    let text = try #require(SmallMarket.replacing(part, by: other, in: table()))
    do {
      _ = try MarketSnapshot(csv: text, file: "quotes.csv", heading: heading())
      Issue.record("accepted")
    } catch {
      #expect("\(error)".contains(words), "\(error)")
    }
  }

  @Test func aHeadingIsChecked() {
    #expect(throws: MarketError.self) { try heading(asOf: "2026-05-21") }
    #expect(throws: MarketError.self) {
      try MarketSnapshot.Heading(venue: "", underlying: "BTC", asOf: "2026-05-21T10:04:10Z", source: "", licence: "")
    }
  }

  @Test func timesOfQuotesAreReadAndWritten() throws {
    let bytes = try #require(
      SmallMarket.replacing(
        "\"bid\": \"0.03\"", by: "\"quotedAt\": \"2026-05-21T10:04:09.5Z\", \"bid\": \"0.03\"", in: SmallMarket.snapshot))
    let snapshot = try MarketSnapshot(bytes: bytes)
    #expect(snapshot.options[0].quotedAt?.description == "2026-05-21T10:04:09.5Z" && snapshot.options[1].quotedAt == nil)
    #expect(try MarketSnapshot(bytes: snapshot.canonicalBytes) == snapshot)
    let late = try #require(
      SmallMarket.replacing(
        "\"bid\": \"0.03\"", by: "\"quotedAt\": \"2026-05-21T10:04:10.5Z\", \"bid\": \"0.03\"", in: SmallMarket.snapshot))
    #expect(throws: MarketError.self) { try MarketSnapshot(bytes: late) }
  }
}
