import MarginModel
import RiskEngine
import Testing

@Suite struct MarketReportTests {
  private func report(_ part: String = "", _ other: String = "", until time: String = "2026-05-21T11:04:10Z") throws -> MarketReport
  {
    let bytes =
      part.isEmpty
      ? Array(SmallMarket.snapshot.utf8) : try #require(SmallMarket.replacing(part, by: other, in: SmallMarket.snapshot))
    return MarketReport(try MarketSnapshot(bytes: bytes), until: try #require(Timestamp(time)))
  }

  @Test func cleanMarketHasNoFindings() throws {
    let report = try report()
    #expect(report.findings.isEmpty && report.usableCount == 4)
  }

  @Test func unusableQuotesAreLeftOutWithTheirReason() throws {
    let cases: [(part: String, other: String, instrument: String, words: String)] = [
      ("\"bidVolatility\": \"0.36\", ", "", "BTC-26JUN26-76000-P", "no bid and offer"),
      ("\"askVolatility\": \"0.38\", ", "", "BTC-26JUN26-76000-P", "no bid and offer"),
      ("\"bidVolatility\": \"0.36\"", "\"bidVolatility\": \"0\"", "BTC-26JUN26-76000-P", "no bid and offer"),
      ("\"bidVolatility\": \"0.36\"", "\"bidVolatility\": \"0.39\"", "BTC-26JUN26-76000-P", "volatility bid 0.39 above offer 0.38"),
      ("\"bid\": \"0.03\"", "\"bid\": \"0.06\"", "BTC-26JUN26-76000-P", "bid 0.06 above offer 0.05"),
      ("\"bid\": \"77596.5\"", "\"bid\": \"77598\"", "BTC-PERPETUAL", "bid 77598 above offer 77597"),
    ]
    for (part, other, instrument, words) in cases {
      let report = try report(part, other)
      #expect(report.findings.count == 1 && report.usableCount == 3)
      let finding = try #require(report.findings.first)
      #expect(finding.instrument == instrument && finding.isLeftOut && finding.description.contains(words), "\(finding)")
      #expect(!report.isUsable(instrument))
    }
  }

  @Test func doubtsAreKeptAndSaid() throws {
    let outside = try report("\"bid\": \"0.03\"", "\"bid\": \"0.049\"")
    #expect(outside.findings.map(\.isLeftOut) == [false] && outside.usableCount == 4)
    #expect(outside.findings[0].description.contains("outside the quotes 0.049 to 0.05, kept"))
    let forward = try report("\"price\": \"77698.75\"", "\"price\": \"77698.5\"")
    #expect(forward.findings.count == 2 && forward.usableCount == 4)
    #expect(forward.findings.allSatisfy { !$0.isLeftOut && $0.description.contains("differs from its future's price 77698.5") })
  }

  @Test func instrumentsThatExpireInTheFilesTimeAreLeftOut() throws {
    let report = try report(until: "2026-06-26T08:00:01Z")
    #expect(report.findings.count == 3 && report.usableCount == 1)
    #expect(report.findings.allSatisfy { $0.isLeftOut && $0.description.contains("expires 2026-06-26T08:00:00Z") })
    #expect(try self.report(until: "2026-06-26T08:00:00Z").findings.isEmpty)
  }

  /// Counted over the same chains by another program: values outside their quotes, calls above the chord of their neighbours, spreads
  /// below 0.
  @Test func realChainsAreUsableThroughout() throws {
    for (name, count, outside, butterflies, verticals) in [("btc", 400, 15, 20, 2), ("eth", 305, 2, 9, 1)] {
      let market = try MarketSnapshot(bytes: Fixture.bytes("fixtures/markets/\(name)-20260521.json"))
      let report = MarketReport(market, until: try #require(Timestamp("2026-05-21T11:04:10Z")))
      #expect(report.usableCount == count && report.findings.allSatisfy { !$0.isLeftOut })
      var counts = [0, 0, 0]
      for finding in report.findings {
        switch finding.reason {
        case .valueOutsideQuotes: counts[0] += 1
        case .butterfly(_, _, _, let isBeyondQuotes):
          counts[1] += 1
          #expect(!isBeyondQuotes, "\(finding)")
        case .verticalSpread(_, _, let isBeyondQuotes):
          counts[2] += 1
          #expect(!isBeyondQuotes, "\(finding)")
        default: Issue.record("\(finding)")
        }
      }
      #expect(counts == [outside, butterflies, verticals], "\(name)")
    }
  }

  @Test func staleQuotesAreLeftOut() throws {
    let quoted = "\"quotedAt\": \"2026-05-21T10:03:10.269984Z\", \"bid\":"
    for (part, instrument) in [
      ("\"bid\": \"0.03\"", "BTC-26JUN26-76000-P"), ("\"bid\": \"77596.5\"", "BTC-PERPETUAL"),
      ("\"price\": \"77698.75\"", "BTC-26JUN26"),
    ] {
      let other = part.hasPrefix("\"bid\":") ? quoted + part.dropFirst(6) : "\"quotedAt\": \"2026-05-21T10:03:10.269984Z\", " + part
      let bytes = try #require(SmallMarket.replacing(part, by: other, in: SmallMarket.snapshot))
      let market = try MarketSnapshot(bytes: bytes)
      let until = try #require(Timestamp("2026-05-21T11:04:10Z"))
      let report = MarketReport(market, until: until, oldestQuote: 60)
      #expect(report.findings.map(\.instrument) == [instrument] && !report.isUsable(instrument))
      #expect(report.findings[0].description == "\(instrument): quoted 61 s before the snapshot, 60 s allowed, left out")
      #expect(MarketReport(market, until: until, oldestQuote: 61).findings.isEmpty)
      #expect(MarketReport(market, until: until).findings.isEmpty)
    }
  }
}
