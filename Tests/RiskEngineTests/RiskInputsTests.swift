import MarginModel
import RiskEngine
import Testing

/// What stands beside the snapshots: given where it is read, taken when the snapshots were, and complete.
@Suite struct RiskInputsTests {
  private static let readers = ["contagion-buffer", "tiered-collateral", "dydx-cross"]

  private static func refusal(_ model: RiskModel, _ inputs: RiskInputs) -> String {
    do { return "built \(try RiskBuilder.build(inputs, model).riskFile.digest)" } catch { return "\(error)" }
  }

  private static func refusal(_ name: String, _ part: String, _ other: String, model changes: [(String, String)] = []) throws
    -> String
  {
    let model = try BuilderFiguresTests.model(name, changes)
    var inputs = try BuilderFiguresTests.inputs(model)
    let text = String(decoding: try Fixture.bytes("fixtures/markets/market-depth.json"), as: UTF8.self)
    inputs.depth = try MarketDepth(bytes: try #require(SmallMarket.replacing(part, by: other, in: text)))
    return refusal(model, inputs)
  }

  @Test func whatTheModelDoesNotReadIsRefused() throws {
    for name in RiskModelTests.shipped {
      let model = try RiskModelTests.named(name)
      for companion in RiskInputs.Companion.allCases where !model.builder.reads(companion) {
        var inputs = try BuilderFiguresTests.inputs(model)
        switch companion {
        case .history: inputs.history = try BuilderFiguresTests.history()
        case .oracle: inputs.oracle = try OracleFixture.prices()
        case .depth: inputs.depth = try OracleFixture.depth()
        }
        #expect(Self.refusal(model, inputs) == "the model does not read the \(companion) that is given; leave it out", "\(name)")
      }
    }
  }

  @Test(arguments: readers) func depthMustBeGivenAndBeOfTheSameTime(_ name: String) throws {
    let model = try RiskModelTests.named(name)
    #expect(Self.refusal(model, RiskInputs(try RiskBuilderTests.markets())).contains("the market's depth and none is given"))
    // The first snapshot is of 10:04:10; ten minutes are allowed.
    for time in ["09:44:10", "10:24:10"] {
      #expect(
        try Self.refusal(name, "T10:04:10Z", "T\(time)Z").contains("the market depth and a snapshot are 1200 seconds apart"),
        "\(time)")
    }
    #expect(try Self.refusal(name, "\"ETH\"", "\"LTC\"").contains("the market depth has nothing of ETH"))
  }

  @Test(arguments: ["contagion-buffer", "tiered-collateral"]) func booksMustNotBeEmpty(_ name: String) throws {
    let text = String(decoding: try Fixture.bytes("fixtures/markets/market-depth.json"), as: UTF8.self)
    let start = try #require(text.firstRange(of: "\"books\": [")).lowerBound
    let end = try #require(text[start...].firstRange(of: "   \"liquidations\"")).lowerBound
    let refusal = try Self.refusal(name, String(text[start..<end]), "\"books\": [],\n")
    #expect(refusal.contains("the market depth has no orders of BTC within 0.02 on the way down"), "\(refusal)")
  }

  /// A depth has one source: the file where it knows the asset, the model where not.
  @Test func depthOfAnAssetHasOneSource() throws {
    let stated = ("markup: 0.05, depth: market}", "markup: 0.05, depth: 120000000}")
    let model = try BuilderFiguresTests.model("tiered-collateral", [stated])
    #expect(Self.refusal(model, try BuilderFiguresTests.inputs(model)).contains("the model states a depth of BTC"))
    // Of USDC the file knows nothing, so the model may state it; then the last tier counts for nothing.
    let dollars = ("haircuts: [0, 0.02, 0.05], markup: 0.01}", "haircuts: [0, 0.02, 0.05], markup: 0.01, depth: 400000000}")
    let file = try BuilderFiguresTests.build(BuilderFiguresTests.model("tiered-collateral", [dollars]))
    // 1 - 0.02 x 10m / 200m, 1 - 0.02 - 0.02 x 50m / 200m
    #expect(file.tables["ratio"]?.schedule([2])?.rate == ["0.999", "0.975", "0"].compactMap { Rational($0) })
    let other = ("haircuts: [0, 0.02, 0.05], markup: 0.01}", "haircuts: [0, 0.02, 0.05], markup: 0.01, depth: market}")
    let unknown = try BuilderFiguresTests.model("tiered-collateral", [other])
    #expect(Self.refusal(unknown, try BuilderFiguresTests.inputs(unknown)).contains("the market depth has nothing of USDC"))
    // With every depth stated or none, the file is not an input.
    let none = try BuilderFiguresTests.model("tiered-collateral", [stated, (", depth: market}", "}")])
    #expect(try !none.builder.reads(.depth) && BuilderFiguresTests.build(none).inputs.count == 2)
  }

  /// Deeper books count for more, and the file says from which.
  @Test func tiersFollowTheBooks() throws {
    let model = try RiskModelTests.named("tiered-collateral")
    let text = String(decoding: try Fixture.bytes("fixtures/markets/market-depth.json"), as: UTF8.self)
    let thin = try MarketDepth(bytes: #require(SmallMarket.replacing("\"540\"", by: "\"140\"", in: text)))
    var inputs = try BuilderFiguresTests.inputs(model)
    let before = try RiskBuilder.build(inputs, model).riskFile
    inputs.depth = thin
    let after = try RiskBuilder.build(inputs, model).riskFile
    let deep = try #require(before.tables["ratio"]?.schedule([0]))
    let shallow = try #require(after.tables["ratio"]?.schedule([0]))
    #expect(zip(deep.rate, shallow.rate).dropLast().allSatisfy { $0 > $1 } && after.inputs.last == thin.digest)
    guard case .inputNotListed(2, thin.digest) = RiskRecomputation(of: before, from: inputs, model) else {
      Issue.record("another depth is taken")
      return
    }
  }
}
