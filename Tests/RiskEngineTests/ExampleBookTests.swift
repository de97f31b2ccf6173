import MarginModel
import RiskEngine
import Testing

/// The example books against the rules they are made for, worked out here in plain arithmetic.
@Suite struct ExampleBookTests {
  private static func book(_ name: String) throws -> PositionBook {
    try PositionBook(csv: Fixture.bytes("fixtures/books/" + name), file: name)
  }

  /// The quantities by the set's elements, whole lots within the limits.
  private static func quantities(_ name: String, in set: RiskFile.ElementSet) throws -> [Rational] {
    try zip(book(name).lots(in: set), #require(set.lots)).map { Rational($0) * $1 }
  }

  /// Equity after haircuts, and the initial requirement: circuits/portfolio-scan.yaml.
  private func portfolioScan(_ name: String) throws -> (equity: Rational, requirement: Rational) {
    let file = try RiskBuilderTests.realFile()
    let set = try #require(file.sets["instrument"])
    let x = try Self.quantities(name, in: set)
    func table(_ name: String, _ positions: Int...) throws -> Rational { try #require(file.tables[name]?.value(positions)) }
    var (equity, provisions, worst, minimumDelta) = (Rational.zero, Rational.zero, Rational.zero, Rational.zero)
    for i in x.indices where !x[i].isZero {
      equity += try table("mark", i) * min(x[i], (1 - table("haircut", i)) * x[i])
      provisions += try table("fee", i) * x[i].magnitude + max(0, table("funding", i) * x[i])
    }
    for s in 0..<24 {
      var gain = Rational.zero
      for i in x.indices where !x[i].isZero { gain += try table("pnl", i, s) * x[i] }
      worst = max(worst, -gain * (try table("weight", s)))
    }
    for (u, underlying) in try #require(file.sets["underlying"]).elements.enumerated() {
      var (net, gross) = (Rational.zero, Rational.zero)
      for i in x.indices where set.attributes["underlying"]?[i] == underlying {
        let delta = try table("delta", i) * x[i]
        net += delta
        gross += delta.magnitude
      }
      let charge = try table("netRate") * net.magnitude + table("hedgedRate") * (gross - net.magnitude) / 2
      minimumDelta += try table("spot", u) * charge
    }
    return (equity, max(worst, minimumDelta) + provisions)
  }

  @Test func marketMakerIsComfortablySolvent() throws {
    let book = try Self.book("market-maker.csv")
    #expect(book.positions.count == 56 && book.notes.isEmpty)
    let (equity, requirement) = try portfolioScan("market-maker.csv")
    #expect(equity.decimal(places: 2) == "908087.74" && requirement.decimal(places: 2) == "499735.30")
    #expect(equity > requirement * (try #require(Rational("1.5"))))
  }

  @Test func marketMakerAfterALossIsShort() throws {
    let (equity, requirement) = try portfolioScan("market-maker-after-loss.csv")
    #expect((requirement - equity).decimal(places: 2) == "81944.57")
    let (before, after) = (try Self.book("market-maker.csv").positions, try Self.book("market-maker-after-loss.csv").positions)
    #expect(
      zip(before, after).filter { $0.instrument != $1.instrument || $0.quantity != $1.quantity }.map(\.0.instrument) == ["USDC"])
  }

  @Test func lenderIsCoveredOneAndAQuarterTimes() throws {
    let file = try RiskFile(bytes: Fixture.bytes("fixtures/risk/solvency.json"))
    let x = try Self.quantities("lender.csv", in: try #require(file.sets["asset"]))
    func surplus(_ ratio: Rational) throws -> Rational {
      var surplus = Rational.zero
      for a in x.indices {
        func table(_ name: String) throws -> Rational { try #require(file.tables[name]?.value([a])) }
        surplus += try table("price") * min((1 - table("haircut")) * x[a], ratio * (1 + table("markup")) * x[a])
      }
      return surplus
    }
    #expect(try surplus(Rational(5) / 4).signum > 0)
    #expect(try surplus(Rational(3) / 2).signum < 0)
  }
}
