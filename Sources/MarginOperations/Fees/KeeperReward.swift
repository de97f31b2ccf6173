import MarginModel

/// What whoever carries out a liquidation is paid: the cost of the transaction with a premium, and a share of what is closed.
public struct KeeperReward: Sendable {
  /// On top of the transaction's cost.
  public let premium: Rational
  /// Of the closed notional.
  public let share: Rational
  public let least: Rational

  /// - Throws: `OperationError` for a negative number.
  public init(premium: Rational, share: Rational, least: Rational) throws(OperationError) {
    guard premium.signum >= 0, share.signum >= 0, least.signum >= 0 else {
      throw OperationError("a premium of \(premium), a share of \(share), a least reward of \(least): each is 0 or more")
    }
    (self.premium, self.share, self.least) = (premium, share, least)
  }

  /// reward = clip(cost (1 + premium) + share * notional, least, penalty); never more than the penalty that pays for it.
  ///
  /// - Throws: `OperationError` for a negative number.
  public func reward(transactionCost: Rational, notional: Rational, penalty: Rational) throws(OperationError) -> Rational {
    guard transactionCost.signum >= 0, notional.signum >= 0, penalty.signum >= 0 else {
      throw OperationError("a cost of \(transactionCost), a notional of \(notional), a penalty of \(penalty): each is 0 or more")
    }
    return min(penalty, max(least, transactionCost * (1 + premium) + share * notional))
  }
}
