import Foundation
import MarginModel
import RiskEngine
import Testing

/// The project's own figures of every option of both real chains, for `scripts/check-pricing.sh` to compare with other libraries'.
@Suite struct PricingTableTests {
  /// By name.
  static func options() throws -> [String: (type: OptionType, model: Black76)] {
    var options: [String: (type: OptionType, model: Black76)] = [:]
    for market in try RiskBuilderTests.markets() {
      for option in market.options {
        let model = Black76(
          forward: option.forward.double, strike: option.strike.double, volatility: try #require(option.middleVolatility),
          years: market.asOf.years(until: option.expiry))
        options[option.instrument] = (option.type, model)
      }
    }
    return options
  }

  @Test func tableOfBothChainsIsFinite() throws {
    var lines = ["instrument,type,forward,strike,volatility,years,value,delta,gamma,vega,theta,vanna,volga"]
    for market in try RiskBuilderTests.markets() {
      for option in market.options {
        let (volatility, years) = (try #require(option.middleVolatility), market.asOf.years(until: option.expiry))
        let model = Black76(
          forward: option.forward.double, strike: option.strike.double, volatility: volatility, years: years)
        let greeks = model.greeks(option.type)
        let numbers = [
          model.forward, model.strike, volatility, years, model.value(option.type), greeks.delta, greeks.gamma, greeks.vega,
          greeks.theta,
          greeks.vanna, greeks.volga,
        ]
        #expect(numbers.allSatisfy { $0.isFinite }, "\(option.instrument)")
        lines.append(([option.instrument, option.type.rawValue] + numbers.map { "\($0)" }).joined(separator: ","))
      }
    }
    #expect(lines.count == 1 + 679)
    if let path = ProcessInfo.processInfo.environment["RISK_PRICING_TABLE"] {
      try Data((lines.joined(separator: "\n") + "\n").utf8).write(to: URL(fileURLWithPath: path))
    }
  }
}
