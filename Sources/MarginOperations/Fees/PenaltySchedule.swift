import BigInt
import MarginModel

/// The charge on an account that is closed by force: higher the further its equity is below maintenance.
public struct PenaltySchedule: Sendable {
  public struct Payout: Sendable, Hashable {
    public let name: String
    public let amount: Rational
  }

  public struct Charge: Sendable, Hashable {
    /// Of the closed notional.
    public let rate: Rational
    /// rate * notional, before the cap.
    public let full: Rational
    /// min(rate * notional, max(equity after the close, 0)) on the grid: the first rounded up, the second down.
    public let fee: Rational
    /// They add up to the fee.
    public let payouts: [Payout]
  }

  public let least: Rational
  public let most: Rational
  /// The shortfall, as a share of maintenance, at which the highest rate is reached.
  public let width: Rational
  public let split: [(name: String, share: Rational)]
  /// Of payouts: 0.01 for cents.
  public let grid: Rational

  /// - Throws: `OperationError` unless 0 <= least <= most <= 1, the width and the grid are positive, and the shares add up to 1.
  public init(
    least: Rational, most: Rational, width: Rational, split: [(name: String, share: Rational)], grid: Rational
  ) throws(OperationError) {
    guard least.signum >= 0, least <= most, most <= 1 else {
      throw OperationError("rates from \(least) to \(most): write 0 <= lowest <= highest <= 1")
    }
    guard width.signum > 0 else { throw OperationError("a width of \(width): write a positive one") }
    guard grid.signum > 0 else { throw OperationError("a grid of \(grid): write a positive one, such as 0.01") }
    var names: Set<String> = []
    for (name, share) in split {
      guard share.signum >= 0 else { throw OperationError("--split \(name.printable)=\(share): a share is 0 or more") }
      guard names.insert(name).inserted else { throw OperationError("--split \(name.printable): is given twice; keep one") }
    }
    let total = split.reduce(Rational(0)) { $0 + $1.share }
    guard total == 1 else { throw OperationError("the shares of the split add up to \(total), not to 1") }
    (self.least, self.most, self.width, self.split, self.grid) = (least, most, width, split, grid)
  }

  /// rate = least + (most - least) clip((1 - equity / maintenance) / width, 0, 1).
  ///
  /// - Throws: `OperationError` unless maintenance is positive.
  public func rate(equity: Rational, maintenance: Rational) throws(OperationError) -> Rational {
    guard maintenance.signum > 0 else { throw OperationError("a maintenance margin of \(maintenance): write a positive one") }
    let depth = (1 - equity / maintenance) / width
    return least + (most - least) * min(1, max(0, depth))
  }

  /// The charge on a close.
  ///
  /// Payouts are the fee times their shares, each rounded down to the grid; what rounding leaves goes to the first payee.
  ///
  /// - Parameters:
  ///   - equity: when the close began; it sets the rate.
  ///   - equityAfterClose: what there is to take the fee from.
  /// - Throws: `OperationError` for a negative notional or a maintenance that is not positive.
  public func charge(
    notional: Rational, equity: Rational, maintenance: Rational, equityAfterClose: Rational
  ) throws(OperationError) -> Charge {
    guard notional.signum >= 0 else { throw OperationError("a notional of \(notional): write it without its sign") }
    let rate = try rate(equity: equity, maintenance: maintenance)
    let full = rate * notional
    let fee = min(-roundedDown(-full), roundedDown(max(equityAfterClose, 0)))
    var payouts = split.map { Payout(name: $0.name, amount: roundedDown(fee * $0.share)) }
    if let first = payouts.first {
      let rest = fee - payouts.reduce(Rational(0)) { $0 + $1.amount }
      payouts[0] = Payout(name: first.name, amount: first.amount + rest)
    }
    return Charge(rate: rate, full: full, fee: fee, payouts: payouts)
  }

  private func roundedDown(_ value: Rational) -> Rational { grid * Rational((value / grid).floor()) }
}
