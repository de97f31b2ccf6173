import CanonicalJSON
import MarginModel
import SystemCryptography

/// How deep the books are, how much is open, who holds it and how much would be force-closed: what the charges for a crowded market and the
/// cost of moving a price need.
///
/// A value has been checked: names unique, curves start above 0 and rise strictly in the move and never fall in the volume. The file format
/// is in `docs/market-snapshot.md`.
public struct MarketDepth: Hashable, Sendable {
  /// Which way a price moves.
  public enum Direction: String, Hashable, Sendable, CaseIterable {
    case down, up
  }

  /// Coins by relative move of the price, cumulative from 0 at 0; linear between its points, flat beyond the last.
  public struct Curve: Hashable, Sendable {
    public struct Point: Hashable, Sendable {
      /// Above 0; of a move down below 1.
      public let move: BoundedDecimal
      /// Coins, from 0.
      public let volume: BoundedDecimal
    }

    /// Moves rise strictly, volumes never fall.
    public let points: [Point]
  }

  /// One venue's order book: the coins that must be sold (down) or bought (up) to move its price so far.
  public struct Book: Hashable, Sendable {
    /// As oracle sources name it.
    public let source: String
    public let down, up: Curve
  }

  /// What is known of the holders of one side.
  public enum Holders: Hashable, Sendable {
    /// Their Herfindahl index, as whoever sees the positions states it.
    case index(BoundedDecimal)
    /// What accounts proved of themselves.
    case census(ExposureCensus)
  }

  public struct Underlying: Hashable, Sendable {
    public let name: String
    /// Open contracts in coins.
    public let openInterest: BoundedDecimal
    /// What longs pay shorts in a period, a share of the notional; negative where shorts pay.
    public let funding: BoundedDecimal
    /// The period of ``funding`` in seconds.
    public let fundingPeriod: Int
    public let books: [Book]
    /// The coins that would be force-closed by a move so far.
    public let liquidationsDown, liquidationsUp: Curve
    /// Those whom a move so hurts: down the longs, up the shorts; nil where nothing is known.
    public let holdersDown, holdersUp: Holders?
  }

  public let venue: String
  public let asOf: MarketInstant
  public let source, licence: String
  /// What in the file is assumed and not measured; empty where nothing is.
  public let assumed: String
  public let underlyings: [Underlying]
  /// SHA-256 of the file's canonical form: what a risk file names as its input.
  public let digest: Digest

  public subscript(underlying: String) -> Underlying? { underlyings.first { $0.name == underlying } }
}

extension MarketDepth.Book {
  public func curve(_ direction: MarketDepth.Direction) -> MarketDepth.Curve { direction == .down ? down : up }
}

extension MarketDepth.Underlying {
  public func liquidations(_ direction: MarketDepth.Direction) -> MarketDepth.Curve {
    direction == .down ? liquidationsDown : liquidationsUp
  }

  /// The Herfindahl index of those whom a move so hurts: 1, one holder alone, where nothing is known.
  public func concentration(_ direction: MarketDepth.Direction) -> Rational {
    switch direction == .down ? holdersDown : holdersUp {
    case .index(let index): index.rational
    case .census(let census): census.concentration(openInterest: openInterest.rational)
    case nil: 1
    }
  }

  /// The coins that all books together take before their prices have moved so far.
  public func depth(_ direction: MarketDepth.Direction, within move: Rational) -> Rational {
    books.reduce(.zero) { $0 + $1.curve(direction).volume(at: move) }
  }
}

extension MarketDepth.Curve {
  /// The volume at a move from 0, exactly.
  public func volume(at move: Rational) -> Rational {
    var (lastMove, lastVolume) = (Rational.zero, Rational.zero)
    for point in points {
      let (next, volume) = (point.move.rational, point.volume.rational)
      if move <= next { return lastVolume + (volume - lastVolume) * (move - lastMove) / (next - lastMove) }
      (lastMove, lastVolume) = (next, volume)
    }
    return lastVolume
  }
}
