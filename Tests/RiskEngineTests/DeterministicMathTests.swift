import RiskEngine
import Testing

@Suite struct DeterministicMathTests {
  /// The largest relative error over a file of known answers; half a unit in the last place of it is the answer's own rounding.
  private func largestError(_ file: String, _ function: (Double) -> Double) throws -> (error: Double, at: Double) {
    var worst = (error: 0.0, at: 0.0)
    for row in try Fixture.rows("fixtures/numerics/" + file) {
      let x = try #require(Double(row[0]))
      let value = try #require(Double(row[1]))
      let result = function(x)
      let error = value == 0 ? abs(result) : abs(result - value) / abs(value)
      if !(error <= worst.error) { worst = (error, x) }
    }
    return worst
  }

  @Test func exponentialIsWithinItsBound() throws {
    let worst = try largestError("exponential.csv", DeterministicMath.exponential)
    #expect(worst.error < 4e-16, "at \(worst.at)")
  }

  @Test func logarithmIsWithinItsBound() throws {
    let worst = try largestError("logarithm.csv", DeterministicMath.logarithm)
    #expect(worst.error < 5e-16, "at \(worst.at)")
  }

  @Test func normalDensityIsWithinItsBound() throws {
    let worst = try largestError("normal-density.csv", DeterministicMath.normalDensity)
    #expect(worst.error < 1e-15, "at \(worst.at)")
  }

  @Test func normalCumulativeIsWithinItsBound() throws {
    let worst = try largestError("normal-cumulative.csv", DeterministicMath.normalCumulative)
    #expect(worst.error < 1e-14, "at \(worst.at)")
  }

  @Test func endsOfTheDomains() {
    #expect(DeterministicMath.exponential(0) == 1)
    #expect(DeterministicMath.exponential(-708.1) == 0)
    #expect(DeterministicMath.exponential(-.infinity) == 0)
    #expect(DeterministicMath.exponential(709.1) == .infinity)
    #expect(DeterministicMath.exponential(.infinity) == .infinity)
    #expect(DeterministicMath.exponential(.nan).isNaN)
    #expect(DeterministicMath.logarithm(1) == 0)
    #expect(DeterministicMath.logarithm(0) == -.infinity)
    #expect(DeterministicMath.logarithm(.infinity) == .infinity)
    #expect(DeterministicMath.logarithm(-1).isNaN)
    #expect(DeterministicMath.logarithm(.nan).isNaN)
    #expect(DeterministicMath.normalCumulative(0) == 0.5)
    #expect(DeterministicMath.normalCumulative(-.infinity) == 0)
    #expect(DeterministicMath.normalCumulative(.infinity) == 1)
    #expect(DeterministicMath.normalCumulative(-37.6) == 0)
    #expect(DeterministicMath.normalCumulative(.nan).isNaN)
    #expect(DeterministicMath.normalDensity(.infinity) == 0)
    #expect(DeterministicMath.normalDensity(.nan).isNaN)
  }

  /// The bits themselves, so that a compiler that contracts or reorders is found out.
  @Test func bitsAreThoseOfTheFixedOrder() throws {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for (file, function) in [
      ("exponential.csv", DeterministicMath.exponential), ("logarithm.csv", DeterministicMath.logarithm),
      ("normal-cumulative.csv", DeterministicMath.normalCumulative),
    ] {
      for row in try Fixture.rows("fixtures/numerics/" + file) {
        hash = (hash ^ function(try #require(Double(row[0]))).bitPattern) &* 0x100_0000_01b3
      }
    }
    #expect(hash == 2_676_439_076_731_076_284)
  }

  @Test func normalDistributionIsMonotoneAndSymmetric() {
    var previous = 0.0
    for step in -4000...4000 {
      let x = Double(step) / 100
      let value = DeterministicMath.normalCumulative(x)
      #expect(value >= previous)
      #expect(abs(value + DeterministicMath.normalCumulative(-x) - 1) < 3e-16)
      previous = value
    }
  }

  @Test func powerOfTheVolatilityRule() {
    #expect(DeterministicMath.power(1, 0.3) == 1)
    #expect(abs(DeterministicMath.power(30, 0.3) - 2.774_191_114_672_181) < 1e-14)
    #expect(abs(DeterministicMath.power(30.0 / 310, 0.13) - 0.738_157_000_607_807_6) < 3e-15)
  }
}
