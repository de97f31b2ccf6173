import Secp256k1
import SystemCryptography

/// A sum of points under way: one coefficient for every generator, however many equations share it, and the equations' own points.
struct GeneratorSum {
  var blinding = Scalar.zero
  var value = Scalar.zero
  private var series: [[Scalar]]
  private var positions: [Scalar] = []
  private var lists: [PositionList] = []
  private var scalars: [Scalar] = []
  private var points: [AffinePoint] = []

  /// The columns of one program or more, and where their coefficients begin.
  private struct PositionList {
    let columns: [String]
    let digest: Digest
    let start: Int
  }

  init() { series = [[Scalar]](repeating: [], count: Generators.Series.allCases.count) }

  /// Makes room for a program's generators.
  private mutating func reserve(_ layout: Layout) {
    for (kind, count) in [
      (Generators.Series.digit, layout.digitSlotCount - layout.digitBlocks), (.digitMask, layout.digitBlocks),
      (.linearMask, layout.linearBlocks), (.error, Layout.errorCount), (.multiplicity, layout.base),
    ] where series[kind.rawValue].count < count {
      series[kind.rawValue] += [Scalar](repeating: .zero, count: count - series[kind.rawValue].count)
    }
  }

  /// Where the coefficients of a program's columns are kept, in the columns' order.
  mutating func positionPlaces(_ program: Program) -> Range<Int> {
    let known = lists.first { $0.digest == program.columnsDigest }
    let list = known ?? PositionList(columns: program.columns, digest: program.columnsDigest, start: positions.count)
    if known == nil {
      lists.append(list)
      positions += [Scalar](repeating: .zero, count: program.columns.count)
    }
    return list.start..<list.start + list.columns.count
  }

  @inline(__always)
  mutating func add(_ scalar: Scalar, to kind: Generators.Series, _ index: Int) { series[kind.rawValue][index] += scalar }

  mutating func append(_ scalar: Scalar, _ point: AffinePoint) {
    scalars.append(scalar)
    points.append(point)
  }

  mutating func append(_ scalars: [Scalar], _ points: [AffinePoint]) {
    self.scalars += scalars
    self.points += points
  }

  /// The sum, by its affine coordinates: one multi-scalar multiplication, in variable time or, far slower, in a time that does not depend
  /// on the coefficients.
  func total(_ timing: SecretTiming) -> AffinePoint {
    switch timing {
    case .variable: totalVariableTime().affine()
    case .constant: totalConstantTime().affine(blindedBy: .randomFactor())
    }
  }

  private func totalConstantTime() -> Point {
    let series = Generators.Series.allCases.map { self.series[$0.rawValue] }
    let generators = zip(Generators.Series.allCases, series).map { Generators.first($1.count, of: $0) }
    let columns = lists.flatMap { list in
      Generators.table(positions: list.columns, digest: list.digest)?.points ?? Generators.positions(list.columns)
    }
    return MultiScalarMultiplication.sum(
      secret: [blinding, value] + series.joined() + positions + scalars,
      [Generators.blinding, Generators.value] + generators.joined() + columns + points)
  }

  /// The sum; may leak the coefficients by its timing.
  private func totalVariableTime() -> Point {
    var parts = [MultiScalarMultiplication.TablePart(Generators.blindingAndValue, [blinding, value])]
    for kind in Generators.Series.allCases {
      var rest = series[kind.rawValue][...]
      for table in Generators.tables(first: rest.count, of: kind) where !rest.isEmpty {
        parts.append(MultiScalarMultiplication.TablePart(table, rest.prefix(table.count)))
        rest = rest.dropFirst(table.count)
      }
    }
    var (scalars, points) = (scalars, points)
    for list in lists {
      let coefficients = positions[list.start..<list.start + list.columns.count]
      if let table = Generators.table(positions: list.columns, digest: list.digest) {
        parts.append(MultiScalarMultiplication.TablePart(table, coefficients))
      } else {
        scalars += coefficients
        points += Generators.positions(list.columns)
      }
    }
    return MultiScalarMultiplication.sumVariableTime(parts, scalars, points)
  }

  /// Whether the whole sum is infinity.
  func isInfinity() -> Bool { totalVariableTime().isInfinity }
}

extension GeneratorSum {
  /// Adds a scalar to the coefficient of every slot of n, in the layout's order.
  mutating func add(digitSlots scalars: [Scalar], of layout: Layout) {
    reserve(layout)
    for (slot, scalar) in scalars.enumerated() {
      switch layout.digitSlot(slot) {
      case .mask(let block): add(scalar, to: .digitMask, block)
      case .digit(let index): add(scalar, to: .digit, index)
      }
    }
  }

  /// Adds a scalar to the coefficient of every slot of l, in the layout's order.
  mutating func add(linearSlots scalars: [Scalar], of program: Program) {
    reserve(program.layout)
    let columns = positionPlaces(program)
    for (slot, scalar) in scalars.enumerated() {
      switch program.layout.linearSlot(slot) {
      case .mask(let block): add(scalar, to: .linearMask, block)
      case .error(let index): add(scalar, to: .error, index)
      case .multiplicity(let value): add(scalar, to: .multiplicity, value)
      case .position(let column): positions[columns.lowerBound + column] += scalar
      }
    }
  }

  /// Adds a scalar to the coefficient of every column.
  mutating func add(positions scalars: [Scalar], of program: Program) {
    for (place, scalar) in zip(positionPlaces(program), scalars) { positions[place] += scalar }
  }

  /// Overwrites all coefficients: of a prover's sum they are secret.
  mutating func wipe() {
    for kind in series.indices { series[kind].wipe() }
    positions.wipe()
    scalars.wipe()
    (blinding, value) = (.zero, .zero)
  }
}
