import RiskEngine
import Testing

@Suite struct StatisticsTests {
  @Test func meanOfTheWorstSharesAWholeAndABrokenNumberOfLosses() {
    let losses = [1.0, -3, 7, 4, 2, 0, 5, -1, 6, 3]
    #expect(ExpectedShortfall.of(losses, tail: 0.1) == 7)
    #expect(ExpectedShortfall.of(losses, tail: 0.3) == 6)
    #expect(abs(ExpectedShortfall.of(losses, tail: 0.25) - (7 + 6 + 0.5 * 5) / 2.5) < 1e-15)
    #expect(abs(ExpectedShortfall.of(losses, tail: 1) - 2.4) < 1e-15)
    #expect(ExpectedShortfall.of([-5, -4], tail: 0.5) == -4)
  }

  /// The linear program of the circuit's `shortfall`: the least over z, which is at one of the losses.
  @Test func meanOfTheWorstIsTheLeastOfRockafellarAndUryasev() {
    let losses = (0..<97).map { Double(($0 * 37) % 97) - 40 }
    for tail in [0.01, 0.05, 0.123, 0.5] {
      let least = losses.map { z in z + losses.reduce(0) { $0 + max(0, $1 - z) } / (tail * Double(losses.count)) }.min()
      #expect(abs(ExpectedShortfall.of(losses, tail: tail) - (least ?? .nan)) < 1e-12)
    }
  }

  /// xi .25, beta .03, u .08 and a value at risk of .14 give .20.
  @Test func expectedShortfallOfTheParetoTail() {
    let tail = GeneralizedPareto(shape: 0.25, scale: 0.03, threshold: 0.08, share: 0.1)
    #expect(abs(tail.expectedShortfall(valueAtRisk: 0.14) - 0.2) < 1e-15)
  }

  /// The share beyond the value at risk is the tail, and small shapes meet the exponential distribution.
  @Test(arguments: [-0.3, -1e-9, 0, 1e-9, 1e-7, 0.25, 0.9]) func valueAtRiskIsExceededInTheTail(_ shape: Double) {
    let pareto = GeneralizedPareto(shape: shape, scale: 0.03, threshold: 0.08, share: 0.1)
    let excess = pareto.valueAtRisk(tail: 0.01) - 0.08
    let survival =
      shape.magnitude < 1e-6
      ? DeterministicMath.exponential(-excess / 0.03) : DeterministicMath.power(1 + shape * excess / 0.03, -1 / shape)
    #expect(abs(0.1 * survival - 0.01) < 1e-8)
    #expect(pareto.valueAtRisk(tail: 0.1) == 0.08)
  }

  /// Quantiles of a known distribution give its parameters back.
  @Test(arguments: [-0.2, 0.1, 0.25]) func fitFindsTheParameters(_ shape: Double) throws {
    let count = 20_000
    let excesses = (0..<count).map { place in
      let beyond = 1 - (Double(place) + 0.5) / Double(count)
      return 0.03 * (DeterministicMath.power(beyond, -shape) - 1) / shape
    }
    let losses = excesses.map { 0.08 + $0 } + (0..<(9 * count)).map { 0.08 * (1 - Double($0 % 1000) / 1000) }
    let fit = try #require(GeneralizedPareto(fitting: losses, share: 0.1))
    #expect(abs(fit.shape - shape) < 0.01 && abs(fit.scale - 0.03) < 0.0005 && fit.threshold == 0.08 && fit.share == 0.1)
  }

  @Test func lossesWithoutATailHaveNoFit() {
    #expect(GeneralizedPareto(fitting: Array(repeating: 1, count: 500), share: 0.1) == nil)
    #expect(GeneralizedPareto(fitting: (0..<50).map(Double.init), share: 0.1) == nil)
  }
}
