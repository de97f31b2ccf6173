import BigInt

extension PositionBook {
  /// The book as whole lots of each element of a set that states lots and limits, in the set's order.
  ///
  /// - Throws: as ``lots(of:)``.
  public func lots(in set: RiskFile.ElementSet) throws(PositionError) -> [Int64] {
    let whole = [Rational](repeating: 1, count: set.elements.count)
    let limits = set.limits ?? [Rational](repeating: 1_000_000_000, count: set.elements.count)
    var coordinates: [(id: String, lot: Rational, limit: Rational)] = []
    for (place, lot) in (set.lots ?? whole).enumerated() { coordinates.append((set.elements[place], lot, limits[place])) }
    return try lots(of: coordinates)
  }

  /// The book as whole lots of each coordinate, in the order given; the instrument column holds coordinate ids.
  ///
  /// Rows of one instrument are summed first: only their sum must be whole lots and within the limit.
  ///
  /// - Parameter coordinates: unique ids, positive lots, and limits.
  /// - Throws: the first row whose instrument is unknown (with the nearest known spelling), off the lot grid, or beyond its limit or
  ///   2^63 - 1 lots.
  public func lots(of coordinates: [(id: String, lot: Rational, limit: Rational)]) throws(PositionError) -> [Int64] {
    // Ids of the book are ASCII by construction, so equal text is equal bytes.
    var places: [String: Int] = [:]
    for (place, coordinate) in coordinates.enumerated() { places[coordinate.id] = place }
    var sums: [Int: Rational] = [:]
    for position in positions {
      guard let place = places[position.instrument] else {
        let hint = Spelling.hint(for: position.instrument, among: coordinates.lazy.map(\.id))
        throw PositionError(file, position.place, .unknownInstrument(position.instrument, hint: hint))
      }
      sums[place, default: 0] += position.quantity
    }
    var lots = [Int64](repeating: 0, count: coordinates.count)
    for position in positions {
      guard let place = places[position.instrument], let sum = sums.removeValue(forKey: place) else { continue }
      let coordinate = coordinates[place]
      let count = sum / coordinate.lot
      guard count.isInteger else {
        throw PositionError(
          file, firstRow(of: position.instrument, off: coordinate.lot) ?? position.place,
          .offLot(instrument: position.instrument, lot: coordinate.lot))
      }
      guard sum.magnitude <= coordinate.limit, let whole = Int64(exactly: count.numerator), whole != .min else {
        throw PositionError(file, position.place, .beyondLimit(instrument: position.instrument, limit: coordinate.limit))
      }
      lots[place] = whole
    }
    return lots
  }

  private func firstRow(of instrument: String, off lot: Rational) -> PositionError.Place? {
    positions.first { $0.instrument == instrument && !($0.quantity / lot).isInteger }?.place
  }
}
