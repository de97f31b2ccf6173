import BigInt
import MarginModel

/// What a row states, for messages: the circuit's line, and which instance of it.
public struct RowName: Sendable, Hashable, CustomStringConvertible {
  /// The line of the circuit file; 0 for a row that bounds a position.
  public let line: Int
  /// `assert 2 [USDC]`, `define worst, 05 spot -0.22`, `bound of 0.1 BTC-PERPETUAL`.
  public let text: String

  public var description: String { line > 0 ? "line \(line), \(text)" : text }
}

/// The linear program of a circuit while it is being made: rows of integers, and variables with the range an honest book needs.
///
/// A variable counts steps of its grid from 0. Its range follows from the positions' limits and only sizes it: soundness never
/// rests on a limit, since no row is dropped or narrowed because of one.
struct LinearProgram: Sendable {
  struct Variable: Sendable {
    /// The largest number of steps that positions within their limits can ask for.
    let upper: BigInt
    let name: RowName

    /// At least 1.
    var bits: Int { max(1, upper.magnitude.bitWidth) }
  }

  /// How a witness finds variables, in this order. A row is read with the variables it finds still 0.
  enum Step: Sendable {
    /// row = 0 where row = form - positive + negative.
    case split(row: Int, positive: Int, negative: Int)
    /// The slack that makes the row 0; negative when the row's assertion fails.
    case slack(row: Int, variable: Int)
    /// How far the largest item is above the first: each row is variable - gap - slack.
    case gap(rows: [Int], variable: Int)
    /// The loss at the edge of a tail: each row is tail + variable - loss - slack.
    case threshold(rows: [Int], weights: [Rational], share: Rational, variable: Int)
    /// How far a loss is beyond the threshold.
    case tail(row: Int, variable: Int)
  }

  struct Row: Sendable {
    let row: IntegerRow
    let name: RowName
    /// The assertion that fails when the row's slack is negative, or the row itself is not 0.
    let assertion: Assertion?
    /// Whether the row is an assertion with ==: no slack is its own.
    let isEquality: Bool
  }

  struct Assertion: Sendable {
    let text: String
    let instance: String
    let line: Int
    let unit: UnitOfMeasure
    /// What one unit of the row's value is in `unit`.
    let scale: Rational
  }

  let columns: Int
  private let limits: [Rational]
  private(set) var variables: [Variable] = []
  private(set) var rows: [Row] = []
  private(set) var steps: [Step] = []
  /// The variables of chosen values, by their number in the bound circuit.
  var choices: [Int: Int] = [:]

  init(_ coordinates: [Coordinate]) {
    columns = coordinates.count
    limits = coordinates.map { Rational($0.limitInLots) }
  }

  /// The values a form takes for positions within their limits and variables within their ranges.
  func interval(_ form: LinearForm) -> (lower: Rational, upper: Rational) {
    var (lower, upper) = (form.constant, form.constant)
    for term in form.terms {
      if term.index < columns {
        let reach = (term.coefficient * limits[term.index]).magnitude
        upper += reach
        lower -= reach
      } else {
        let reach = term.coefficient * Rational(variables[term.index - columns].upper)
        if reach.signum > 0 { upper += reach } else { lower += reach }
      }
    }
    return (lower, upper)
  }

  /// Adds a variable that counts steps of a grid up to a value; returns its form.
  mutating func variable(grid: Rational, upTo value: Rational, _ name: RowName) -> LinearForm {
    let upper = value.signum > 0 ? (value / grid).floor() : 0
    variables.append(Variable(upper: upper, name: name))
    return LinearForm(columns + variables.count - 1, grid)
  }

  /// The index of the variable added last.
  var lastVariable: Int { columns + variables.count - 1 }

  mutating func add(_ form: LinearForm, _ name: RowName, assertion: Assertion? = nil, isEquality: Bool = false) {
    rows.append(Row(row: IntegerRow(form), name: name, assertion: assertion, isEquality: isEquality))
  }

  mutating func add(_ step: Step) {
    steps.append(step)
  }
}
