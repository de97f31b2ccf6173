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

  @Test func brokenFilesNeverTrap() throws {
    let bytes = Array(try Self.text().utf8.prefix(2000))
    for end in stride(from: 0, to: bytes.count, by: 7) {
      #expect(throws: MarketError.self) { try MarketDepth(bytes: Array(bytes[..<end])) }
    }
  }
}
