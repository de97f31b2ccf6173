import Foundation
import RiskEngine
import Testing

/// The exchanges' figures and parameters as they were collected beside the package, against the fixtures and the models that ship.
@Suite struct CollectedFigureTests {
  /// Deribit's own response, as it was collected.
  private struct Collected: Decodable {
    struct Model: Decodable {
      let priceRange, volatilityRangeUp, volatilityRangeDown, shortTermVegaPower, longTermVegaPower, minVolatilityForShockUp: Double
      let extendedDampenerUsd, extendedDampenerBtcCcy, minAnnualisedMove, mmFactor, maxOffsetablePnl: Double
      let bucketsCountPerSide: Int
    }

    struct Expected: Decodable {
      let aggregatedStandardByPriceBucket: [Double]
      let rollShock: Double
    }

    let model: Model
    let indexPrice: Double
    let expected: Expected
  }

  @Test(.enabled(if: Fixture.hasShared, "the published figures are not beside the package"))
  func deribitsParametersAreThePublishedOnes() throws {
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    let collected = try decoder.decode(
      Collected.self, from: Data(Fixture.sharedBytes("data/margin/deribit_pme_simulate_example.json")))
    guard case .deribitPortfolio(let deribit) = try RiskModelTests.named("deribit-portfolio").builder else {
      Issue.record("another builder")
      return
    }
    let (model, rule) = (collected.model, deribit.volatilityShock)
    #expect(deribit.grid.spots.first?.double == model.priceRange && deribit.grid.spots.count == 2 * model.bucketsCountPerSide + 1)
    #expect(deribit.grid.volatilities.map(\.double) == [model.volatilityRangeUp, 0, -model.volatilityRangeDown])
    #expect([rule.powerBelowPivot, rule.powerFromPivot].map(\.double) == [model.shortTermVegaPower, model.longTermVegaPower])
    #expect(rule.leastForRise.double == model.minVolatilityForShockUp)
    #expect(deribit.dampener.double == model.extendedDampenerUsd && model.extendedDampenerBtcCcy == 100_000)
    #expect(deribit.rollRate.double == model.minAnnualisedMove && deribit.offsettable.double == model.maxOffsetablePnl)
    #expect(deribit.levels.map { $0.figures[0].double } == [1, model.mmFactor])
    #expect(try PublishedMarketTests.market("deribit-portfolio").spot.double == collected.indexPrice)
    let figures = try #require(PublishedMarketTests.Published.of("deribit-portfolio").cases.first).figures
    #expect(figures.prefix(9).map { Double($0.published) } == collected.expected.aggregatedStandardByPriceBucket)
    #expect(figures.contains { $0.of == "rollCharge" && Double($0.published) == collected.expected.rollShock })
  }

  /// OKX's response and parameters, as they were collected.
  private struct CollectedOKX: Decodable {
    struct Position: Decodable {
      let instId: String
      let pos, markPx, delta: Double
    }

    struct Request: Decodable { let simPos: [Position] }

    struct Account: Decodable { let borrowMmr, borrowImr, derivMmr, totalMmr, totalImr, eq: Double }

    let request: Request
    /// Figures and, under one key, words.
    let riskUnits: [String: [String: Figure]]
    let account: Account

    enum Figure: Decodable {
      case number(Double), other

      init(from decoder: any Decoder) throws {
        self = (try? decoder.singleValueContainer().decode(Double.self)).map { .number($0) } ?? .other
      }
    }

    private enum CodingKeys: String, CodingKey {
      case request, account
      case riskUnits = "risk_units"
    }
  }

  private struct Parameters: Decodable {
    struct Model: Decodable {
      let shocks: [String: [Double]]
      let extremes: [String: Double]

      private enum CodingKeys: String, CodingKey {
        case shocks = "MR1"
        case extremes = "MR6"
      }
    }

    let okx: Model

    private enum CodingKeys: String, CodingKey {
      case okx = "okx_pm_2025_01"
    }
  }

  @Test(.enabled(if: Fixture.hasShared, "the published figures are not beside the package"))
  func okxsFiguresAndParametersAreThePublishedOnes() throws {
    let collected = try JSONDecoder().decode(
      CollectedOKX.self, from: Data(Fixture.sharedBytes("data/margin/okx_position_builder_example.json")))
    let figures = try PublishedMarketTests.Published.of("okx-portfolio").cases.flatMap(\.figures)
    func expect(_ expression: String, _ figure: Double) {
      #expect(figures.contains { $0.of == expression && Double($0.published) == figure }, "\(expression) \(figure)")
    }
    #expect(collected.riskUnits.keys.sorted() == ["BTC", "LTC"])
    for (unit, found) in collected.riskUnits {
      for (key, expression) in (1...7).map({ ("mr\($0)", "mr\($0)['\(unit)']") })
        + [("mmr", "unitMargin['\(unit)']"), ("imr", "factor[level] * unitMargin['\(unit)']")]
      {
        guard case .number(let figure) = found[key] else {
          Issue.record("\(unit) has no \(key)")
          continue
        }
        expect(expression, figure)
      }
    }
    let account = collected.account
    for (expression, figure) in [
      ("borrowing", account.borrowMmr), ("borrowing", account.borrowImr), ("derivatives", account.derivMmr),
      ("requirement", account.totalMmr), ("requirement", account.totalImr), ("equity", account.eq),
    ] { expect(expression, figure) }
    // The snapshots' marks are the page's, at its own rate of USDT.
    for (position, name) in zip(collected.request.simPos, ["btc", "ltc"]) {
      let perpetual = try #require(PublishedMarketTests.market("okx-portfolio-\(name)").perpetual)
      #expect(perpetual.instrument == position.instId && abs(perpetual.bid.double / (position.markPx * 0.99954) - 1) < 1e-14)
    }
    let published = try JSONDecoder().decode(Parameters.self, from: Data(Fixture.sharedBytes("data/margin/published_models.json")))
    guard case .okxPortfolio(let okx) = try RiskModelTests.named("okx-portfolio").builder else {
      Issue.record("another builder")
      return
    }
    let parameters = published.okx
    for unit in okx.units {
      #expect(unit.shocks.spots.map(\.double).filter { $0 >= 0 }.sorted() == parameters.shocks["BTC,ETH"])
      #expect(unit.extremes.spots.first?.double == parameters.extremes["BTC,ETH"])
    }
    #expect(okx.extremeShare.double == parameters.extremes["factor"] && okx.levels.map { $0.figures[0].double } == [1.3, 1])
  }
}
