import RiskEngine
import Testing

@Suite struct DeribitChainImportTests {
  @Test func numbersKeepTheirExactDecimals() throws {
    let snapshot = try DeribitChainImport.snapshot(from: Array(SmallMarket.chain.utf8))
    #expect(snapshot.spot.description == "77596.75")
    #expect(snapshot.futures.map(\.instrument) == ["BTC-5JUN26"])
    #expect(snapshot.futures[0].price.description == "77698.75")
    #expect(snapshot.options[0].forward.description == "77698.75")
    #expect(snapshot.options[0].strike.description == "76000")
    #expect(snapshot.options[0].bid?.description == "0.03")
    #expect(snapshot.options[0].type == .put)
    #expect(snapshot.cash.map(\.asset) == ["BTC"])
    #expect(try MarketSnapshot(bytes: snapshot.canonicalBytes) == snapshot)
  }

  @Test(arguments: [
    ("\"type\": \"P\"", "\"type\": \"put\"", "options[0].type"), ("76000.0", "NaN", "line"),
    ("76000.0", "1e999", "options[0].strike"),
    ("76000.0", "-76000.0", "options[0].strike"), ("\"iv_bid\": \"0.36\"", "\"iv_bid\": \"-0.36\"", "options[0].iv_bid"),
    ("\"mid\": 77698.750", "\"mid\": 0", "futures[0].mid"), ("\"as_of\": \"2026", "\"as_of\": \"2027", "futures[0].expiry"),
    ("\"venue\": \"Deribit\"", "\"vendor\": \"Deribit\"", "venue"), ("\"iv_mid\"", "\"iv_middle\"", "iv_middle"),
    ("\"note\"", "\"remark\"", "remark"), ("\"derived\"", "\"deduced\"", "deduced"), ("\"mid\"", "\"price\"", "mid"),
    ("BTC-5JUN26-76000-P", "BTC-5JUN26", "options[0].instrument"),
    ("\"bid\": \"77596.5\"", "\"bid\": \"77596.500000000000001\"", "perpetual.bid"),
  ])
  func oneWrongFieldIsRefusedByItsPlace(_ part: String, _ other: String, _ place: String) throws {
    let bytes = try #require(SmallMarket.replacing(part, by: other, in: SmallMarket.chain))
    do {
      _ = try DeribitChainImport.snapshot(from: bytes)
      Issue.record("accepted")
    } catch {
      #expect(error.description.contains(place), "\(error)")
    }
  }

  @Test(.enabled(if: Fixture.hasShared, "the source's chains are not beside the package"), arguments: ["btc", "eth"])
  func fixturesAreWhatTheImportMakes(_ name: String) throws {
    let snapshot = try DeribitChainImport.snapshot(from: Fixture.sharedBytes("data/market/deribit_\(name)_20260521.json"))
    #expect(snapshot.canonicalBytes == (try Fixture.bytes("fixtures/markets/\(name)-20260521.json")))
  }

  /// Bytes of every kind at every place of a chain: refused or read, never a trap.
  @Test func brokenChainsNeverTrap() {
    let chain = Array(SmallMarket.chain.utf8)
    var refused = 0
    for place in chain.indices {
      for byte: UInt8 in [0, 0x22, 0x2d, 0x39, 0x5c, 0x7b, 0xff] {
        var broken = chain
        broken[place] = byte
        if (try? DeribitChainImport.snapshot(from: broken)) == nil { refused += 1 }
      }
      if (try? DeribitChainImport.snapshot(from: Array(chain[..<place]))) == nil { refused += 1 }
    }
    #expect(refused > chain.count)
  }
}
