import Foundation
import MarginModel
import RiskEngine
import Testing

@Suite struct FutureContractTests {
  @Test func inverseContractGainsTheSameDollarsAsALinearOne() {
    let price = Rational(77_597)
    for percent in [-66, -16, -1, 0, 4, 16, 500] {
      let move = Rational(percent) / 100
      let inverse = FutureContract(price: price, settlement: .inverse)
      let linear = FutureContract(price: price, settlement: .linear)
      #expect(inverse.gain(move: move) * price * (1 + move) == linear.gain(move: move))
      #expect(inverse.gainInDollars(move: move) == linear.gainInDollars(move: move) && linear.gain(move: move) == price * move)
    }
  }

  /// What an exchange published of one account.
  private struct Published: Decodable {
    struct Figure: Decodable { let of, published: String }
    struct Case: Decodable {
      let id: String
      let book: [String: String]
      let figures: [Figure]
    }
    struct Inputs: Decodable {
      struct Extreme: Decodable { let move, profit: String }
      let extremeProfits: [String: Extreme]
    }
    let cases: [Case]
    let inputs: Inputs?

    static func of(_ name: String) throws -> Published {
      try JSONDecoder().decode(Published.self, from: Data(Fixture.bytes("fixtures/exchanges/\(name).json")))
    }

    func figure(_ name: String) throws -> Double {
      try #require(cases.first?.figures.first { $0.of == name }.flatMap { Double($0.published) })
    }
  }

  /// Deribit's own example: coin-settled perpetual and future, profits in coins, gains of a bucket not counted.
  @Test func bucketsOfDeribitAreReproduced() throws {
    let published = try Published.of("deribit-portfolio")
    let book = try #require(published.cases.first).book
    let contract = FutureContract(price: 65_666, settlement: .inverse)
    for percent in [-16, -12, -8, -4, 0, 4, 8, 12, 16] {
      let gain = contract.gain(move: Rational(percent) / 100)
      let profit = try book.values.reduce(Rational.zero) { $0 + (try #require(Rational($1))) * gain }
      let name = "-loss['BTC', '\(percent > 0 ? "+" : "")\(percent)%']"
      #expect(abs(min(0, profit).approximate - (try published.figure(name))) < 1e-15, "\(percent)")
    }
  }

  /// OKX's own example: linear swaps, whose worst move is half of the extreme one.
  @Test func worstMovesOfOKXAreReproduced() throws {
    let published = try Published.of("okx-portfolio")
    for (unit, move) in [("BTC", "0.12"), ("LTC", "-0.18")] {
      let extreme = try #require(published.inputs?.extremeProfits[unit])
      // The page states no index price: the notional is read off the extreme profit.
      let notional = try #require(Rational(extreme.profit)) / #require(Rational(extreme.move))
      let contract = FutureContract(price: notional, settlement: .linear)
      let loss = -contract.gain(move: try #require(Rational(move)))
      #expect(abs(loss.approximate - (try published.figure("mr1['\(unit)']"))) < 1e-11)
    }
  }
}
