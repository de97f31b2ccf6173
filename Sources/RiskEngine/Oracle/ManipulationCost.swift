import MarginModel

/// What it costs to move the sources' weighted median so far, against what can be won by it.
///
/// Half of the weight must be moved. A source's price moves when its book is bought (or sold) up to the move:
///
///     cost = S ( integral of the move over the coins of the book + the same over the other side, to get out again + 2 fee coins )
///
/// The cheapest set of sources with at least half of the kept weight counts, `refills` times over. A source whose book nobody states costs
/// nothing; coins that are unwound beyond the other side's stated book cost its last move: both are in the defender's disfavour. The prize is
///
///     prize = min(position cap, open interest) S move
///
/// and the price is safe against the move where cost >= cover prize. Exact.
public struct ManipulationCost: Hashable, Sendable {
  public let move: BoundedDecimal
  public let direction: MarketDepth.Direction
  /// In US dollars; the prize is multiplied by the model's cover.
  public let cost, prize: Rational
  /// The cheapest set, in the file's order.
  public let sources: [String]
  /// The largest position in coins at which the move does not pay.
  public let safePosition: Rational

  public var pays: Bool { cost < prize }

  /// The cost of every move of the model, down and up.
  ///
  /// - Parameter price: the robust mark, above 0.
  static func all(
    _ kept: [OracleSources.Source], price: Rational, _ depth: MarketDepth.Underlying, _ attack: OracleModel.Attack
  ) -> [ManipulationCost] {
    let interest = depth.openInterest.rational
    let position = attack.positionCaps[depth.name].map { min($0.rational, interest) } ?? interest
    return MarketDepth.Direction.allCases.flatMap { direction in
      attack.moves.map { move in
        let costs = kept.map { source in
          depth.books.first { $0.source == source.name }.map { slippage($0, direction, move, fee: attack.fee.rational) * price }
            ?? .zero
        }
        let (set, sum) = cheapestHalf(kept.map(\.weight.rational), costs)
        let cost = sum * attack.refills.rational
        let unit = attack.cover.rational * price * move.rational
        return ManipulationCost(
          move: move, direction: direction, cost: cost, prize: unit * position, sources: set.map { kept[$0].name },
          safePosition: unit.isZero ? interest : cost / unit)
      }
    }
  }

  /// What moving one book costs, a coin's price being 1.
  private static func slippage(
    _ book: MarketDepth.Book, _ direction: MarketDepth.Direction, _ move: BoundedDecimal, fee: Rational
  ) -> Rational {
    let coins = book.curve(direction).volume(at: move.rational)
    let out = book.curve(direction == .up ? .down : .up)
    return book.curve(direction).slippage(of: coins) + out.slippage(of: coins) + 2 * fee * coins
  }

  /// The cheapest of all sets with at least half of the weight; of equal ones the first in the order of their bits.
  static func cheapestHalf(_ weights: [Rational], _ costs: [Rational]) -> (places: [Int], cost: Rational) {
    let whole = weights.reduce(Rational.zero, +)
    var best: (set: Int, cost: Rational)?
    // Each set's sums are those of the set without its lowest member, and that member's.
    var sums = [(weight: Rational, cost: Rational)](repeating: (.zero, .zero), count: 1 << weights.count)
    for set in 1..<(1 << weights.count) {
      let lowest = set.trailingZeroBitCount
      let rest = sums[set & (set - 1)]
      sums[set] = (rest.weight + weights[lowest], rest.cost + costs[lowest])
      if sums[set].weight * 2 >= whole, best.map({ sums[set].cost < $0.cost }) ?? true { best = (set, sums[set].cost) }
    }
    guard let best else { return ([], .zero) }
    return (weights.indices.filter { best.set >> $0 & 1 == 1 }, best.cost)
  }
}

extension MarketDepth.Curve {
  /// The integral of the move over the first so many coins: what they cost beyond the untouched price, a coin's price being 1. Beyond the last
  /// point each coin costs the last move.
  func slippage(of coins: Rational) -> Rational {
    var (lastMove, lastVolume, sum) = (Rational.zero, Rational.zero, Rational.zero)
    for point in points {
      let (move, volume) = (point.move.rational, point.volume.rational)
      if volume > lastVolume {
        let taken = min(coins, volume) - lastVolume
        guard taken.signum > 0 else { return sum }
        // The move rises linearly over the coins of a segment.
        let reached = lastMove + (move - lastMove) * taken / (volume - lastVolume)
        sum += taken * (lastMove + reached) / 2
      }
      (lastMove, lastVolume) = (move, volume)
    }
    return coins > lastVolume ? sum + (coins - lastVolume) * lastMove : sum
  }
}
