import MarginModel

/// A future or perpetual of one coin's worth of notional at its price: what it gains when the price moves by a share a, exactly.
///
/// | settlement | gain in what it is settled in | gain in dollars |
/// |---|---|---|
/// | linear | price * a dollars | price * a |
/// | inverse | N / price - N / price' = a / (1 + a) coins, of a fixed notional of N = price dollars | price * a, at price' = price (1 + a) |
///
/// Counted in dollars at the price after the move both are linear: a portfolio in dollars needs no case for either.
public struct FutureContract: Hashable, Sendable {
  public enum Settlement: Hashable, Sendable, CaseIterable {
    /// In dollars.
    case linear
    /// In coins.
    case inverse
  }

  public let price: Rational
  public let settlement: Settlement

  public init(price: Rational, settlement: Settlement) {
    self.price = price
    self.settlement = settlement
  }

  /// The gain of one coin's worth held long, in dollars or in coins; the move is above -1.
  public func gain(move: Rational) -> Rational {
    settlement == .linear ? price * move : move / (1 + move)
  }

  /// The same in dollars, at the price after the move.
  public func gainInDollars(move: Rational) -> Rational { price * move }
}
