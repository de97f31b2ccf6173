import MarginModel
import RiskEngine
import Testing

@Suite struct Black76Tests {
  private static let cases: [(forward: Double, strike: Double, volatility: Double, years: Double)] =
    [0.2, 0.7, 0.99, 1, 1.01, 1.5, 6].flatMap { moneyness in
      [0.05, 0.45, 2].flatMap { volatility in [0.0001, 0.02, 0.25, 2].map { (77_596.75 * moneyness, 77_596.75, volatility, $0) } }
    }

  /// Values and deltas of all 679 options of the fixture markets, from mpmath.
  @Test func valuesOfTheRealChainsAgreeWithIndependentOnes() throws {
    let options = Dictionary(
      uniqueKeysWithValues: try ["btc", "eth"].flatMap { name in
        let market = try MarketSnapshot(bytes: Fixture.bytes("fixtures/markets/\(name)-20260521.json"))
        return market.options.map { ($0.instrument, ($0, market.asOf)) }
      })
    let rows = try Fixture.rows("fixtures/pricing/black76.csv")
    #expect(rows.count == 679 && options.count == 679)
    for row in rows {
      let (option, asOf) = try #require(options[row[0]])
      let model = Black76(
        forward: option.forward.double, strike: option.strike.double, volatility: try #require(option.middleVolatility),
        years: asOf.years(until: option.expiry))
      let scale = max(model.forward, model.strike)
      #expect(abs(model.value(option.type) - (try #require(Double(row[1])))) < 2e-15 * scale, "\(row[0])")
      #expect(abs(model.delta(option.type) - (try #require(Double(row[2])))) < 1e-13, "\(row[0])")
    }
  }

  @Test(.enabled(if: Fixture.hasShared, "the chains with the source's own model prices are not beside the package"))
  func modelPricesOfTheSourceAreReproduced() throws {
    var count = 0
    for name in ["btc", "eth"] {
      let chain = try ChainPrices(Fixture.sharedBytes("data/market/deribit_\(name)_20260521.json"))
      let market = try DeribitChainImport.snapshot(from: Fixture.sharedBytes("data/market/deribit_\(name)_20260521.json"))
      for option in market.options {
        let model = Black76(
          forward: option.forward.double, strike: option.strike.double, volatility: try #require(option.middleVolatility),
          years: market.asOf.years(until: option.expiry))
        let price = try #require(chain.modelPrices[option.instrument])
        #expect(abs(model.value(option.type) - price) < 1e-6, "\(option.instrument)")
        count += 1
      }
    }
    #expect(count == 679)
  }

  @Test func parityHolds() {
    for (forward, strike, volatility, years) in Self.cases {
      let model = Black76(forward: forward, strike: strike, volatility: volatility, years: years)
      let difference = model.value(.call) - model.value(.put)
      #expect(abs(difference - (forward - strike)) < 1e-14 * max(forward, strike))
      #expect(abs(model.delta(.call) - model.delta(.put) - 1) < 1e-15)
    }
  }

  @Test func valuesStayWithinTheirBounds() {
    for (forward, strike, volatility, years) in Self.cases {
      let model = Black76(forward: forward, strike: strike, volatility: volatility, years: years)
      #expect(model.value(.call) >= max(0, forward - strike) && model.value(.call) <= forward * (1 + 1e-15))
      #expect(model.value(.put) >= max(0, strike - forward) && model.value(.put) <= strike * (1 + 1e-15))
      #expect((0...1).contains(model.delta(.call)) && (-1...0).contains(model.delta(.put)))
    }
  }

  @Test func valueRisesWithVolatilityAndTimeAndFollowsTheForward() {
    for (forward, strike, volatility, years) in Self.cases {
      for type in OptionType.allCases {
        let base = Black76(forward: forward, strike: strike, volatility: volatility, years: years).value(type)
        let tolerance = 1e-14 * max(forward, strike)
        #expect(
          Black76(forward: forward, strike: strike, volatility: volatility * 1.1, years: years).value(type) >= base - tolerance)
        #expect(
          Black76(forward: forward, strike: strike, volatility: volatility, years: years * 1.1).value(type) >= base - tolerance)
        let up = Black76(forward: forward * 1.01, strike: strike, volatility: volatility, years: years).value(type)
        #expect(type == .call ? up >= base - tolerance : up <= base + tolerance)
      }
    }
  }

  @Test func deltaIsTheSlope() {
    let step = 1e-4
    for type in OptionType.allCases {
      let up = Black76(forward: 100 + step, strike: 105, volatility: 0.6, years: 0.3).value(type)
      let down = Black76(forward: 100 - step, strike: 105, volatility: 0.6, years: 0.3).value(type)
      let delta = Black76(forward: 100, strike: 105, volatility: 0.6, years: 0.3).delta(type)
      #expect(abs((up - down) / (2 * step) - delta) < 1e-8)
    }
  }

  @Test(arguments: [(0.0, 1.0), (0.5, 0.0), (0.5, -1.0), (0.0, 0.0)])
  func withoutTimeOrVolatilityOnlyTheIntrinsicValueIsLeft(_ volatility: Double, _ years: Double) {
    func model(_ forward: Double) -> Black76 { Black76(forward: forward, strike: 100, volatility: volatility, years: years) }
    #expect(model(120).value(.call) == 20 && model(120).value(.put) == 0)
    #expect(model(80).value(.call) == 0 && model(80).value(.put) == 20)
    #expect(model(100).value(.call) == 0 && model(100).value(.put) == 0)
    #expect(model(120).delta(.call) == 1 && model(120).delta(.put) == 0)
    #expect(model(80).delta(.call) == 0 && model(80).delta(.put) == -1)
    #expect(model(100).delta(.call) == 0.5 && model(100).delta(.put) == -0.5)
  }

  @Test func limitIsApproachedFromAbove() {
    #expect(abs(Black76(forward: 120, strike: 100, volatility: 0.5, years: 1e-12).value(.call) - 20) < 1e-12)
    #expect(Black76(forward: 80, strike: 100, volatility: 1e-9, years: 1).value(.call) == 0)
    #expect(Black76(forward: 80, strike: 100, volatility: 20, years: 50).value(.call) == 80)
    #expect(Black76(forward: 1e-9, strike: 1e9, volatility: 20, years: 1e-9).value(.put).isFinite)
  }
}
