import MarginModel

/// What an account is kept in, and so what its file counts in.
enum AccountMoney {
  case dollars
  /// The coin of the file's one underlying, at so many dollars.
  case coins(spot: Rational)

  /// An amount of dollars in it.
  func of(dollars: Rational) -> Rational {
    switch self {
    case .dollars: dollars
    case .coins(let spot): dollars / spot
    }
  }
}

extension Instrument {
  /// The value of one unit: of an option in coins what its dollars buy at its own forward, of a contract settled daily 0.
  func mark(in money: AccountMoney) -> Amount {
    switch (money, pricing) {
    case (.dollars, _): mark
    case (.coins, .option(let option)): .binary(option.base.valueInCoins(option.type))
    case (.coins, .linear): .exact(.zero)
    case (.coins, .cash(let price)): .exact(money.of(dollars: price))
    }
  }

  /// The profit of one unit: in coins a / (1 + a) of a contract of one coin's notional, and that of an inverse option; of cash 0.
  func profit(_ move: ScenarioMove, in money: AccountMoney) -> Amount {
    switch (money, pricing) {
    case (.dollars, _): profit(move)
    case (.coins, .option(let option)): .binary(option.profitInCoins(factor: move.factor, volatility: move.volatility))
    case (.coins, .linear(let price)): .exact(FutureContract(price: price, settlement: .inverse).gain(move: move.spot))
    case (.coins, .cash): .exact(.zero)
    }
  }

  /// What one unit gains by a relative move of its own forward or price of 1, to first order; of cash 0.
  func deltaValue(in money: AccountMoney) -> Amount {
    switch (money, pricing) {
    case (.dollars, .option(let option)): .binary(option.base.delta(option.type) * option.base.forward)
    case (.coins, .option(let option)): .binary(option.base.delta(option.type))
    case (.dollars, .linear(let price)): .exact(price)
    case (.coins, .linear): .exact(.one)
    case (_, .cash): .exact(.zero)
    }
  }
}

extension Instrument.Amount {
  var magnitude: Self {
    switch self {
    case .exact(let value): .exact(value.magnitude)
    case .binary(let value): .binary(value.magnitude)
    }
  }

  /// The amount times a rate.
  static func * (amount: Self, rate: BoundedDecimal) -> Self {
    switch amount {
    case .exact(let value): .exact(value * rate.rational)
    case .binary(let value): .binary(value * rate.double)
    }
  }
}
