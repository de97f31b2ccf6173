import MarginModel

/// One element of a risk file's `instrument` set, with what it takes to value it.
///
/// A perpetual or future is linear in dollars, whichever way it settles (``FutureContract``), and is worth nothing itself: its gains are
/// settled daily. Forwards move in proportion to spot.
struct Instrument {
  enum Kind: String {
    case option, future, perpetual, cash
  }

  enum Pricing {
    /// The price that moves.
    case linear(Rational)
    case option(OptionPricing)
    /// The price of one unit.
    case cash(Rational)
  }

  let name: String
  let kind: Kind
  /// Absent for cash, which belongs to no underlying's delta.
  let underlying: String?
  /// The underlying's price; of cash its own.
  let spot: Rational
  let expiry: Timestamp?
  let strike: BoundedDecimal?
  let lot, limit: BoundedDecimal
  /// Shares of ``notional``.
  let fee, funding: Rational
  let haircut: BoundedDecimal
  let pricing: Pricing

  /// What fees and funding are shares of: spot for an option, the price of a linear contract, nothing for cash.
  var notional: Rational {
    switch pricing {
    case .option: spot
    case .linear(let price): price
    case .cash: .zero
    }
  }

  var type: OptionType? {
    if case .option(let option) = pricing { option.type } else { nil }
  }

  /// The charge for closing one unit, exactly.
  var closingFee: Rational { notional * fee }

  /// What one unit held long is expected to pay, exactly.
  var expectedFunding: Rational { notional * funding }
}

extension Instrument {
  /// A number that is exact, or that is the result of binary floating point.
  enum Amount {
    case exact(Rational)
    case binary(Double)
  }

  /// The value of one unit: of an option the model's, of cash its price, else 0.
  var mark: Amount {
    switch pricing {
    case .option(let option): .binary(option.mark)
    case .linear: .exact(.zero)
    case .cash(let price): .exact(price)
    }
  }

  /// The derivative of the value by a dollar of spot: an option's forward moves by forward / spot for each dollar.
  var delta: Amount {
    switch pricing {
    case .option(let option): .binary(option.base.delta(option.type) * (option.base.forward / spot.approximate))
    case .linear(let price): .exact(price / spot)
    case .cash: .exact(.zero)
    }
  }

  /// The profit of one unit when prices move by a share and volatility by another; cash has none.
  func profit(_ move: ScenarioMove) -> Amount {
    switch pricing {
    case .option(let option): .binary(option.profit(factor: move.factor, volatility: move.volatility))
    case .linear(let price): .exact(price * move.spot)
    case .cash: .exact(.zero)
    }
  }
}

/// A scenario's moves as they are multiplied with.
struct ScenarioMove {
  /// The relative move of spot, exactly, and 1 plus it.
  let spot: Rational
  let factor: Double
  let volatility: Double

  init(spot: Rational, factor: Double, volatility: Double) {
    self.spot = spot
    self.factor = factor
    self.volatility = volatility
  }

  init(_ scenario: Scenario) {
    self.init(spot: scenario.spot.rational, factor: scenario.factor.double, volatility: scenario.volatility.double)
  }

  /// A move above -1 with at most twelve places.
  init(spot: BoundedDecimal, volatility: Double) {
    self.init(spot: spot.rational, factor: spot.plusOne?.double ?? 1 + spot.double, volatility: volatility)
  }
}
