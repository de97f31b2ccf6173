import CircuitCompiler
import MarginModel
import Testing
import TestSupport

/// Every circuit of the project on random books and random risk files: evaluator and program agree, and at the boundary to one lot
/// no auxiliary values whatever fit the refused book.
@Suite struct CircuitFolderPropertyTests {
  /// How often: fewer times for a rule that takes long.
  private static func rounds(_ compiled: CompiledCircuit) -> Int { max(2, 3_000 / (compiled.cost.terms + 100)) }

  private static func near(_ book: [Int64], _ bound: BoundCircuit, using random: inout SeededGenerator) -> [Int64] {
    let noise = RandomBook.lots(bound, using: &random)
    return zip(zip(book, noise), bound.coordinates).map { pair, coordinate in
      switch Int.random(in: 0..<8, using: &random) {
      case 0: pair.1
      case 1: max(-coordinate.limitInLots, pair.0 - 1)
      case 2: -pair.0
      case 3: pair.0 / 2
      default: pair.0
      }
    }
  }

  @Test(arguments: CircuitFolder.circuits)
  func evaluatorAndProgramAgree(name: String) throws {
    var random = SeededGenerator.fromEnvironment()
    let label = "SEED=\(random.seed) \(name)"
    let market = try RandomMarket(CircuitFolder.circuit(name), riskBytes: CircuitFolder.riskBytes(name))
    let bound = try CircuitFolder.bound(name)
    let accepted = try CircuitFolder.lots("accepted", of: name, bound)
    for round in 0..<Self.rounds(try Agreement(bound).compiled) {
      guard let agreement = try Agreement.unlessDecided(round == 0 ? bound : market.bound(using: &random), label) else {
        continue
      }
      for _ in 0..<4 {
        try agreement.check(Self.near(accepted, agreement.bound, using: &random), isExhaustive: false, label)
      }
      try agreement.check(RandomBook.lots(agreement.bound, using: &random), isExhaustive: false, label)
    }
  }

  /// From a solvent book along one coordinate to the last lot that is solvent, and one lot on.
  @Test(arguments: CircuitFolder.circuits)
  func boundaryIsExactToOneLot(name: String) throws {
    var random = SeededGenerator.fromEnvironment()
    let label = "SEED=\(random.seed) \(name)"
    let agreement = try Agreement(CircuitFolder.bound(name))
    let accepted = try CircuitFolder.lots("accepted", of: name, agreement.bound)
    var met = 0
    for coordinate in agreement.bound.coordinates.indices.shuffled(using: &random) where met < Self.rounds(agreement.compiled) {
      for way: Int64 in [1, -1] {
        let end = way * agreement.bound.coordinates[coordinate].limitInLots
        guard let last = try agreement.boundary(of: accepted, along: coordinate, to: end) else { continue }
        met += 1
        #expect(try agreement.check(last, isExhaustive: false, label))
        var beyond = last
        beyond[coordinate] += way
        #expect(try !agreement.check(beyond, isExhaustive: true, near: last, label))
      }
    }
    #expect(met > 0, "no coordinate decides: \(name)")
  }
}
