import CanonicalJSON
import MarginModel
import RiskEngine
import Testing

@Suite struct OracleVerdictTests {
  private func verdict(_ sources: OracleSources, depth: MarketDepth? = nil, _ part: String = "", _ other: String = "") throws
    -> OracleVerdict
  {
    OracleVerdict(sources.assets[0], asOf: sources.asOf, try OracleFixture.model(part, other), depth: depth)
  }

  /// The figures of `fixtures/circuits/two-price/risk.json`, computed by another program from the same sources.
  @Test func pricesAreThoseOfTheExampleRule() throws {
    let (verdicts, prices) = OraclePrices.judge(try OracleFixture.sources(), try OracleFixture.model())
    let published = try #require(prices)
    let example = try RiskFile(bytes: Fixture.bytes("fixtures/circuits/two-price/risk.json"))
    let instruments = try #require(example.sets["instrument"])
    for coin in ["BTC", "ETH"] {
      let price = try #require(published[coin])
      let place = try #require(instruments.index(of: coin))
      #expect(example.tables["heldPrice"]?.value([place]) == price.held.rational)
      #expect(example.tables["owedPrice"]?.value([place]) == price.owed.rational)
      // The perpetual is marked by its gain from the middle to an end; rounded to the cent there, downward and upward here.
      let perpetual = try #require(instruments.index(of: "\(coin)-PERPETUAL"))
      let spot = try MarketSnapshot(bytes: Fixture.bytes("fixtures/markets/\(coin.lowercased())-20260521.json")).spot.rational
      let cent = Rational(1) / 100
      for (end, text) in [("BTC low ETH low", price.low), ("BTC high ETH high", price.high)] {
        let place = try #require(example.sets["end"]?.index(of: end))
        let gain = try #require(example.tables["mark"]?.value([perpetual, place]))
        #expect(abs(spot + gain - text.rational) <= cent, "\(coin) \(end)")
      }
    }
    #expect(verdicts.flatMap(\.mark.dropped).map(\.source.name) == ["epsilon", "epsilon"])
    #expect(verdicts[0].lines.contains { $0.hasPrefix("  dropped epsilon at 78690.864175, deviant: 1.4") })
    #expect(verdicts[1].lines.contains("  dropped epsilon at 2136.77877, stale: 75 s old, 60 s allowed"))
    #expect(try OraclePrices(bytes: published.canonicalBytes) == published)
    #expect(published.inputs == [try OracleFixture.sources().digest])
  }

  @Test func bandFollowsMedianAverageAndDeviation() throws {
    let sources = try OracleFixture.sources(
      [("a", "100", "1", 0), ("b", "100.2", "1", 0), ("c", "100.5", "1", 0)], observations: [(1800, "101")], traded: "100")
    let verdict = try verdict(sources, depth: nil, "longestGap: 300", "longestGap: 1800")
    let band = try #require(verdict.band)
    #expect(try band.held == OracleFixture.number("100.2") && band.owed == 101)
    // Distances 0.2, 0, 0.3 of 100.2: the median is 0.2, times three.
    let half = Rational(6) / 1002
    #expect(try band.below == half && band.low == OracleFixture.number("100.2") * (1 - half) && band.high == 101 * (1 + half))
    #expect(verdict.price?.low.description == "99.6" && verdict.price?.high.description == "101.61")
    #expect(verdict.blocks.isEmpty && verdict.price != nil)
    // Sources that agree leave the least width.
    let calm = try OracleFixture.sources([("a", "100", "1", 0), ("b", "100", "1", 0), ("c", "100", "1", 0)])
    let least = try self.verdict(calm, depth: nil, "longestGap: 300", "longestGap: 1800")
    #expect(try least.band?.below == OracleFixture.number("0.0005"))
  }

  @Test func everyReasonNotToPublishIsSaid() throws {
    let model = ("longestGap: 300", "longestGap: 1800")
    let few = try verdict(
      OracleFixture.sources([("a", "100", "1", 0), ("b", "100", "1", 0), ("c", "100", "3", 90)]), depth: nil, model.0, model.1)
    #expect(
      few.price == nil
        && few.blocks.map(\.description) == [
          "2 sources are left, 3 needed", "the sources left have 40.000 % of the weight, half needed",
        ])
    let three: [OracleFixture.Quote] = [("a", "100", "1", 0), ("b", "100", "1", 0), ("c", "100", "1", 0)]
    for (traded, feed, isBlocked) in [("101", nil, false), ("101.02", nil, true), ("100", "101", false), ("100", "98.99", true)]
      as [(String, String?, Bool)]
    {
      let verdict = try verdict(OracleFixture.sources(three, traded: traded, feed: feed), depth: nil, model.0, model.1)
      #expect((verdict.price == nil) == isBlocked && verdict.blocks.count == (isBlocked ? 1 : 0))
      #expect(verdict.blocks.allSatisfy { $0.description.hasPrefix("dislocated: the feed ") })
    }
    let gap = try verdict(OracleFixture.sources(three), depth: nil)
    #expect(
      gap.blocks.map(\.description) == ["no average: 1800 s without an observation after 2026-05-21T09:34:10Z, 300 s allowed"])
    let late = try verdict(OracleFixture.sources(three, observations: []), depth: nil)
    #expect(late.blocks.map(\.description) == ["no average over 1800 s: the first observation is of no time at all"])
    #expect(late.lines.first == "BTC: blocked" && late.lines.last == "  " + late.blocks[0].description)
  }

  @Test func oneBlockedAssetPublishesNothing() throws {
    let sources = try OracleFixture.sources("\"tradedPrice\": \"2126.150145\"", "\"tradedPrice\": \"2150\"")
    let (verdicts, prices) = OraclePrices.judge(sources, try OracleFixture.model())
    #expect(prices == nil && verdicts.map { $0.price == nil } == [false, true])
  }

  @Test func aPriceThatCannotBeSpelledIsRefused() throws {
    let tiny = try OracleFixture.sources(
      [("a", "0.001", "1", 0), ("b", "0.001", "1", 0), ("c", "0.001", "1", 0)], observations: [(1800, "0.001")], traded: "0.001")
    #expect(
      try verdict(tiny, depth: nil, "longestGap: 300", "longestGap: 1800").blocks.map(\.description) == [
        "a price has no spelling of 15 digits with 2 decimals above 0; state other priceDecimals"
      ])
  }

  @Test(arguments: [
    ("\"oracle-sources\"", "\"oracle\"", "kind"),
    ("\"tradedPrice\": \"77588.990325\"", "\"tradedPrice\": \"0\"", "assets[0].tradedPrice"),
    ("\"0.3\"", "\"0\"", "assets[0].sources[0].weight"), ("\"alpha\"", "\"beta\"", "assets[0].sources[1].name"),
    ("10:04:08Z", "10:04:11Z", "assets[0].sources[0].time"), ("09:36:10Z", "09:34:10Z", "assets[0].observations[1].time"),
    ("\"asset\": \"ETH\"", "\"asset\": \"BTC\"", "assets[1].asset"),
    ("\"price\": \"77550.19195\"", "\"price\": \"1e5\"", "assets[0].sources[0].price"),
    ("\"price\": \"77550.19195\"", "\"cost\": \"77550.19195\"", "assets[0].sources[0]"),
  ])
  func oneWrongFieldIsRefusedByItsPlace(_ part: String, _ other: String, _ place: String) throws {
    do {
      _ = try OracleFixture.sources(part, other)
      Issue.record("accepted")
    } catch let error as MarketError {
      #expect(error.description.contains(place), "\(error)")
    }
  }

  @Test(arguments: [
    ("builder: oracle", "builder: scan", "oracle.yaml:6:10"), ("maximumAge: 60 ", "maximumAge: 0 ", "oracle.yaml:9:15"),
    ("least: 3", "fewest: 3", "the key least is missing"), ("dislocation: 0.01", "dislocation: 2", "2 is out of range"),
    ("[0.0025, 0.005", "[0.005, 0.0025", "moves that rise"), ("[0.0025, 0.005, 0.01, 0.02]", "[]", "at least one"),
    ("refills: 1 ", "refills: 0.5 ", "out of range"), ("priceDecimals: 2", "priceDecimals: 2\nspread: 1", "unknown key spread"),
    ("{BTC: 100", "{BTC: many", "not a decimal"),
  ])
  func oneWrongKeyOfTheModelIsRefusedByItsPlace(_ part: String, _ other: String, _ words: String) throws {
    do {
      _ = try OracleFixture.model(part, other)
      Issue.record("accepted")
    } catch let error as RiskModelError {
      #expect(error.description.contains(words), "\(error)")
    }
  }

  @Test func pricesOutOfOrderAreRefused() throws {
    let (_, prices) = OraclePrices.judge(try OracleFixture.sources(), try OracleFixture.model())
    let text = String(decoding: try #require(prices).canonicalBytes, as: UTF8.self)
    for (part, other, place) in [
      ("\"low\":\"", "\"low\":\"9", "prices[0].held"), ("\"inputs\":[\"sha256:", "\"inputs\":[\"sha1:", "inputs[0]"),
      ("\"asset\":\"ETH\"", "\"asset\":\"BTC\"", "prices[1].asset"),
    ] {
      let bytes = try #require(SmallMarket.replacing(part, by: other, in: text))
      do {
        _ = try OraclePrices(bytes: bytes)
        Issue.record("accepted")
      } catch {
        #expect(error.description.contains(place), "\(error)")
      }
    }
  }
}
