import MarginModel
import RiskEngine
import Testing
import TestSupport

@Suite struct SurfaceCheckTests {
  private func surfaces() -> [Surface] {
    var generator = SeededGenerator.fromEnvironment()
    return (0..<40).map { _ in Surface(&generator) }
  }

  private func kind(_ finding: MarketReport.Finding) -> String {
    switch finding.reason {
    case .parity: "parity"
    case .verticalSpread: "vertical"
    case .butterfly: "butterfly"
    case .calendar: "calendar"
    case .calendarAhead: "calendar ahead"
    default: "other"
    }
  }

  @Test func oneSmoothVarianceHasNoFinding() throws {
    for surface in surfaces() {
      let findings = try surface.findings(surface.quotes())
      #expect(findings.isEmpty, "\(surface): \(findings)")
    }
  }

  /// The later expiry's option at the money at a volatility whose variance is below the earlier one's.
  @Test func aFallingVarianceIsFound() throws {
    for surface in surfaces() {
      var quotes = surface.quotes()
      let place = try #require(quotes.firstIndex { $0.expiry == 2 && $0.type == .call })
      quotes[place].volatility *= 0.45
      let findings = try surface.findings(quotes).filter { kind($0) == "calendar" }
      #expect(findings.map(\.instrument) == [quotes[place].name], "\(surface): \(findings)")
      #expect(findings.allSatisfy { !$0.isLeftOut && $0.description.contains("at the same moneyness, of X-1-") })
    }
  }

  /// One expiry of two strikes, or every one: lines over a smile's wings are not taken for variance.
  @Test(arguments: [[1], [0, 1, 2, 3]])
  func twoStrikesOfASmoothVarianceHaveNoFinding(_ thin: [Int]) throws {
    for surface in surfaces() {
      let wings = thin.flatMap { [surface.quote(.put, $0, 0.63), surface.quote(.call, $0, 1.52)] }
      let findings = try surface.findings(surface.quotes().filter { !thin.contains($0.expiry) } + wings)
      #expect(findings.isEmpty, "\(surface): \(findings)")
    }
  }

  /// An expiry of two strikes, one of them at more variance than the later expiry has on both sides of it.
  @Test func aFallingVarianceOfTwoStrikesIsFound() throws {
    for surface in surfaces() {
      var put = surface.quote(.put, 1, 0.83)
      put.volatility *= 4
      let later = [surface.quote(.put, 2, 0.7), surface.quote(.call, 2, 1.4)]
      let findings = try surface.findings([put, surface.quote(.call, 1, 1.17)] + later).filter { kind($0) == "calendar ahead" }
      #expect(findings.map(\.instrument) == [put.name], "\(surface): \(findings)")
      #expect(findings.allSatisfy { !$0.isLeftOut && $0.description.contains("of the later X-2-70-put and X-2-140-call") })
    }
  }

  @Test func aCallAboveItsNeighboursIsFound() throws {
    for surface in surfaces() {
      var quotes = surface.quotes()
      let place = try #require(quotes.lastIndex { $0.expiry == 3 && $0.type == .put && $0.moneyness < 1 })
      quotes[place].volatility *= 1.5
      let findings = try surface.findings(quotes)
      let butterfly = try #require(findings.first { $0.instrument == quotes[place].name && kind($0) == "butterfly" }, "\(surface)")
      guard case .butterfly(let lower, let upper, let excess, let isBeyondQuotes) = butterfly.reason else { continue }
      #expect(lower == "X-3-80-put" && upper == "X-3-100-call" && excess > 0 && isBeyondQuotes)
      #expect(!butterfly.isLeftOut && butterfly.description.contains("beyond bid and offer"))
    }
  }

  /// A far call so dear that it is worth more than the call below it, and a far put likewise: the spread of calls around it is
  /// wider than the strikes' distance.
  @Test(arguments: [OptionType.call, .put])
  func aSpreadOutsideItsBoundsIsFound(_ type: OptionType) throws {
    for surface in surfaces() {
      var quotes = surface.quotes()
      let place = try #require(type == .call ? quotes.lastIndex { $0.expiry == 1 } : quotes.firstIndex { $0.expiry == 1 })
      quotes[place].volatility *= 4
      let verticals = try surface.findings(quotes).filter { kind($0) == "vertical" }
      let lower = type == .call ? "X-1-150-call" : "X-1-60-put"
      #expect(verticals.map(\.instrument) == [lower], "\(surface): \(verticals)")
      #expect(verticals.allSatisfy { $0.description.contains(type == .call ? "X-1-160-call" : "X-1-70-put") })
    }
  }

  @Test func callAndPutThatBreakParityAreFound() throws {
    for surface in surfaces() {
      let call = surface.quote(.call, 0, 1.1)
      var put = surface.quote(.put, 0, 1.1)
      #expect(try surface.findings([call, put]).isEmpty)
      // Half a spread apart: within the quotes.
      put.volatility *= 1 + surface.spread
      #expect(try surface.findings([call, put]).isEmpty)
      put.volatility *= 1.3
      let findings = try surface.findings([put, call])
      #expect(findings.map(\.instrument) == [call.name] && findings.map(kind) == ["parity"], "\(surface)")
      #expect(findings.allSatisfy { $0.description.contains(put.name) && !$0.isLeftOut })
    }
  }

  @Test func whatCannotBePricedIsNoPartOfTheSurface() throws {
    for surface in surfaces().prefix(5) {
      var quotes = surface.quotes()
      let place = try #require(quotes.lastIndex { $0.expiry == 1 })
      quotes[place].volatility = 0
      #expect(try surface.findings(quotes).map(\.isLeftOut) == [true])
    }
  }
}
