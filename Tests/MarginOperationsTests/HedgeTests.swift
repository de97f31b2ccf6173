import CircuitCompiler
import MarginModel
import MarginOperations
import Testing

/// Trades are sorted by what the evaluator says they free.
@Suite struct HedgeTests {
  @Test(arguments: Fixture.names)
  func theProgramsSurplusesAreTheEvaluators(name: String) throws {
    let bound = try Fixture.bound(name)
    let program = try SurplusProgram(bound)
    for book in ["accepted", "refused"] {
      let lots = try Fixture.lots(name, book, bound)
      let choices = try ChoiceSearch(bound).choices(lots: lots).steps
      let report = try bound.evaluate(lots: lots, choices: choices)
      let surpluses = program.surpluses(lots: lots, choices: choices)
      var rest = surpluses[...]
      // Assertions on public values alone have no row.
      for assertion in report.assertions where rest.first?.text == assertion.text && rest.first?.instance == assertion.instance {
        guard let surplus = rest.popFirst() else { continue }
        #expect(surplus.isEquality ? surplus.value.magnitude == assertion.surplus.magnitude : surplus.value == assertion.surplus)
      }
      #expect(rest.isEmpty)
    }
  }

  @Test func everyTradeFreesWhatItSays() throws {
    let bound = try Fixture.bound("portfolio-scan")
    let lots = try Fixture.lots("portfolio-scan", "accepted", bound)
    let cash = try CashInstrument("USDC", in: bound)
    let terms = try TradingTerms(bound, cash: cash, costPerUnit: nil, costTable: nil, keeping: [])
    var told = 0
    let search = try HedgeSearch(bound, lots: lots, choices: [], terms: terms, size: 1, assertion: nil) { done, _ in told = done }
    #expect(told == search.tried && search.tried == terms.isTraded.count { $0 })
    let before = try bound.evaluate(lots: lots).assertions[0].surplus
    #expect(search.before == before && !search.trades.isEmpty)
    for trade in search.trades {
      let place = try #require(bound.coordinates.firstIndex { $0.id == trade.id })
      var after = lots
      after[place] += Int64((trade.quantity / bound.coordinates[place].lot).numerator)
      let paid = terms.prices[place] * trade.quantity + terms.costs[place] * trade.quantity.magnitude
      after[cash.coordinate] += Int64((-paid / (terms.cashPrice * cash.lot)).floor())
      let surplus = try bound.evaluate(lots: after).assertions[0].surplus
      #expect(surplus == trade.surplus && (surplus - before) / trade.quantity.magnitude == trade.freedPerUnit)
    }
    #expect(zip(search.trades, search.trades.dropFirst()).allSatisfy { $0.freedPerUnit >= $1.freedPerUnit })
    #expect(throws: OperationError.self) {
      try HedgeSearch(bound, lots: lots, choices: [], terms: terms, size: 1, assertion: 7) { _, _ in }
    }
  }

  @Test func closingTheOnlyPositionFreesMost() throws {
    let bound = try Fixture.perpetual()
    let terms = try TradingTerms(bound, cash: CashInstrument(nil, in: bound), costPerUnit: 0, costTable: nil, keeping: [])
    let search = try HedgeSearch(
      bound, lots: [-9_000_000, 72_000_000], choices: [], terms: terms, size: 1, assertion: 1
    ) { _, _ in }
    #expect(search.before == -20 && search.trades.count == 1)
    #expect(search.trades[0].id == "PERP" && search.trades[0].quantity == 1)
    #expect(search.trades[0].freedPerUnit == Rational("100/9"))
  }
}
