import MarginModel
import TestSupport

/// Books with edges: nothing, single lots, limits.
enum RandomBook {
  static func lots(_ bound: BoundCircuit, using random: inout SeededGenerator) -> [Int64] {
    bound.coordinates.map { coordinate in
      let limit = coordinate.limitInLots
      switch Int.random(in: 0..<12, using: &random) {
      case 0...2: return 0
      case 3: return Bool.random(using: &random) ? limit : -limit
      case 4, 5: return Bool.random(using: &random) ? 1 : -1
      case 6...9: return Int64.random(in: -min(limit, 40)...min(limit, 40), using: &random)
      case 10: return Int64.random(in: -min(limit, 5000)...min(limit, 5000), using: &random)
      default: return Int64.random(in: -limit...limit, using: &random)
      }
    }
  }

  /// Choices with edges: the ends of their ranges.
  static func choices(_ bound: BoundCircuit, using random: inout SeededGenerator) -> [Int64] {
    bound.chosen.map { value in
      switch Int.random(in: 0..<4, using: &random) {
      case 0: 0
      case 1: value.count
      default: Int64.random(in: 0...value.count, using: &random)
      }
    }
  }
}
