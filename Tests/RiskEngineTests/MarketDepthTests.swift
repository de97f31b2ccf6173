import MarginModel
import RiskEngine
import Testing

@Suite struct MarketDepthTests {
  private static func text() throws -> String {
    String(decoding: try Fixture.bytes("fixtures/markets/market-depth.json"), as: UTF8.self)
  }

  @Test func booksAddUpToTheDepthThatIsAssumed() throws {
    let depth = try MarketDepth(bytes: Fixture.bytes("fixtures/markets/market-depth.json"))
    #expect(!depth.assumed.isEmpty && depth.underlyings.map(\.name) == ["BTC", "ETH"])
    let coin = try #require(depth["BTC"])
    #expect(coin.depth(.down, within: Rational(1) / 50) == 1800 && coin.depth(.up, within: Rational(1) / 50) == 1700)
    // Even between the points, flat beyond the last.
    #expect(coin.depth(.down, within: Rational(1) / 400) == 225 && coin.depth(.down, within: 1) == 1800)
    #expect(coin.liquidations(.down).volume(at: Rational(13) / 100) == 1750)
    #expect(coin.liquidations(.up).volume(at: .zero) == 0)
    #expect(depth["LTC"] == nil)
  }

  @Test(arguments: [
    ("\"market-depth\"", "\"market\"", "kind"), ("\"assumed\":", "\"guessed\":", "assumed"),
    ("\"25200\"", "\"-1\"", "underlyings[0].openInterest"),
    ("\"25200\"", "25200", "underlyings[0].openInterest"), ("28800", "0", "underlyings[0].fundingPeriod"),
    ("\"0.0001\"", "\"2\"", "underlyings[0].funding"), ("\"beta\"", "\"alpha\"", "underlyings[0].books[1].source"),
    ("\"0.02\"", "\"0.005\"", "underlyings[0].books[0].down[1].move"),
    ("\"0.02\"", "\"1\"", "underlyings[0].books[0].down[1].move"),
    ("\"540\"", "\"13\"", "underlyings[0].books[0].down[1].volume"), ("\"ETH\"", "\"BTC\"", "underlyings[1].underlying"),
    ("\"volume\": \"540\"", "\"coins\": \"540\"", "underlyings[0].books[0].down[1]"),
    ("\"holders\": {\n    \"down\"", "\"holders\": {\n    \"left\"", "underlyings[0].holders"),
    ("\"0.08\"", "\"1.08\"", "underlyings[0].holders.up.concentration"),
    ("\"0.08\"", "1", "underlyings[0].holders.up.concentration"),
    ("\"concentration\": \"0.08\"", "\"accounts\": []", "underlyings[0].holders.up"),
    ("\"concentration\": \"0.08\"", "\"concentration\": \"0.08\", \"silent\": 1", "underlyings[0].holders.up"),
    ("\"200\"", "\"0\"", "underlyings[0].holders.down.edges[0]"), ("\"1000\"", "\"200\"", "underlyings[0].holders.down.edges[1]"),
    ("\"1000\"", "1000", "underlyings[0].holders.down.edges[1]"),
    ("      60,\n", "", "underlyings[0].holders.down.accounts: 2 numbers"),
    ("      60,", "      -1,", "underlyings[0].holders.down.accounts[0]"),
    ("      60,", "      \"60\",", "underlyings[0].holders.down.accounts[0]"),
    ("\"silent\": 1", "\"silent\": -1", "underlyings[0].holders.down.silent"),
    (
      "\"concentration\": \"0.08\"", "\"edges\": [], \"accounts\": [], \"silent\": 0", "underlyings[0].holders.up.edges: 0 edges"
    ),
  ])
  func oneWrongFieldIsRefusedByItsPlace(_ part: String, _ other: String, _ place: String) throws {
    let bytes = try #require(SmallMarket.replacing(part, by: other, in: Self.text()))
    do {
      _ = try MarketDepth(bytes: bytes)
      Issue.record("accepted")
    } catch {
      #expect(error.description.contains(place), "\(error)")
    }
  }

  /// Of whom nothing is known counts as one holder alone.
  @Test func holdersMayBeAbsent() throws {
    let whole = try #require(MarketDepth(bytes: Fixture.bytes("fixtures/markets/market-depth.json"))["BTC"])
    #expect(whole.concentration(.down) == Rational(139_400_000) / 635_040_000 && whole.concentration(.up) == Rational(2) / 25)
    let text = try Self.text()
    let start = try #require(text.firstRange(of: ",\n   \"holders\"")).lowerBound
    let end = try #require(text[start...].firstRange(of: "\n  },")).lowerBound
    let without = try #require(MarketDepth(bytes: Array((text[..<start] + text[end...]).utf8))["BTC"])
    #expect(without.concentration(.down) == 1 && without.concentration(.up) == 1 && without.books == whole.books)
    let side = try #require(SmallMarket.replacing("    \"up\": {\n     \"concentration\": \"0.08\"\n    }", by: "", in: text))
    let half = String(decoding: side, as: UTF8.self).replacing("\"silent\": 1\n    },\n\n", with: "\"silent\": 1\n    }\n")
    let oneSided = try #require(MarketDepth(bytes: Array(half.utf8))["BTC"])
    #expect(oneSided.concentration(.up) == 1 && oneSided.concentration(.down) == whole.concentration(.down))
  }

  @Test func brokenFilesNeverTrap() throws {
    let bytes = Array(try Self.text().utf8.prefix(2000))
    for end in stride(from: 0, to: bytes.count, by: 7) {
      #expect(throws: MarketError.self) { try MarketDepth(bytes: Array(bytes[..<end])) }
    }
  }
}
