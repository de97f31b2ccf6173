import Secp256k1
import Synchronization
import SystemCryptography

/// The generators of all proofs: points that nobody knows a relation between, each hashed to the curve from its name.
///
/// They are the same for every program. Each comes with its table of multiples; tables are made once, kept on disk (``TableCache``) and
/// in memory: a further proof over any program of no greater size needs no hashing. Safe to use from many threads at once.
package enum Generators {
  /// Generators that are numbered.
  package enum Series: Int, CaseIterable, Sendable {
    case digit, multiplicity, error, digitMask, linearMask

    package func name(_ index: Int) -> String {
      switch self {
      case .digit: "digit:\(index)"
      case .multiplicity: "multiplicity:\(index)"
      // The errors are named by their degrees.
      case .error: "error:\(2 * index + 2)"
      case .digitMask: "mask-n:\(index)"
      case .linearMask: "mask-l:\(index)"
      }
    }
  }

  static let domain = Array("MARGINPROOF-V01-with-secp256k1_XMD:SHA-256_SSWU_RO_".utf8)

  /// B, which carries every blinding, and V, which carries the value of the norm-linear argument.
  static let blindingAndValue = table(named: ["blinding", "value"])
  package static let blinding = blindingAndValue.points[0]
  package static let value = blindingAndValue.points[1]

  package static func point(named name: String) -> AffinePoint {
    HashToCurve.point(message: Array(name.utf8), domain: domain)
  }

  private struct Known {
    var series = [[PointTable]](repeating: [], count: Series.allCases.count)
    var lists: [Digest: PointTable] = [:]
    /// The lists from the one that was made first.
    var order: [Digest] = []
  }

  private static let known = Mutex(Known())

  /// Tables of a series from its first generator on, `count` generators or more: the first of 16, then of as many as there were before,
  /// up to 256 in one.
  static func tables(first count: Int, of series: Series) -> [PointTable] {
    known.withLock { known in
      var covered = known.series[series.rawValue].reduce(0) { $0 + $1.count }
      while covered < count {
        let size = min(max(covered, 16), 256)
        known.series[series.rawValue].append(table(named: (covered..<covered + size).map(series.name)))
        covered += size
      }
      return known.series[series.rawValue]
    }
  }

  /// The first `count` generators of a series.
  package static func first(_ count: Int, of series: Series) -> [AffinePoint] {
    Array(tables(first: count, of: series).flatMap(\.points).prefix(count))
  }

  /// Lists of more positions take no table: their rows would fill more memory than they save time.
  static let largestTable = 1 << 16
  /// Lists of positions kept in memory.
  private static let keptLists = 64

  /// The table of a public list of positions, in its order; nil if they are too many for one.
  static func table(positions identifiers: [String], digest: Digest) -> PointTable? {
    guard identifiers.count <= largestTable else { return nil }
    if let table = known.withLock({ $0.lists[digest] }) { return table }
    let table = table(named: identifiers.map { "position:" + $0 })
    known.withLock { known in
      guard known.lists.updateValue(table, forKey: digest) == nil else { return }
      known.order.append(digest)
      if known.order.count > keptLists { known.lists[known.order.removeFirst()] = nil }
    }
    return table
  }

  /// The rows of every slot of a program's two vectors; nil if the positions have no table.
  static func rows(of program: Program) -> (digits: [TableRow], linear: [TableRow])? {
    guard let positions = table(positions: program.columns, digest: program.columnsDigest) else { return nil }
    return slots(of: program.layout, positions: positions.rows) { count, series in
      tables(first: count, of: series).flatMap(\.rows)
    }
  }

  /// What belongs to every slot of a program's two vectors, in the layout's order, given what belongs to its positions and to the first
  /// generators of each series.
  package static func slots<Value>(
    of layout: Layout, positions: [Value], first: (_ count: Int, _ series: Series) -> [Value]
  ) -> (digits: [Value], linear: [Value]) {
    let digits = first(layout.digitSlotCount - layout.digitBlocks, .digit)
    let digitMasks = first(layout.digitBlocks, .digitMask)
    let linearMasks = first(layout.linearBlocks, .linearMask)
    let errors = first(Layout.errorCount, .error)
    let multiplicities = first(layout.base, .multiplicity)
    return (
      (0..<layout.digitSlotCount).map { slot in
        switch layout.digitSlot(slot) {
        case .mask(let block): digitMasks[block]
        case .digit(let index): digits[index]
        }
      },
      (0..<layout.linearSlotCount).map { slot in
        switch layout.linearSlot(slot) {
        case .mask(let block): linearMasks[block]
        case .error(let index): errors[index]
        case .multiplicity(let value): multiplicities[value]
        case .position(let column): positions[column]
        }
      }
    )
  }

  /// The generators of positions, by their identifiers. Nothing about them is kept: which instruments a book holds is secret.
  package static func positions(_ identifiers: [String]) -> [AffinePoint] {
    points(named: identifiers.map { "position:" + $0 })
  }

  /// Binds identifiers and their order.
  static func digest(of identifiers: [String]) -> Digest {
    var hash = SHA256()
    for identifier in identifiers {
      var bytes: [UInt8] = []
      bytes.appendBigEndian(UInt32(identifier.utf8.count))
      hash.update(bytes + identifier.utf8)
    }
    return hash.digest()
  }

  private static func table(named names: [String]) -> PointTable {
    TableCache.user.table(of: names) { points(named: names) }
  }

  static func points(named names: [String]) -> [AffinePoint] {
    let chunk = 64
    let chunks = Cores.map((names.count + chunk - 1) / chunk) { number in
      HashToCurve.points(
        messages: names[number * chunk..<min((number + 1) * chunk, names.count)].map { Array($0.utf8) }, domain: domain)
    }
    return Array(chunks.joined())
  }
}
