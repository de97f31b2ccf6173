import BigInt
import MarginModel

/// How a witness is found: each step reads its rows with its own variables still 0 and makes them tight.
extension LinearProgram.Step {
  /// The rows it reads.
  var rows: [Int] {
    switch self {
    case .split(let row, _, _), .slack(let row, _), .tail(let row, _): [row]
    case .gap(let rows, _), .threshold(let rows, _, _, _): rows
    }
  }

  /// The variables it finds.
  var variables: [Int] {
    switch self {
    case .split(_, let positive, let negative): [positive, negative]
    case .slack(_, let variable), .gap(_, let variable), .threshold(_, _, _, let variable), .tail(_, let variable): [variable]
    }
  }

  /// Finds its variables.
  ///
  /// - Returns: the row that no slack makes 0, or nil.
  func find(in rows: [LinearProgram.Row], _ values: inout IntegerValues) -> Int? {
    /// The variable that makes a row 0, rounded towards 0.
    func needed(_ row: Int, _ variable: Int) -> BigInt { -rows[row].row.value(values) / rows[row].row.coefficient(of: variable) }
    switch self {
    case .split(let row, let positive, let negative):
      let value = rows[row].row.value(values)
      values[positive] = max(0, value)
      values[negative] = max(0, -value)
    case .slack(let row, let variable):
      let (slack, rest) = rows[row].row.value(values).quotientAndRemainder(dividingBy: -rows[row].row.coefficient(of: variable))
      guard slack >= 0, rest.isZero else { return row }
      values[variable] = slack
    case .gap(let indices, let variable):
      values[variable] = indices.reduce(BigInt(0)) { max($0, needed($1, variable)) }
    case .threshold(let indices, let weights, let share, let variable):
      var losses = zip(indices, weights).map { (steps: needed($0, variable), weight: $1) }
      losses.sort { $0.steps > $1.steps }
      var reached: Rational = 0
      for (steps, weight) in losses where reached < share {
        reached += weight
        values[variable] = steps
      }
    case .tail(let row, let variable): values[variable] = max(0, needed(row, variable))
    }
    return nil
  }
}
