import MarginModel
import RiskEngine
import Testing

@Suite struct GreeksTests {
  private static let cases: [(forward: Double, strike: Double, volatility: Double, years: Double)] =
    [0.8, 0.95, 1, 1.07, 1.3].flatMap { moneyness in
      [0.3, 0.8].flatMap { volatility in [0.05, 0.4, 1.5].map { (100 * moneyness, 100, volatility, $0) } }
    }

  private static func all(_ greeks: Greeks) -> [Double] {
    [greeks.delta, greeks.gamma, greeks.vega, greeks.theta, greeks.vanna, greeks.volga]
  }

  /// A tenth of the options of both real chains: derivatives of 40 digits by another program's differences, not by closed forms.
  @Test func closedFormsAgreeWithDerivativesOfAnotherProgram() throws {
    let options = try PricingTableTests.options()
    let rows = try Fixture.rows("fixtures/pricing/greeks.csv")
    #expect(rows.count == 68)
    for row in rows {
      let (type, model) = try #require(options[row[0]])
      let greeks = model.greeks(type)
      let expected = try row.dropFirst().map { try #require(Double($0)) }
      let d1 = (model.forward / model.strike).magnitude > 0 ? abs(expected[5] / max(expected[2], 1e-300)) : 0
      // Vanna and volga cross 0; vega says how large they are around there.
      let sizes = [
        1e-6 + abs(expected[0]), expected[1], expected[2], -expected[3], abs(expected[4]) + expected[2] / model.forward,
        abs(expected[5]) + expected[2] * (1 + d1),
      ]
      for (place, (ours, theirs)) in zip(Self.all(greeks), expected).enumerated() {
        #expect(abs(ours - theirs) <= 1e-11 * sizes[place], "\(row[0]) \(place): \(ours) \(theirs)")
      }
    }
  }

  @Test func greeksAreTheSlopesOfTheValue() {
    for (forward, strike, volatility, years) in Self.cases {
      for type in OptionType.allCases {
        func value(_ f: Double, _ v: Double, _ passed: Double) -> Double {
          Black76(forward: forward + f, strike: strike, volatility: volatility + v, years: years - passed).value(type)
        }
        let greeks = Black76(forward: forward, strike: strike, volatility: volatility, years: years).greeks(type)
        let (f, v, t) = (1e-2, 1e-4, 1e-5)
        #expect(abs((value(f, 0, 0) - value(-f, 0, 0)) / (2 * f) - greeks.delta) < 1e-6)
        #expect(abs((value(f, 0, 0) - 2 * value(0, 0, 0) + value(-f, 0, 0)) / (f * f) - greeks.gamma) < 1e-5)
        #expect(abs((value(0, v, 0) - value(0, -v, 0)) / (2 * v) - greeks.vega) < 1e-4)
        #expect(abs((value(0, 0, t) - value(0, 0, -t)) / (2 * t) - greeks.theta) < 1e-3)
        let vanna = (value(f, v, 0) - value(f, -v, 0) - value(-f, v, 0) + value(-f, -v, 0)) / (4 * f * v)
        #expect(abs(vanna - greeks.vanna) < 1e-3)
        #expect(abs((value(0, v, 0) - 2 * value(0, 0, 0) + value(0, -v, 0)) / (v * v) - greeks.volga) < 1e-2)
      }
    }
  }

  /// An inverse option's value in coins is value / forward.
  @Test func greeksInCoinsAreTheSlopesOfTheValueInCoins() {
    for (forward, strike, volatility, years) in Self.cases {
      for type in OptionType.allCases {
        func coins(_ f: Double, _ v: Double) -> Double {
          Black76(forward: forward + f, strike: strike, volatility: volatility + v, years: years).valueInCoins(type)
        }
        let model = Black76(forward: forward, strike: strike, volatility: volatility, years: years)
        let greeks = model.greeks(type).inCoins(value: model.value(type), forward: forward)
        let (f, v) = (1e-2, 1e-4)
        #expect(abs((coins(f, 0) - coins(-f, 0)) / (2 * f) - greeks.delta) < 1e-8)
        #expect(abs((coins(f, 0) - 2 * coins(0, 0) + coins(-f, 0)) / (f * f) - greeks.gamma) < 1e-7)
        #expect(abs((coins(0, v) - coins(0, -v)) / (2 * v) - greeks.vega) < 1e-6)
        #expect(abs((coins(f, v) - coins(f, -v) - coins(-f, v) + coins(-f, -v)) / (4 * f * v) - greeks.vanna) < 1e-5)
        #expect(abs(greeks.theta * forward - model.greeks(type).theta) < 1e-9)
        #expect(abs(greeks.volga * forward - model.greeks(type).volga) < 1e-9)
      }
    }
  }

  @Test func callsAndPutsDifferInDeltaAlone() {
    for (forward, strike, volatility, years) in Self.cases {
      let model = Black76(forward: forward, strike: strike, volatility: volatility, years: years)
      let (call, put) = (Self.all(model.greeks(.call)), Self.all(model.greeks(.put)))
      #expect(Array(call.dropFirst()) == Array(put.dropFirst()))
      #expect(abs(call[0] - put[0] - 1) < 1e-15)
    }
  }

  @Test(arguments: [(0.0, 1.0), (0.5, 0.0), (0.5, -1.0), (1e-12, 1e-12)])
  func withoutTimeOrVolatilityOnlyDeltaIsLeft(_ volatility: Double, _ years: Double) {
    let greeks = Black76(forward: 120, strike: 100, volatility: volatility, years: years).greeks(.call)
    #expect(Self.all(greeks) == [1, 0, 0, 0, 0, 0])
    let far = Black76(forward: 1e-9, strike: 1e9, volatility: 0.01, years: 1e-6).greeks(.put)
    #expect(Self.all(far) == [-1, 0, 0, 0, 0, 0])
  }
}
