import ArgumentParser
import CanonicalJSON
import MarginModel
import MarginOperations

extension MarginCommand {
  /// What margin costs.
  struct Fees: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "fees", abstract: "Liquidation penalty, keeper's reward, borrow interest, funding; in exact decimals.",
      discussion: """
        Example:
          marginproof margin fees penalty --notional 500000 --equity 9000 \\
            --maintenance 10000 --equity-after-close 8500
        """,
      subcommands: [Penalty.self, Keeper.self, Borrow.self, Funding.self])

    /// Prints names and exact numbers as lines or as JSON.
    static func show(_ values: [(key: String, title: String, value: Rational)], json: Bool) {
      if json { return printJSON(jsonObject(values.map { ($0.key, .exact($0.value)) })) }
      let width = values.map(\.title.count).max() ?? 0
      for value in values { print(Terminal.pad(value.title, width) + "  \(value.value)") }
    }
  }
}

extension MarginCommand.Fees {
  struct Penalty: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "penalty", abstract: "The charge on an account that is closed by force, and who gets it.",
      discussion: """
        rate = lowest + (highest - lowest) clip((1 - equity / maintenance) / width, 0, 1);
        fee = min(rate * notional, max(equity after the close, 0)), rounded up to the grid but not beyond the equity; each payee gets
        its share, rounded down, the first one what is left.

        Example:
          marginproof margin fees penalty --notional 500000 --equity 9000 \\
            --maintenance 10000 --equity-after-close 8500
        """)
    @Option(name: .long, help: "What is closed.") var notional: ExactNumber
    @Option(name: .long, help: "Equity when the close began.") var equity: ExactNumber
    @Option(name: .long, help: "Maintenance margin then.") var maintenance: ExactNumber
    @Option(name: .long, help: "Equity after the close.") var equityAfterClose: ExactNumber
    @Option(name: .long, help: "The rate at the threshold.") var lowestRate = ExactNumber(Rational(1) / 200)
    @Option(name: .long, help: "The rate in deep shortfall.") var highestRate = ExactNumber(Rational(3) / 200)
    @Option(name: .long, help: "The shortfall, as a share of maintenance, at which the highest rate is reached.")
    var width = ExactNumber(Rational(1) / 5)
    @Option(name: .long, help: ArgumentHelp("A payee and its share; once for each, together 1.", valueName: "name=share"))
    var split: [NamedNumber] = []
    @Option(name: .long, help: "The fee and its parts are multiples of it.") var grid = ExactNumber(Rational(1) / 100)
    @Flag(name: .long, help: "Print as JSON.") var json = false

    func run() throws {
      let usual: [(String, Rational)] = [("liquidator", Rational(1) / 2), ("fund", Rational(1) / 2)]
      let charge = try orFail {
        try PenaltySchedule(
          least: lowestRate.value, most: highestRate.value, width: width.value,
          split: split.isEmpty ? usual : split.map { ($0.name, $0.value) }, grid: grid.value
        ).charge(
          notional: notional.value, equity: equity.value, maintenance: maintenance.value, equityAfterClose: equityAfterClose.value)
      }
      MarginCommand.Fees.show(
        [("rate", "rate", charge.rate), ("full", "rate times notional", charge.full), ("fee", "fee", charge.fee)]
          + charge.payouts.map { ("to \($0.name)", "  to \($0.name)", $0.amount) }, json: json)
    }
  }

  struct Keeper: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "keeper", abstract: "The reward of whoever carries out a liquidation.",
      discussion: """
        reward = clip(transaction cost (1 + premium) + share * notional, least, penalty)

        Example:
          marginproof margin fees keeper --transaction-cost 12.5 \\
            --notional 500000 --penalty 5000
        """)
    @Option(name: .long, help: "What the transaction costs.") var transactionCost: ExactNumber
    @Option(name: .long, help: "What is closed.") var notional: ExactNumber
    @Option(name: .long, help: "The penalty that pays for it.") var penalty: ExactNumber
    @Option(name: .long, help: "On top of the cost.") var premium = ExactNumber(Rational(1) / 4)
    @Option(name: .long, help: "Of the notional.") var share = ExactNumber(Rational(1) / 1000)
    @Option(name: .long, help: "The least reward.") var least = ExactNumber(0)
    @Flag(name: .long, help: "Print as JSON.") var json = false

    func run() throws {
      let reward = try orFail {
        try KeeperReward(premium: premium.value, share: share.value, least: least.value).reward(
          transactionCost: transactionCost.value, notional: notional.value, penalty: penalty.value)
      }
      MarginCommand.Fees.show([("reward", "reward", reward)], json: json)
    }
  }

  struct Borrow: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "borrow", abstract: "A borrow rate kinked in utilisation, and the interest on a debt.",
      discussion: """
        rate = base + slope min(u, target) + steep max(u - target, 0); interest = debt * rate * days / 365

        Example:
          marginproof margin fees borrow --utilisation 0.9 --debt 1000000 --days 7.3
        """)
    @Option(name: .long, help: "The share of the pool that is lent.") var utilisation: ExactNumber
    @Option(name: .long, help: "What is owed.") var debt: ExactNumber
    @Option(name: .long, help: "For how long.") var days: ExactNumber
    @Option(name: .long, help: "A year, at no utilisation.") var base = ExactNumber(Rational(1) / 100)
    @Option(name: .long, help: "Where the slope changes.") var target = ExactNumber(Rational(4) / 5)
    @Option(name: .long, help: "Up to the target.") var slope = ExactNumber(Rational(1) / 20)
    @Option(name: .long, help: "Beyond the target.") var steep = ExactNumber(Rational(3) / 4)
    @Flag(name: .long, help: "Print as JSON.") var json = false

    func run() throws {
      let (rate, interest) = try orFail {
        let curve = try BorrowRate(base: base.value, target: target.value, slope: slope.value, steepSlope: steep.value)
        return (
          try curve.rate(utilisation: utilisation.value),
          try curve.interest(debt: debt.value, utilisation: utilisation.value, days: days.value)
        )
      }
      MarginCommand.Fees.show([("rate", "rate a year", rate), ("interest", "interest", interest)], json: json)
    }
  }

  struct Funding: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "funding", abstract: "The funding of a perpetual position: paid where positive, received where negative.",
      discussion: """
        payment = rate * quantity * price * hours / period

        Example:
          marginproof margin fees funding --rate 0.0001 --quantity=-12.5 \\
            --price 77000 --hours 24
        """)
    @Option(name: .long, help: "Of the notional, a period.") var rate: ExactNumber
    @Option(name: .long, help: "Held; negative when short.") var quantity: ExactNumber
    @Option(name: .long, help: "Of one unit.") var price: ExactNumber
    @Option(name: .long, help: "For how long.") var hours: ExactNumber
    @Option(name: .long, help: "Hours that the rate is for.") var period = ExactNumber(8)
    @Flag(name: .long, help: "Print as JSON.") var json = false

    func run() throws {
      let payment = try orFail {
        try FundingAccrual(rate: rate.value, periodHours: period.value).payment(
          quantity: quantity.value, price: price.value, hours: hours.value)
      }
      MarginCommand.Fees.show([("payment", "payment", payment)], json: json)
    }
  }
}
