import BigInt
import MarginModel

/// Who bears a loss that a closed account leaves behind: its own penalty, the insurance fund, the default fund, then everybody.
public struct Waterfall: Sendable {
  public struct Layer: Sendable, Hashable {
    public let name: String
    public let available: Rational
    public let used: Rational
  }

  /// In the order in which they pay.
  public let layers: [Layer]
  /// What no layer bears: to be shared out among winners.
  public let uncovered: Rational

  /// loss = sum of what each layer uses + uncovered, each layer up to what it has, in order.
  ///
  /// - Throws: `OperationError` for a negative amount.
  public init(loss: Rational, layers: [(name: String, available: Rational)]) throws(OperationError) {
    guard loss.signum >= 0 else { throw OperationError("a loss of \(loss): write it without its sign") }
    var rest = loss
    var filled: [Layer] = []
    for (name, available) in layers {
      guard available.signum >= 0 else { throw OperationError("\(name.printable) of \(available): an amount is 0 or more") }
      let used = min(rest, available)
      rest -= used
      filled.append(Layer(name: name, available: available, used: used))
    }
    (self.layers, uncovered) = (filled, rest)
  }
}

/// A default fund that covers the two largest bounds on what a member may leave behind.
public struct DefaultFund: Sendable {
  public struct Member: Sendable, Hashable {
    public let name: String
    /// The most that its account can lose beyond its margin, as it has proven.
    public let bound: Rational
    public let contribution: Rational
  }

  /// Cover-2: the sum of the two largest bounds.
  public let size: Rational
  /// By bound, the largest first.
  public let members: [Member]

  /// contribution_j = size * bound_j / sum of bounds, rounded up to the grid so that the fund is never short.
  ///
  /// - Parameters:
  ///   - bounds: 0 or more, with unique names.
  ///   - grid: of contributions, positive: 0.01 for cents.
  /// - Throws: `OperationError` for a negative bound, a name given twice or no member.
  public init(bounds: [(name: String, bound: Rational)], grid: Rational) throws(OperationError) {
    guard grid.signum > 0 else { throw OperationError("a grid of \(grid): write a positive one, such as 0.01") }
    guard !bounds.isEmpty else { throw OperationError("no member: write each as name=bound") }
    var names: Set<String> = []
    for (name, bound) in bounds {
      guard bound.signum >= 0 else { throw OperationError("\(name.printable)=\(bound): a bound is 0 or more") }
      guard names.insert(name).inserted else { throw OperationError("\(name.printable) is given twice; keep one") }
    }
    let sorted = bounds.sorted { ($0.bound, $1.name) > ($1.bound, $0.name) }
    let size = sorted.prefix(2).reduce(Rational(0)) { $0 + $1.bound }
    let total = sorted.reduce(Rational(0)) { $0 + $1.bound }
    self.size = size
    members = sorted.map { name, bound in
      let share = total.isZero ? 0 : size * bound / total
      return Member(name: name, bound: bound, contribution: grid * -Rational((-(share / grid)).floor()))
    }
  }
}
