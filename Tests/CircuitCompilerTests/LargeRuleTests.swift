import CircuitCompiler
import Foundation
import MarginModel
import ProofSystem
import Testing

/// Rules of a real size: proven, verified, and no larger than the reference model of the language counts them.
@Suite struct LargeRuleTests {
  /// `fixtures/exchanges/model-sizes.json`.
  private struct ModelSizes: Decodable {
    struct Size: Decodable {
      let risk: String
      let variables, rows, bits: Int
      /// By the bits of a digit.
      let digits: [String: Int]
    }

    let programs: [String: Size]

    static func of(_ name: String) throws -> Size {
      let all = try JSONDecoder().decode(Self.self, from: Data(Fixture.bytes("fixtures/exchanges/model-sizes.json")))
      return try #require(all.programs[name])
    }
  }

  private static func compiled(_ name: String) throws -> CompiledCircuit {
    let risk = try RiskFile(bytes: Fixture.bytes(ModelSizes.of(name).risk))
    return try CompiledCircuit(BoundCircuit(Fixture.circuit("circuits/\(name).yaml"), risk: risk))
  }

  private static func book(_ name: String, _ verdict: String, _ compiled: CompiledCircuit) throws -> [Int64] {
    let path = "fixtures/circuits/\(name)/\(verdict).csv"
    let book = try PositionBook(csv: Fixture.bytes(path), file: path)
    return try book.lots(of: compiled.bound.coordinates.map { ($0.id, $0.lot, $0.limit) })
  }

  /// Rows and variables that bound positions come on top; the model does not count them.
  private func expectNoLargerThanTheModel(_ compiled: CompiledCircuit, _ name: String) throws {
    let (cost, model) = (compiled.cost, try ModelSizes.of(name))
    var extra = 0
    if case .direct(let columns) = cost.bound { extra = columns }
    let digits = compiled.program.digits.dropLast(extra).reduce(0, +)
    let modelDigits = try #require(model.digits["\(cost.baseBits)"])
    #expect(cost.rows - extra <= model.rows)
    #expect(cost.variables - extra <= model.variables)
    #expect(cost.bits <= model.bits)
    #expect(digits <= modelDigits)
  }

  /// Twelve real options; max of (sum over currencies of max over volatilities of sums) over buckets, inside a max, inside a sum.
  @Test(arguments: ["deribit-portfolio", "okx-portfolio", "paradex-portfolio"])
  func twelveOptionExchangeRuleIsProvenAndNoLargerThanTheModels(name: String) throws {
    let compiled = try Self.compiled(name)
    #expect(compiled.bound.risk.sets["instrument"]?.attributes["kind"]?.count { $0 == "option" } == 12)
    try expectNoLargerThanTheModel(compiled, name)
    try compiled.proveAndVerify(lots: Self.book(name, "accepted", compiled))
    let refused = try Self.book(name, "refused", compiled)
    #expect(throws: InfeasibleError.self) { try compiled.witness(lots: refused) }
    let (holds, fails) = try compiled.bound.boundary(refused, settling: "USDC")
    try compiled.proveAndVerify(lots: holds)
    #expect(throws: InfeasibleError.self) { try compiled.witness(lots: fails) }
  }

  /// 787 real moves of both coins and one stress over 64 real instruments.
  @Test func shortfallOver64InstrumentsAnd788ScenariosIsProvenAndNoLargerThanTheModels() throws {
    let name = "expected-shortfall"
    let compiled = try Self.compiled(name)
    #expect(compiled.cost.columns == 64 && compiled.bound.risk.sets["day"]?.elements.count == 788)
    try expectNoLargerThanTheModel(compiled, name)
    // Every third option sold, every fifth one bought, hedged with a perpetual.
    let place = try #require(compiled.bound.coordinates.firstIndex { $0.id == "USD" })
    var lots = compiled.bound.coordinates.indices.map { index -> Int64 in
      index >= 56 ? 0 : index.isMultiple(of: 3) ? -10 : index.isMultiple(of: 5) ? 20 : 0
    }
    lots[56] = 1500
    lots[place] = 1_000_000_000
    let (holds, fails) = try compiled.bound.boundary(lots, settling: "USD")
    let report = try compiled.bound.evaluate(lots: holds)
    #expect(report.isSolvent)
    let requirement = try #require(report.definitions.first { $0.name == "shortfallLoss" }).value
    #expect(try requirement == shortfall(compiled.bound, holds))
    try compiled.proveAndVerify(lots: holds)
    #expect(throws: InfeasibleError.self) { try compiled.witness(lots: fails) }
  }

  /// The mean of the worst 2.5 % of the losses by sorting them: 19 whole days and seven tenths of the next.
  private func shortfall(_ bound: BoundCircuit, _ lots: [Int64]) throws -> Rational {
    struct File: Decodable {
      struct Table: Decodable {
        let values: [[String]]
      }
      struct Tables: Decodable {
        let pnl: Table
      }
      let tables: Tables
    }
    let path = try ModelSizes.of("expected-shortfall").risk
    let profits = try JSONDecoder().decode(File.self, from: Data(Fixture.bytes(path))).tables.pnl.values
    var losses = [Rational](repeating: 0, count: 788)
    for (index, coordinate) in bound.coordinates.enumerated() where lots[index] != 0 {
      let quantity = coordinate.lot * Rational(lots[index])
      for day in losses.indices { losses[day] = losses[day] - quantity * (try #require(Rational(profits[index][day]))) }
    }
    losses.sort(by: >)
    let worst = losses[..<19].reduce(0, +) + losses[19] * Rational(7) / 10
    return worst / (Rational(788) * Rational(25) / 1000)
  }
}
