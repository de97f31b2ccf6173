import Secp256k1
import SystemCryptography

/// A sum of points under way: one coefficient for every generator, however many equations share it, and the equations' own points.
struct GeneratorSum {
  var blinding = Scalar.zero
  var value = Scalar.zero
  private var series: [[Scalar]]
  private var positions: [Scalar] = []
  private var identifiers: [String] = []
  private var places: [String: Int] = [:]
  private var programPlaces: [Digest: [Int]] = [:]
  private var scalars: [Scalar] = []
  private var points: [AffinePoint] = []

  init() { series = [[Scalar]](repeating: [], count: Generators.Series.allCases.count) }

  /// Makes room for a program's generators.
  mutating func reserve(_ layout: Layout) {
    for (kind, count) in [
      (Generators.Series.digit, layout.digitSlotCount - layout.digitBlocks), (.digitMask, layout.digitBlocks),
      (.linearMask, layout.linearBlocks), (.error, Layout.errorCount), (.multiplicity, layout.base),
    ] where series[kind.rawValue].count < count {
      series[kind.rawValue] += [Scalar](repeating: .zero, count: count - series[kind.rawValue].count)
    }
  }

  /// Where the coefficients of a program's columns are kept.
  mutating func positionPlaces(_ program: Program) -> [Int] {
    if let known = programPlaces[program.digest] { return known }
    let found = program.columns.map { identifier in
      if let place = places[identifier] { return place }
      places[identifier] = identifiers.count
      identifiers.append(identifier)
      positions.append(.zero)
      return identifiers.count - 1
    }
    programPlaces[program.digest] = found
    return found
  }

  @inline(__always)
  mutating func subtract(_ scalar: Scalar, from kind: Generators.Series, _ index: Int) { series[kind.rawValue][index] -= scalar }

  @inline(__always)
  mutating func subtract(_ scalar: Scalar, fromPosition place: Int) { positions[place] -= scalar }

  mutating func append(_ scalar: Scalar, _ point: AffinePoint) {
    scalars.append(scalar)
    points.append(point)
  }

  /// Whether the whole sum is infinity: one multi-scalar multiplication.
  func isInfinity() -> Bool {
    var scalars = scalars + [blinding, value]
    var points = points + [Generators.blinding, Generators.value]
    for kind in Generators.Series.allCases {
      scalars += series[kind.rawValue]
      points += Generators.first(series[kind.rawValue].count, of: kind)
    }
    scalars += positions
    points += Generators.positions(identifiers)
    return MultiScalarMultiplication.sumVariableTime(scalars, points).isInfinity
  }
}
