import Secp256k1
import Synchronization

/// The generators of all proofs: points that nobody knows a relation between, each hashed to the curve from its name.
///
/// They are the same for every program, made once a process and kept: a further proof over any program of no greater size needs no
/// hashing. Safe to use from many threads at once.
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

  /// B, which carries every blinding.
  package static let blinding = point(named: "blinding")
  /// V, which carries the value of the norm-linear argument.
  package static let value = point(named: "value")

  private struct Cache {
    var series = [[AffinePoint]](repeating: [], count: Series.allCases.count)
    var positions: [String: AffinePoint] = [:]
  }

  private static let cache = Mutex(Cache())

  package static func point(named name: String) -> AffinePoint {
    HashToCurve.point(message: Array(name.utf8), domain: domain)
  }

  /// The first `count` generators of a series.
  package static func first(_ count: Int, of series: Series) -> ArraySlice<AffinePoint> {
    cache.withLock { cache in
      let known = cache.series[series.rawValue].count
      if known < count { cache.series[series.rawValue] += points(named: (known..<count).map(series.name)) }
      return cache.series[series.rawValue][..<count]
    }
  }

  /// The generators of positions, by their identifiers.
  package static func positions(_ identifiers: [String]) -> [AffinePoint] {
    cache.withLock { cache in
      let missing = identifiers.filter { cache.positions[$0] == nil }
      for (identifier, point) in zip(missing, points(named: missing.map { "position:" + $0 })) {
        cache.positions[identifier] = point
      }
      return identifiers.compactMap { cache.positions[$0] }
    }
  }

  private static func points(named names: [String]) -> [AffinePoint] {
    .concurrently(count: names.count) { places in
      HashToCurve.points(messages: names[places].map { Array($0.utf8) }, domain: domain)
    }
  }

  /// The generators of every slot of a program's two vectors, in the layout's order.
  package static func slots(of layout: Layout, columns: [String]) -> (digits: [AffinePoint], linear: [AffinePoint]) {
    let digitMasks = first(layout.digitBlocks, of: .digitMask)
    let digits = first(layout.digitSlotCount - layout.digitBlocks, of: .digit)
    let linearMasks = first(layout.linearBlocks, of: .linearMask)
    let errors = first(Layout.errorCount, of: .error)
    let multiplicities = first(layout.base, of: .multiplicity)
    let positions = positions(columns)
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
}
