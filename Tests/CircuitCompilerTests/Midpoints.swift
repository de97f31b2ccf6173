import MarginModel
import Testing
import TestSupport

/// Whether a rule bends the right way, by values alone: a surplus is concave if it is nowhere below the mean of its values at two
/// books whose middle it is taken at. What the prover chooses counts as part of the book.
enum Midpoints {
  /// Lots and choices.
  typealias Book = (lots: [Int64], choices: [Int64])

  /// Two books whose middle is whole lots, and the middle.
  static func pair(_ bound: BoundCircuit, using random: inout SeededGenerator) -> (first: Book, second: Book, middle: Book) {
    let (one, other) = (RandomBook.lots(bound, using: &random), RandomBook.lots(bound, using: &random))
    let lots = even(one, other, using: &random)
    let choices = even(RandomBook.choices(bound, using: &random), RandomBook.choices(bound, using: &random), using: &random)
    return ((lots.first, choices.first), (lots.second, choices.second), (lots.middle, choices.middle))
  }

  /// The numbers with the first ones moved by one towards 0, or away from it, where a difference is odd.
  private static func even(
    _ first: [Int64], _ second: [Int64], using random: inout SeededGenerator
  ) -> (first: [Int64], second: [Int64], middle: [Int64]) {
    var (first, second) = (first, second)
    for index in first.indices {
      // Mostly the same: a fold shows best along few coordinates.
      if Int.random(in: 0..<3, using: &random) == 0 { second[index] = first[index] }
      guard (first[index] ^ second[index]) & 1 == 1 else { continue }
      first[index] += first[index] == 0 ? second[index].signum() : -first[index].signum()
    }
    return (first, second, zip(first, second).map { $0 / 2 + $1 / 2 + ($0 % 2 + $1 % 2) / 2 })
  }

  /// The first assertion that is not midpoint concave at a pair of books; for `==`, not linear.
  static func violation(
    _ bound: BoundCircuit, _ pair: (first: Book, second: Book, middle: Book)
  ) throws -> MarginReport.Assertion? {
    func assertions(_ book: Book) throws -> [MarginReport.Assertion] {
      try bound.evaluate(lots: book.lots, choices: book.choices).assertions
    }
    let (first, second) = (try assertions(pair.first), try assertions(pair.second))
    for (index, middle) in try assertions(pair.middle).enumerated() {
      let mean = (first[index].surplus + second[index].surplus) / 2
      guard middle.relation == "==" ? middle.surplus == mean : middle.surplus >= mean else { return middle }
    }
    return nil
  }
}
