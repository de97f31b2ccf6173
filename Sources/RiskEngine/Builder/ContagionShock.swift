import MarginModel

/// The shock that a market settles at when forced sales move prices and moved prices force sales.
///
///     x_u = min( cap_u, base_u + sum over v of link_uv band forced_v(x_v) / (depth_v (1 - evaporation)) )
///
/// The least solution at or above the base shocks, on the grid of 0.000000001: every step is exact and rounded up, so every machine finds
/// the same, and never less than the exact one. Rising steps on a finite grid below the caps must end.
package struct ContagionShock {
  /// What one underlying brings in.
  package struct Market {
    package let base, cap, depth: Rational
    /// Coins force-closed by a move.
    package let forced: MarketDepth.Curve

    package init(base: Rational, cap: Rational, depth: Rational, forced: MarketDepth.Curve) {
      self.base = base
      self.cap = cap
      self.depth = depth
      self.forced = forced
    }
  }

  package static let roundLimit = 20_000
  private static let grid = FixedPoint(places: 9)

  /// By underlying; no smaller than the base shock.
  package let shocks: [Rational]
  /// How many steps still changed something.
  package let rounds: Int

  /// Nil where the steps have not ended after ``roundLimit`` of them.
  ///
  /// - Parameter link: by underlying that is moved and underlying that is sold, not negative, 1 on the diagonal.
  package init?(_ markets: [Market], band: Rational, evaporation: Rational, link: [[Rational]]) {
    var shocks = markets.map { Self.grid.up($0.base) }
    for round in 0..<Self.roundLimit {
      let impacts = zip(markets, shocks).map { band * $0.forced.volume(at: $1) / ($0.depth * (1 - evaporation)) }
      let after = markets.indices.map { u in
        min(markets[u].cap, Self.grid.up(markets[u].base + zip(link[u], impacts).reduce(.zero) { $0 + $1.0 * $1.1 }))
      }
      if after == shocks {
        self.shocks = shocks
        rounds = round
        return
      }
      shocks = after
    }
    return nil
  }

  /// Fast up, slow down: max(now, base + (1 - decay) (before - base)), rounded up and never beyond the cap.
  package static func smoothed(_ now: Rational, base: Rational, cap: Rational, before: Rational?, decay: Rational) -> Rational {
    guard let before else { return now }
    return max(now, min(cap, grid.up(base + (1 - decay) * (before - base))))
  }
}
