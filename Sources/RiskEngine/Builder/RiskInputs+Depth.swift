import MarginModel

extension RiskInputs {
  /// Refuses what was taken at another time than the snapshots: it is of another state of the market.
  func requireNear(_ companion: Companion, _ time: MarketInstant, _ model: RiskModel) throws(RiskBuildError) {
    for snapshot in snapshots {
      let apart = abs(time.second.seconds(since: snapshot.asOf.second))
      guard apart <= model.simultaneity else { throw .apart(companion, seconds: apart, allowed: model.simultaneity) }
    }
  }

  /// What the market-depth file says of one underlying; refused where it was taken at another time than the snapshots.
  func depth(of name: String, _ model: RiskModel) throws(RiskBuildError) -> MarketDepth.Underlying {
    guard let depth else { throw .noDepth }
    try requireNear(.depth, depth.asOf, model)
    guard let underlying = depth[name] else { throw .notInDepth(underlying: name) }
    return underlying
  }
}

extension MarketDepth.Underlying {
  /// The coins that all books together take within a band; refused where they take none, since every sale would be without limit there.
  func coins(_ direction: MarketDepth.Direction, within band: BoundedDecimal) throws(RiskBuildError) -> Rational {
    let coins = depth(direction, within: band.rational)
    guard coins.signum > 0 else { throw .emptyBooks(underlying: name, direction, band: band) }
    return coins
  }
}
