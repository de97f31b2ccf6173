import CircuitCompiler
import MarginModel
import MarginOperations
import Testing
import TestSupport

/// Margin calls and closings: exact, least, and accepted by the evaluator.
@Suite struct RepairTests {
  /// Rules with a chosen value need a search for each book; the fixtures' are small enough.
  static let callable = Fixture.names.filter { name in
    guard let bound = try? Fixture.bound(name) else { return false }
    return bound.circuit.reveals.isEmpty && (try? CashInstrument(nil, in: bound)) != nil
  }

  @Test(arguments: callable)
  func theCalledAmountCuresAndALotLessDoesNot(name: String) throws {
    let bound = try Fixture.bound(name)
    let lots = try Fixture.lots(name, "refused", bound)
    let cash = try CashInstrument(nil, in: bound)
    guard let call = try MarginCall.amount(bound, lots: lots, cash: cash) else {
      // No cash cures it: not even what fills the account.
      var full = lots
      full[cash.coordinate] = bound.coordinates[cash.coordinate].limitInLots
      #expect(try !ChoiceSearch(bound).choices(lots: full).satisfies)
      return
    }
    #expect(call.lots > 0)
    let search = try ChoiceSearch(bound)
    var paid = lots
    paid[cash.coordinate] += call.lots
    #expect(search.choices(lots: paid).satisfies)
    paid[cash.coordinate] -= 1
    #expect(!call.isLeast || !search.choices(lots: paid).satisfies)
    let covered = try #require(try MarginCall.amount(bound, lots: Fixture.lots(name, "accepted", bound), cash: cash))
    #expect(covered.lots == 0)
  }

  @Test func theLadderGivesItsSmallestRung() throws {
    let bound = try Fixture.bound("margin-call")
    let ladder = try #require(CallLadder(bound))
    #expect(ladder.rungs.first?.amount == 0)
    #expect(try ladder.smallest(covering: Fixture.lots("margin-call", "accepted", bound)) == ladder.rungs[0])
    let lots = try Fixture.lots("margin-call", "refused", bound)
    let rung = try #require(try ladder.smallest(covering: lots))
    let call = try #require(try MarginCall.amount(bound, lots: lots, cash: CashInstrument("USD", in: bound)))
    // A dollar paid into a debt of dollars is a dollar of equity, so amount and rung compare.
    let place = try #require(ladder.rungs.firstIndex(of: rung))
    #expect(place > 0 && ladder.rungs[place - 1].amount < call.amount && call.amount <= rung.amount)
    #expect(try CallLadder(Fixture.bound("portfolio-scan")) == nil)
  }

  /// E = 80, R = 100, closing all costs 10: a = (R - E) / (R - cost) = 20/90.
  @Test func theLinearCaseClosesTwoNinths() throws {
    let bound = try Fixture.perpetual()
    let terms = try TradingTerms(
      bound, cash: CashInstrument("USD", in: bound), costPerUnit: nil, costTable: nil, keeping: [])
    for sign: Int64 in [1, -1] {
      let plan = try #require(
        try LiquidationPlan.cheapest(bound, lots: [sign * 9_000_000, 72_000_000], terms: terms))
      #expect(plan.legs.count == 1 && plan.legs[0].closed == 2 && plan.isNeeded)
      #expect(plan.legs[0].closed / 9 == Rational("2/9"))
      #expect(AmountText.percent(plan.legs[0].closed / 9) == "22.22 %")
      #expect(plan.leastCost == Rational("20/9") && plan.cost == plan.leastCost)
      // The cost is paid from cash.
      #expect(plan.cashChange == Rational("-20/9"))
    }
    // Nothing is left to close with: equity below the cost of closing.
    #expect(try LiquidationPlan.cheapest(bound, lots: [9_000_000, 8_100_000], terms: terms) == nil)
    let covered = try #require(try LiquidationPlan.cheapest(bound, lots: [9_000_000, 90_000_000], terms: terms))
    #expect(!covered.isNeeded && covered.legs.isEmpty)
  }

  static let closable = Fixture.names.filter { name in
    guard let bound = try? Fixture.bound(name), bound.circuit.reveals.isEmpty, let cash = try? CashInstrument(nil, in: bound) else {
      return false
    }
    return (try? TradingTerms(bound, cash: cash, costPerUnit: 1, costTable: nil, keeping: [])) != nil
  }

  @Test(arguments: closable)
  func aPlanRestoresTheRuleAndCostsHardlyMoreThanTheLeast(name: String) throws {
    let bound = try Fixture.bound(name)
    let lots = try Fixture.lots(name, "refused", bound)
    let terms = try TradingTerms(bound, cash: CashInstrument(nil, in: bound), costPerUnit: 1, costTable: nil, keeping: [])
    guard let plan = try LiquidationPlan.cheapest(bound, lots: lots, terms: terms) else {
      // Not even closing all of it restores the rule.
      var closed = lots
      var cash: Rational = 0
      for place in lots.indices where terms.isTraded[place] && lots[place] != 0 {
        let quantity = bound.coordinates[place].lot * Rational(lots[place])
        cash += terms.prices[place] * quantity - terms.costs[place] * quantity.magnitude
        closed[place] = 0
      }
      closed[terms.cash.coordinate] += Int64(clamping: (cash / (terms.cashPrice * terms.cash.lot)).floor())
      #expect(try !ChoiceSearch(bound).choices(lots: closed).satisfies)
      return
    }
    #expect(plan.isNeeded && plan.report.isSolvent && !plan.legs.isEmpty)
    #expect(try ChoiceSearch(bound).choices(lots: plan.lots).satisfies)
    #expect(plan.leastCost <= plan.cost)
    for leg in plan.legs { #expect(leg.closed > 0 && leg.closed <= leg.held.magnitude) }
  }

  /// Two to four legs of few lots: every closing is tried.
  @Test func noClosingOfSmallBooksCostsLessThanTheLeast() throws {
    var random = SeededGenerator.fromEnvironment()
    let bound = try Fixture.bound("portfolio-scan")
    let cash = try CashInstrument("USDC", in: bound)
    let terms = try TradingTerms(bound, cash: cash, costPerUnit: nil, costTable: nil, keeping: [])
    let traded = bound.coordinates.indices.filter { terms.isTraded[$0] }
    var solved = 0
    for _ in 0..<12 {
      var lots = [Int64](repeating: 0, count: bound.coordinates.count)
      let legs = traded.shuffled(using: &random).prefix(3)
      for leg in legs { lots[leg] = Int64.random(in: 1...4, using: &random) * (Bool.random(using: &random) ? 1 : -1) }
      let empty = try bound.evaluate(lots: lots).assertions[0].surplus
      // About half of what is short is there.
      lots[cash.coordinate] = Int64(clamping: (-empty / cash.lot / 2).floor())
      guard try !bound.evaluate(lots: lots).isSolvent else { continue }
      var best: Rational?
      func close(_ rest: ArraySlice<Int>, _ after: [Int64], _ cost: Rational, _ change: Rational) throws {
        guard let leg = rest.first else {
          var after = after
          after[cash.coordinate] += Int64(clamping: (change / (terms.cashPrice * cash.lot)).floor())
          if try bound.evaluate(lots: after).isSolvent { best = min(best ?? cost, cost) }
          return
        }
        for count in 0...abs(lots[leg]) {
          var after = after
          after[leg] -= lots[leg].signum() * count
          let quantity = bound.coordinates[leg].lot * Rational(count)
          let fee = terms.costs[leg] * quantity
          try close(
            rest.dropFirst(), after, cost + fee, change + terms.prices[leg] * quantity * Rational(Int(lots[leg].signum())) - fee)
        }
      }
      try close(legs, lots, 0, 0)
      let plan = try LiquidationPlan.cheapest(bound, lots: lots, terms: terms)
      guard let best else {
        #expect(plan == nil, "seed \(random.seed)")
        continue
      }
      let found = try #require(plan, "seed \(random.seed)")
      #expect(found.leastCost <= best && best <= found.cost, "seed \(random.seed)")
      solved += 1
    }
    #expect(solved > 0, "seed \(random.seed)")
  }

  @Test func aCashInstrumentMustBeThere() throws {
    let bound = try Fixture.perpetual()
    #expect(throws: OperationError.self) { try CashInstrument("EUR", in: bound) }
    let cash = try CashInstrument(nil, in: bound)
    #expect(cash.id == "USD")
    #expect(throws: OperationError.self) {
      try TradingTerms(bound, cash: cash, costPerUnit: nil, costTable: "none", keeping: [])
    }
    #expect(throws: OperationError.self) {
      try TradingTerms(bound, cash: cash, costPerUnit: 1, costTable: nil, keeping: ["X"])
    }
    #expect(throws: OperationError.self) {
      try TradingTerms(bound, cash: CashInstrument("PERP", in: bound), costPerUnit: 1, costTable: nil, keeping: [])
    }
    let kept = try TradingTerms(bound, cash: cash, costPerUnit: 1, costTable: nil, keeping: ["PERP"])
    #expect(try LiquidationPlan.cheapest(bound, lots: [9_000_000, 72_000_000], terms: kept) == nil)
  }

  @Test func theDefaultFundCoversTheTwoLargest() throws {
    let bounds: [(String, Rational)] = [("A", 12), ("B", 3), ("C", 7), ("D", 9), ("E", 1)]
    let fund = try DefaultFund(bounds: bounds, grid: Rational("0.01")!)
    #expect(fund.size == 21)
    #expect(fund.members.map(\.name) == ["A", "D", "C", "B", "E"])
    // 21 b / 32, up to cents: 7.875, 5.90625, 4.59375, 1.96875, 0.65625.
    #expect(fund.members.map(\.contribution.description) == ["7.88", "5.91", "4.6", "1.97", "0.66"])
    let waterfall = try Waterfall(loss: 30, layers: [("penalty", 2), ("insurance fund", 10), ("default fund", fund.size)])
    #expect(waterfall.layers.map(\.used) == [2, 10, 18] && waterfall.uncovered == 0)
    #expect(try Waterfall(loss: 40, layers: [("penalty", 2), ("insurance fund", 10), ("fund", 21)]).uncovered == 7)
    #expect(throws: OperationError.self) { try Waterfall(loss: -1, layers: []) }
    #expect(throws: OperationError.self) { try DefaultFund(bounds: [], grid: 1) }
    #expect(throws: OperationError.self) { try DefaultFund(bounds: [("A", -1)], grid: 1) }
    #expect(throws: OperationError.self) { try DefaultFund(bounds: [("A", 1), ("A", 2)], grid: 1) }
  }

  /// Contracts have marks, assets prices, in two tables; the wallet's dollars pay for what is closed in any group.
  @Test func isolatedGroupsAreClosedAtMarksAndPaidForAtPrices() throws {
    let bound = try Fixture.bound("isolated-margin")
    let terms = try TradingTerms(
      bound, cash: CashInstrument(nil, in: bound), costPerUnit: 1, costTable: nil, keeping: [])
    let ids = bound.coordinates.map(\.id)
    for (table, id) in [("price", "BTC"), ("mark", "BTC-26JUN26-74000-P"), ("mark", "isolated-1/BTC-26JUN26-84000-C")] {
      let element = try #require(id.split(separator: "/").last.map(String.init))
      let values = try #require(bound.risk.tables[table])
      let place = try #require(bound.risk.sets[values.index[0]]?.index(of: element))
      let value = try #require(values.value([place]))
      #expect(try terms.prices[#require(ids.firstIndex(of: id))] == value && value.signum > 0)
    }
    let plan = try #require(
      try LiquidationPlan.cheapest(bound, lots: Fixture.lots("isolated-margin", "refused", bound), terms: terms))
    #expect(plan.isNeeded && !plan.legs.isEmpty && plan.report.isSolvent)
    #expect(plan.cost >= plan.leastCost)
  }
}
