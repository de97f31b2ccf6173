import MarginModel

extension OracleVerdict {
  /// The verdict for a reader, one fact a line; figures are rounded for showing.
  public var lines: [String] {
    var lines = ["\(asset): \(price == nil ? "blocked" : "published")"]
    for dropped in mark.dropped { lines.append("  dropped \(dropped.source.name) at \(dropped.source.price), \(dropped.reason)") }
    if let median = mark.median {
      lines.append("  median \(OracleText.price(median)) of \(mark.kept.map(\.name).joined(separator: ", "))")
    }
    if let band { lines.append("  average \(OracleText.price(band.average))") }
    if let dislocation { lines.append("  dislocation \(OracleText.percent(dislocation))") }
    if attacks.isEmpty { lines.append("  cost of moving the price: not examined") }
    for attack in attacks where attack.pays { lines.append("  \(attack)") }
    if let dearest = attacks.filter({ !$0.pays }).min(by: { $0.cost * $1.prize < $1.cost * $0.prize }) {
      lines.append("  \(dearest)")
    }
    if let band {
      lines.append("  band \(OracleText.percent(-band.below)) to \(OracleText.percent(band.above))")
    }
    if let price { lines.append("  low \(price.low), held \(price.held), owed \(price.owed), high \(price.high)") }
    for block in blocks { lines.append("  \(block)") }
    return lines
  }
}

extension ManipulationCost: CustomStringConvertible {
  public var description: String {
    "moving it \(direction.rawValue) \(OracleText.percent(move.rational)) costs \(OracleText.price(cost)) and is worth "
      + "\(OracleText.price(prize))" + (pays ? ": pays, and the band reaches so far" : ": does not pay")
  }
}
