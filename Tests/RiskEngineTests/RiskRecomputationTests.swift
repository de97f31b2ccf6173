import CanonicalJSON
import MarginModel
import RiskEngine
import Testing

@Suite struct RiskRecomputationTests {
  /// The model that ships, for a market without ETH.
  private static func smallModel() throws -> RiskModel {
    let text = String(decoding: try Fixture.bytes("circuits/risk-models/portfolio-scan.yaml"), as: UTF8.self)
    return try RiskModel(
      bytes: try #require(SmallMarket.replacing("  ETH: {haircut: 0.16, lot: 0.001, limit: 1000000}\n", by: "", in: text)),
      file: "model.yaml")
  }

  private static func smallMarket() throws -> MarketSnapshot { try MarketSnapshot(bytes: Array(SmallMarket.snapshot.utf8)) }

  /// A file as it comes from elsewhere: its bytes read again, with one part of them another.
  private static func published(_ file: RiskFile, _ part: String = "", _ other: String = "") throws -> RiskFile {
    let bytes = file.json.canonicalBytes
    guard !part.isEmpty else { return try RiskFile(bytes: bytes) }
    return try RiskFile(bytes: #require(SmallMarket.replacing(part, by: other, in: String(decoding: bytes, as: UTF8.self))))
  }

  private static func difference(_ recomputation: RiskRecomputation) -> RiskFileDifference? {
    guard case .different(let difference) = recomputation else { return nil }
    return difference
  }

  @Test func bothRealChainsComeOutByteForByte() throws {
    let (markets, model) = (try RiskBuilderTests.markets(), try RiskModelTests.portfolioScan())
    let published = try Self.published(RiskBuilder.build(markets, model).riskFile)
    guard case .identical = RiskRecomputation(of: published, from: markets.reversed(), model) else {
      Issue.record("not identical")
      return
    }
  }

  /// The digest was reached in debug and in release; whatever builds this test must reach it.
  @Test func aSmallMarketGivesTheDigestOfTheFixture() throws {
    let file = try RiskBuilder.build([Self.smallMarket()], Self.smallModel()).riskFile
    #expect(
      file.digest.description + "\n" == String(decoding: try Fixture.bytes("fixtures/risk/small-market.digest"), as: UTF8.self))
    guard case .identical = RiskRecomputation(of: file, from: [try Self.smallMarket()], try Self.smallModel()) else {
      Issue.record("not identical")
      return
    }
  }

  @Test func aCentIsFoundAndNamed() throws {
    let (markets, model) = (try RiskBuilderTests.markets(), try RiskModelTests.portfolioScan())
    // The perpetual's gain at +16 %: 77,596.75 x 0.16.
    let published = try Self.published(RiskBuilder.build(markets, model).riskFile, "\"12415.48\"", "\"12415.49\"")
    let difference = try #require(Self.difference(RiskRecomputation(of: published, from: markets, model)))
    #expect(difference.description == "pnl[BTC-PERPETUAL, spot +16% vol +40%]: published 12415.49, recomputed 12415.48")
  }

  @Test func inputsAreTheVerifiersOwn() throws {
    let (market, model) = (try Self.smallMarket(), try Self.smallModel())
    let file = try RiskBuilder.build([market], model).riskFile
    let moved = try MarketSnapshot(
      bytes: #require(SmallMarket.replacing("\"bid\": \"77596.5\"", by: "\"bid\": \"77595.5\"", in: SmallMarket.snapshot)))
    // Another market, and one more than the file lists.
    guard case .inputNotListed(0, moved.digest) = RiskRecomputation(of: file, from: [moved], model) else {
      Issue.record("another market is taken")
      return
    }
    guard case .inputNotListed(1, moved.digest) = RiskRecomputation(of: file, from: [market, moved], model) else {
      Issue.record("one market more is taken")
      return
    }
    guard case .inputMissing(market.digest) = RiskRecomputation(of: file, from: [], model) else {
      Issue.record("no market is taken")
      return
    }
    // Who lists the other market's digest has to publish the other market's numbers.
    let forged = try Self.published(file, "\(market.digest)", "\(moved.digest)")
    let difference = try #require(Self.difference(RiskRecomputation(of: forged, from: [moved], model)))
    #expect(difference.description == "pnl[BTC-PERPETUAL, spot +16% vol +40%]: published 12415.48, recomputed 12415.40")
  }

  @Test func theModelIsTheVerifiersOwn() throws {
    let (market, model) = (try Self.smallMarket(), try Self.smallModel())
    let file = try RiskBuilder.build([market], model).riskFile
    let shipped = try RiskModelTests.portfolioScan()
    guard case .otherModel(model.reference, shipped.reference) = RiskRecomputation(of: file, from: [market], shipped) else {
      Issue.record("another model is taken")
      return
    }
    // A file that only says it is of that model.
    let forged = try Self.published(file, "\(model.digest)", "\(shipped.digest)")
    guard case .impossible(.noPrice("ETH")) = RiskRecomputation(of: forged, from: [market], shipped) else {
      Issue.record("a model that cannot have been used is taken")
      return
    }
  }

  @Test func thePreviousFileIsTheVerifiersOwn() throws {
    let (market, model) = (try Self.smallMarket(), try Self.smallModel())
    let first = try RiskBuilder.build([market], model).riskFile
    let second = try RiskBuilder.build([market], model, previous: first.digest).riskFile
    guard case .identical = RiskRecomputation(of: second, from: [market], model, previous: first) else {
      Issue.record("not identical")
      return
    }
    let difference = try #require(Self.difference(RiskRecomputation(of: second, from: [market], model)))
    #expect(difference == Self.difference(RiskRecomputation(of: second, from: [market], model, previous: nil)))
    #expect(difference.place == .field("previous") && difference.published == "\(first.digest)" && difference.recomputed == nil)
    let other = try #require(Self.difference(RiskRecomputation(of: second, from: [market], model, previous: second)))
    #expect(other.place == .field("previous") && other.recomputed == "\(second.digest)")
  }

  @Test func validityIsTheModelsNotTheFiles() throws {
    let (market, model) = (try Self.smallMarket(), try Self.smallModel())
    let file = try RiskBuilder.build([market], model).riskFile
    let longer = try Self.published(file, "2026-05-21T11:04:10Z", "2026-05-22T11:04:10Z")
    #expect(Self.difference(RiskRecomputation(of: longer, from: [market], model))?.place == .field("validUntil"))
  }
}
