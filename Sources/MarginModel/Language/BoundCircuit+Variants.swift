/// The same rule over slightly different public numbers, to see what they cost. Not for proofs: nobody signed these numbers.
extension BoundCircuit {
  /// With one table rounded to fewer decimals.
  package func rounding(table index: Int, places: Int) -> BoundCircuit {
    var tables = tables
    tables[index] = tables[index].rounded(to: places)
    return replacing(tables: tables, coordinates: coordinates)
  }

  /// With all limits and lots of positions scaled.
  package func scalingCoordinates(limit: Rational, lot: Rational) -> BoundCircuit {
    let scaled = coordinates.map { coordinate in
      let lots = (Rational(coordinate.limitInLots) * limit / lot).floor()
      return Coordinate(
        id: coordinate.id, column: coordinate.column, lot: coordinate.lot * lot, limit: coordinate.limit * limit,
        limitInLots: max(1, Int64(clamping: lots)))
    }
    return replacing(tables: tables, coordinates: scaled)
  }

  private func replacing(tables: [BoundTable], coordinates: [Coordinate]) -> BoundCircuit {
    BoundCircuit(
      circuit: circuit, risk: risk, coordinates: coordinates, chosen: chosen, arguments: arguments, sets: sets, tables: tables,
      argumentValues: argumentValues, vectors: vectors, chosenVectors: chosenVectors, lots: lots, limits: limits,
      indices: indices, domains: domains, definitionStrides: definitionStrides, frameCount: frameCount)
  }
}

extension BoundTable {
  /// The most decimals of any number; nil where one is no finite decimal.
  package var decimalPlaces: Int? {
    var most = 0
    for value in values {
      guard let value else { continue }
      guard let places = value.decimalPlaces else { return nil }
      most = max(most, places)
    }
    return most
  }

  func rounded(to places: Int) -> BoundTable {
    let grid = (0..<places).reduce(Rational(1)) { scale, _ in scale / 10 }
    let values = values.map { $0.map { grid * Rational(($0 / grid + Rational(1) / 2).floor()) } }
    return BoundTable(values: values, schedules: schedules, strides: strides)
  }
}
