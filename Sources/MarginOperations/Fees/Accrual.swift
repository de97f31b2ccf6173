import MarginModel

/// A borrow rate that is kinked in utilisation: gentle up to a target, steep beyond it.
public struct BorrowRate: Sendable {
  public let base: Rational
  public let target: Rational
  public let slope: Rational
  public let steepSlope: Rational

  /// - Throws: `OperationError` unless the target is from 0 to 1 and nothing is negative.
  public init(base: Rational, target: Rational, slope: Rational, steepSlope: Rational) throws(OperationError) {
    guard (0...1).contains(target) else { throw OperationError("a target utilisation of \(target): write a share from 0 to 1") }
    guard base.signum >= 0, slope.signum >= 0, steepSlope.signum >= 0 else {
      throw OperationError("a base of \(base) and slopes of \(slope) and \(steepSlope): each is 0 or more")
    }
    (self.base, self.target, self.slope, self.steepSlope) = (base, target, slope, steepSlope)
  }

  /// rate = base + slope min(u, target) + steep max(u - target, 0), a year.
  ///
  /// - Throws: `OperationError` unless utilisation is from 0 to 1.
  public func rate(utilisation: Rational) throws(OperationError) -> Rational {
    guard (0...1).contains(utilisation) else {
      throw OperationError("a utilisation of \(utilisation): write a share from 0 to 1")
    }
    return base + slope * min(utilisation, target) + steepSlope * max(0, utilisation - target)
  }

  /// interest = debt * rate * days / 365, simple; for a debt of 0 or more.
  public func interest(debt: Rational, utilisation: Rational, days: Rational) throws(OperationError) -> Rational {
    guard debt.signum >= 0, days.signum >= 0 else {
      throw OperationError("a debt of \(debt) over \(days) days: each is 0 or more")
    }
    return debt * (try rate(utilisation: utilisation)) * days / 365
  }
}

/// Funding of a perpetual: paid by longs to shorts while the rate is positive.
public struct FundingAccrual: Sendable {
  /// Of the notional, for one period; of either sign.
  public let rate: Rational
  /// Length of the period in hours, positive.
  public let periodHours: Rational

  /// - Throws: `OperationError` unless the period is positive.
  public init(rate: Rational, periodHours: Rational) throws(OperationError) {
    guard periodHours.signum > 0 else { throw OperationError("a period of \(periodHours) hours: write a positive one") }
    (self.rate, self.periodHours) = (rate, periodHours)
  }

  /// payment = rate * quantity * price * hours / period, simple; negative when it is received.
  ///
  /// - Throws: `OperationError` for a negative price or time.
  public func payment(quantity: Rational, price: Rational, hours: Rational) throws(OperationError) -> Rational {
    guard price.signum >= 0, hours.signum >= 0 else {
      throw OperationError("a price of \(price) over \(hours) hours: each is 0 or more")
    }
    return rate * quantity * price * hours / periodHours
  }
}
