import MarginModel

/// Logarithmic returns from one day's close to the next day's, of several underlyings together.
///
/// Two closes further apart than a day make no return: nothing is interpolated.
struct ReturnHistory {
  let underlyings: [String]
  /// The day of the later close.
  let days: [String]
  /// By day, then by underlying.
  let returns: [[Double]]

  /// - Throws: ``RiskBuildError`` where there is no history, or not of one of the underlyings.
  init(_ history: PriceHistory?, of underlyings: [String]) throws(RiskBuildError) {
    guard let history else { throw .noHistory }
    var columns: [Int] = []
    for name in underlyings {
      guard let column = history.assets.firstIndex(of: name) else { throw .noCloses(asset: name) }
      columns.append(column)
    }
    var days: [String] = []
    var returns: [[Double]] = []
    for row in 0..<max(0, history.days.count - 1)
    where history.days[row + 1].seconds(since: history.days[row]) == 86_400 {
      let (before, after) = (history.closes[row], history.closes[row + 1])
      days.append(PriceHistory.text(history.days[row + 1]))
      returns.append(columns.map { DeterministicMath.logarithm(after[$0].double / before[$0].double) })
    }
    guard !days.isEmpty else { throw .historyTooShort(days: 0, needed: 1) }
    self.underlyings = underlyings
    self.days = days
    self.returns = returns
  }

  /// The daily variances known before each day, by underlying, and those after the last.
  func variances(_ rule: VarianceRule) -> (before: [[Double]], after: [Double]) {
    let columns = underlyings.indices.map { place in rule.variances(returns.map { $0[place] }) }
    return (returns.indices.map { row in columns.map { $0.before[row] } }, columns.map(\.after))
  }

  /// The correlation of two underlyings over all days about means of 0; 0 where one of them never moves.
  func correlation(_ first: Int, _ second: Int) -> Double {
    var (together, left, right) = (0.0, 0.0, 0.0)
    for row in returns {
      together += row[first] * row[second]
      left += row[first] * row[first]
      right += row[second] * row[second]
    }
    let size = (left * right).squareRoot()
    return size > 0 ? together / size : 0
  }
}
