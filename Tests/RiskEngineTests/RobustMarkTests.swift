import MarginModel
import RiskEngine
import Testing
import TestSupport

@Suite struct RobustMarkTests {
  private func mark(
    _ sources: [OracleFixture.Quote], _ part: String = "", _ other: String = ""
  ) throws -> RobustMark {
    let file = try OracleFixture.sources(sources)
    return RobustMark(file.assets[0].sources, asOf: file.asOf, try OracleFixture.model(part, other))
  }

  @Test func theMedianIsByWeight() throws {
    let one: [OracleFixture.Quote] = [("a", "100", "1", 0), ("b", "100.1", "1", 0), ("c", "100.2", "1", 0)]
    #expect(try mark(one).median == OracleFixture.number("100.1"))
    #expect(try mark([("a", "100", "3", 0), ("b", "100.1", "1", 0), ("c", "100.2", "1", 0)]).median == 100)
    // Half the weight at or below 100.1: the middle of it and the next.
    #expect(
      try mark([("c", "100.2", "2", 0), ("a", "100", "1", 0), ("b", "100.1", "1", 0)]).median == OracleFixture.number("100.15"))
    #expect(try mark([("a", "100", "1", 0)]).median == 100)
  }

  @Test func staleAndDeviantSourcesAreDroppedWithTheReason() throws {
    let mark = try mark([
      ("old", "100", "9", 61), ("a", "100", "1", 60), ("far", "101.01", "1", 0), ("b", "100", "1", 0), ("edge", "101", "1", 0),
      ("c", "99.9", "1", 0),
    ])
    #expect(mark.kept.map(\.name) == ["a", "b", "edge", "c"] && mark.dropped.map(\.source.name) == ["old", "far"])
    #expect(
      mark.dropped.map(\.reason.description) == [
        "stale: 61 s old, 60 s allowed", "deviant: 1.010 % from the median 100.00, 1.000 % allowed",
      ])
    #expect(mark.median == 100)
    // Distances 0, 0, 0.01, 0.001: the upper of the two in the middle.
    #expect(try mark.deviation == OracleFixture.number("0.001"))
  }

  @Test func noFreshSourceHasNoMedian() throws {
    let mark = try mark([("old", "100", "1", 3600)])
    #expect(mark.median == nil && mark.kept.isEmpty && mark.deviation == 0)
  }

  /// Less than half of the weight cannot move the median out of the others' prices, whatever it says.
  @Test func aMinorityCannotMoveTheMedianBeyondTheOthers() throws {
    var generator = SeededGenerator.fromEnvironment()
    for _ in 0..<60 {
      let honest: [OracleFixture.Quote] = (0..<Int.random(in: 3...8, using: &generator)).map { place in
        (
          name: "h\(place)", price: "\(Int.random(in: 9_960...10_040, using: &generator))",
          weight: "\(Int.random(in: 1...20, using: &generator))", age: 0
        )
      }
      let weight = honest.reduce(0) { $0 + (Int($1.weight) ?? 0) }
      let bought = Int.random(in: 1..<max(2, weight), using: &generator)
      let price = "\([1, 5_000, 9_930, 10_070, 900_000_000].randomElement(using: &generator) ?? 1)"
      let mark = try mark(honest + [(name: "bought", price: price, weight: "\(bought)", age: 0)])
      let prices = try honest.map { try OracleFixture.number($0.price) }
      let median = try #require(mark.median, "SEED=\(generator.seed)")
      let (low, high) = try (#require(prices.min()), #require(prices.max()))
      #expect((low...high).contains(median), "SEED=\(generator.seed)")
    }
  }
}

@Suite struct TimeWeightedAverageTests {
  private func average(_ observations: [(age: Int, price: String)]) throws -> Rational {
    let file = try OracleFixture.sources([("a", "100", "1", 0)], observations: observations)
    // Gaps of up to half an hour.
    let model = try OracleFixture.model("longestGap: 300", "longestGap: 1800")
    return try TimeWeightedAverage(file.assets[0].observations, until: file.asOf, model).value
  }

  @Test func pricesWeighAsLongAsTheyStood() throws {
    #expect(try average([(1800, "100")]) == 100)
    #expect(try average([(1800, "100"), (900, "102")]) == 101)
    #expect(try average([(1800, "100"), (600, "103")]) == 101)
    // What stood before the window does not count, what stands at its start does; a price made now has not stood.
    #expect(try average([(3000, "50"), (2000, "100"), (900, "102"), (0, "900")]) == 101)
    #expect(try average([(1800, "100"), (1, "1900")]) == 101)
  }

  @Test func anAverageThatIsNotCoveredIsNone() throws {
    for observations in [[], [(1799, "100")], [(3601, "100"), (1800, "100")], [(3601, "100")]] as [[(age: Int, price: String)]] {
      if observations.count == 2 {
        #expect(try average(observations) == 100)
      } else {
        #expect(throws: TimeWeightedAverage.Fault.self) { try average(observations) }
      }
    }
  }
}
