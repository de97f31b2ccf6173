import MarginModel
import Testing

/// Whether a rule bends the right way, by values alone: a surplus is concave if it is nowhere below the mean of its values at two
/// books whose middle it is taken at.
enum Midpoints {
  /// Two books whose middle is whole lots, and the middle.
  static func pair(
    _ bound: BoundCircuit, using random: inout SeededGenerator
  ) -> (first: [Int64], second: [Int64], middle: [Int64]) {
    var first = RandomBook.lots(bound, using: &random)
    var second = RandomBook.lots(bound, using: &random)
    for index in first.indices {
      // Mostly the same: a fold shows best along few coordinates.
      if Int.random(in: 0..<3, using: &random) == 0 { second[index] = first[index] }
      if (first[index] ^ second[index]) & 1 == 1 {
        first[index] -= first[index].signum() == 0 ? -second[index].signum() : first[index].signum()
      }
    }
    return (first, second, zip(first, second).map { $0 / 2 + $1 / 2 + ($0 % 2 + $1 % 2) / 2 })
  }

  /// The first assertion that is not midpoint concave at a pair of books; for `==`, not linear.
  static func violation(
    _ bound: BoundCircuit, _ pair: (first: [Int64], second: [Int64], middle: [Int64])
  ) throws -> MarginReport.Assertion? {
    let (first, second) = (try bound.evaluate(lots: pair.first).assertions, try bound.evaluate(lots: pair.second).assertions)
    for (index, middle) in try bound.evaluate(lots: pair.middle).assertions.enumerated() {
      let mean = (first[index].surplus + second[index].surplus) / 2
      guard middle.relation == "==" ? middle.surplus == mean : middle.surplus >= mean else { return middle }
    }
    return nil
  }
}
