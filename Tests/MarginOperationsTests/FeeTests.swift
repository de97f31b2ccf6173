import MarginModel
import MarginOperations
import Testing

/// Fees against figures worked out by hand.
@Suite struct FeeTests {
  private static func number(_ text: String) throws -> Rational { try #require(Rational(text)) }

  private static func schedule() throws -> PenaltySchedule {
    try PenaltySchedule(
      least: number("0.005"), most: number("0.015"), width: number("0.2"),
      split: [("liquidator", number("0.5")), ("fund", number("0.3")), ("burn", number("0.2"))], grid: number("0.01"))
  }

  /// E/MM = 0.9: half of the width, so 0.5 % + 1 % / 2 = 1 %.
  @Test(arguments: [
    ("10000", "0.005"), ("12000", "0.005"), ("9000", "0.01"), ("9500", "0.0075"), ("8000", "0.015"), ("0", "0.015"),
    ("-5000", "0.015"),
  ])
  func theRateRisesWithTheShortfall(equity: String, rate: String) throws {
    #expect(try Self.schedule().rate(equity: Self.number(equity), maintenance: 10_000) == Self.number(rate))
  }

  @Test func theFeeIsCappedByWhatIsLeft() throws {
    let schedule = try Self.schedule()
    let whole = try schedule.charge(notional: 500_000, equity: 9000, maintenance: 10_000, equityAfterClose: 8500)
    #expect(whole.full == 5000 && whole.fee == 5000)
    #expect(whole.payouts.map(\.amount) == [2500, 1500, 1000])
    let capped = try schedule.charge(
      notional: 500_000, equity: 9000, maintenance: 10_000, equityAfterClose: Self.number("1234.567"))
    // 1234.56: 617.28, 370.368 and 246.912 down to cents, and a cent that rounding leaves.
    #expect(capped.fee == (try Self.number("1234.56")))
    #expect(capped.payouts.map(\.amount.description) == ["617.29", "370.36", "246.91"])
    #expect(capped.payouts.reduce(0) { $0 + $1.amount } == capped.fee)
    let odd = try schedule.charge(notional: 1, equity: 10_000, maintenance: 10_000, equityAfterClose: 1)
    #expect(odd.full.description == "0.005" && odd.fee.description == "0.01")
    let nothing = try schedule.charge(notional: 500_000, equity: 9000, maintenance: 10_000, equityAfterClose: -1)
    #expect(nothing.fee == 0 && nothing.payouts.allSatisfy { $0.amount == 0 })
  }

  @Test func aScheduleThatMakesNoSenseIsRefused() throws {
    let half = Rational(1) / 2
    #expect(throws: OperationError.self) { try PenaltySchedule(least: 1, most: half, width: 1, split: [("a", 1)], grid: 1) }
    #expect(throws: OperationError.self) { try PenaltySchedule(least: -1, most: half, width: 1, split: [("a", 1)], grid: 1) }
    #expect(throws: OperationError.self) { try PenaltySchedule(least: 0, most: 2, width: 1, split: [("a", 1)], grid: 1) }
    #expect(throws: OperationError.self) { try PenaltySchedule(least: 0, most: 1, width: 0, split: [("a", 1)], grid: 1) }
    #expect(throws: OperationError.self) { try PenaltySchedule(least: 0, most: 1, width: 1, split: [("a", half)], grid: 1) }
    #expect(throws: OperationError.self) { try PenaltySchedule(least: 0, most: 1, width: 1, split: [("a", 1)], grid: 0) }
    #expect(throws: OperationError.self) {
      try PenaltySchedule(least: 0, most: 1, width: 1, split: [("a", half), ("a", half)], grid: 1)
    }
    #expect(throws: OperationError.self) {
      try PenaltySchedule(least: 0, most: 1, width: 1, split: [("a", 2), ("b", -1)], grid: 1)
    }
    #expect(throws: OperationError.self) { try Self.schedule().rate(equity: 1, maintenance: 0) }
    #expect(throws: OperationError.self) {
      try Self.schedule().charge(notional: -1, equity: 1, maintenance: 1, equityAfterClose: 1)
    }
  }

  /// 12.5 * 1.25 + 0.001 * 500000 = 515.625.
  @Test(arguments: [("500000", "5000", "515.625"), ("500000", "400", "400"), ("1000", "5000", "20"), ("0", "10", "10")])
  func theKeeperIsPaidItsCostAndAShare(notional: String, penalty: String, reward: String) throws {
    let keeper = try KeeperReward(premium: Self.number("0.25"), share: Self.number("0.001"), least: 20)
    let paid = try keeper.reward(
      transactionCost: Self.number("12.5"), notional: Self.number(notional), penalty: Self.number(penalty))
    #expect(paid == (try Self.number(reward)))
    #expect(throws: OperationError.self) { try keeper.reward(transactionCost: -1, notional: 0, penalty: 0) }
    #expect(throws: OperationError.self) { try KeeperReward(premium: -1, share: 0, least: 0) }
  }

  /// 1 % + 5 % * 0.8 + 75 % * 0.1 = 12.5 %.
  @Test(arguments: [("0", "0.01"), ("0.4", "0.03"), ("0.8", "0.05"), ("0.9", "0.125"), ("1", "0.2")])
  func theBorrowRateIsKinked(utilisation: String, rate: String) throws {
    let curve = try BorrowRate(
      base: Self.number("0.01"), target: Self.number("0.8"), slope: Self.number("0.05"), steepSlope: Self.number("0.75"))
    #expect(try curve.rate(utilisation: Self.number(utilisation)) == Self.number(rate))
    #expect(throws: OperationError.self) { try curve.rate(utilisation: 2) }
    #expect(throws: OperationError.self) { try curve.rate(utilisation: -1) }
    #expect(throws: OperationError.self) { try curve.interest(debt: -1, utilisation: 1, days: 1) }
    #expect(throws: OperationError.self) { try BorrowRate(base: 0, target: 2, slope: 0, steepSlope: 0) }
    #expect(throws: OperationError.self) { try BorrowRate(base: -1, target: 1, slope: 0, steepSlope: 0) }
  }

  @Test func interestAndFundingAccrue() throws {
    let curve = try BorrowRate(
      base: Self.number("0.01"), target: Self.number("0.8"), slope: Self.number("0.05"), steepSlope: Self.number("0.75"))
    // 1,000,000 at 12.5 % for a fiftieth of a year.
    #expect(try curve.interest(debt: 1_000_000, utilisation: Self.number("0.9"), days: Self.number("7.3")) == 2500)
    // Three periods of 0.01 % on 962,500 dollars short: received.
    let funding = try FundingAccrual(rate: Self.number("0.0001"), periodHours: 8)
    #expect(try funding.payment(quantity: Self.number("-12.5"), price: 77_000, hours: 24) == Self.number("-288.75"))
    #expect(throws: OperationError.self) { try funding.payment(quantity: 1, price: -1, hours: 1) }
    #expect(throws: OperationError.self) { try FundingAccrual(rate: 0, periodHours: 0) }
  }
}
