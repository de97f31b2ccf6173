import CanonicalJSON
import CircuitCompiler
import Foundation
import MarginModel
import Testing

/// The reference circuits, where they stand beside the package, against figures of the reference model of the language.
@Suite(.enabled(if: Fixture.isSharedThere, "there is no folder ../shared/reference/language beside the package"))
struct SharedCircuitTests {
  static let names = [
    "binance-tiers", "book-conservation", "contagion", "correlation-offset", "covariance", "debt-coverage", "deribit-spm",
    "disclose", "dydx", "expected-shortfall", "okx-pm", "opyn-spread", "paradex-pm", "schedule",
  ]

  private func figures(_ name: String) throws -> JSONObject {
    let json = try JSONValue(lenient: Fixture.bytes("fixtures/circuits/reference-figures.json"))
    return try (try json.object(at: "")[name] ?? .null).object(at: name)
  }

  @Test(arguments: names)
  func valuesAndVerdictsAgree(name: String) throws {
    let bound = try BoundCircuit(Fixture.sharedCircuit(name), risk: Fixture.sharedRisk(name))
    let figures = try figures(name)
    #expect(try figures["coordinates"]?.array(at: "").map { try $0.string(at: "") } == bound.coordinates.map(\.id))
    let compiled = bound.circuit.reveals.isEmpty ? try CompiledCircuit(bound) : nil
    for book in try (figures["books"] ?? .null).array(at: "books") {
      let book = try book.object(at: "book")
      let lots = try (book["lots"] ?? .null).array(at: "lots").map { try #require(Int64(try $0.string(at: ""))) }
      let report = try bound.evaluate(lots: lots)
      for member in try (book["values"] ?? .null).object(at: "values").members {
        let value = try #require(report.definitions.first { $0.name == member.key }).value
        #expect(value == Rational(try member.value.string(at: "")), "\(name) \(member.key)")
      }
      let holds = book["holds"] == .bool(true)
      #expect(report.isSolvent == holds)
      guard let compiled else { continue }
      if holds {
        let (positions, variables) = try compiled.witness(lots: lots)
        #expect(compiled.check(positions: positions, variables: variables) == nil)
      } else {
        #expect(throws: InfeasibleError.self) { try compiled.witness(lots: lots) }
      }
    }
  }

  @Test(arguments: names)
  func programsAreNoLargerThanTheModels(name: String) throws {
    let bound = try BoundCircuit(Fixture.sharedCircuit(name), risk: Fixture.sharedRisk(name))
    let zeros = try bound.evaluate(lots: [Int64](repeating: 0, count: bound.coordinates.count))
    let cost = try CompiledCircuit(bound, revealed: zeros.revealed.map(\.value)).cost
    let figures = try figures(name)
    func figure(_ key: String) throws -> Int { Int(try (figures[key] ?? .null).integer(at: key)) }
    // Rows and variables that bound positions come on top; the model does not count them.
    var extra = 0
    if case .direct(let columns) = cost.bound { extra = columns }
    #expect(cost.rows - extra <= (try figure("rows")))
    #expect(cost.variables - extra <= (try figure("variables")))
    #expect(cost.bits <= (try figure("bits")))
  }

  /// Books whose best choice is known by hand, and the model's sizes (`isolated`: 32 variables, 17 rows; `pairing`: 13 and 4) with a row
  /// and a slack for every upper end that nothing else keeps, which the model leaves out.
  @Test(arguments: [
    (
      "isolated", "USDC=3000000,isolated-1/BTC-PERP=1000,isolated-1/USD=-6050000,isolated-2/ETH-PERP=-2000,isolated-2/USD=6100000",
      32, 17, 0
    ),
    ("pairing", "A=-10,B=12,C=-3,USD=100", 13, 4, 12),
  ])
  func chosenValuesAreFound(name: String, book: String, variables: Int, rows: Int, upperEnds: Int) throws {
    let bound = try BoundCircuit(Fixture.sharedCircuit(name), risk: Fixture.sharedRisk(name))
    var lots = [Int64](repeating: 0, count: bound.coordinates.count)
    for entry in book.split(separator: ",") {
      let parts = entry.split(separator: "=")
      lots[try #require(bound.coordinates.firstIndex { $0.id == parts[0] })] = try #require(Int64(String(parts[1])))
    }
    let search = try ChoiceSearch(bound)
    #expect(search.choices(lots: lots).satisfies)
    let cost = try CompiledCircuit(bound).cost
    var extra = upperEnds
    if case .direct(let columns) = cost.bound { extra += columns }
    #expect(cost.rows - extra == rows && cost.variables - extra == variables)
    // One lot of cash less is too little.
    let cash = try #require(bound.coordinates.firstIndex { $0.id == (name == "isolated" ? "isolated-1/USD" : "USD") })
    lots[cash] -= name == "isolated" ? 2_890_001 : 1
    #expect(!search.choices(lots: lots).satisfies)
  }

  @Test func paradexMinimumDeltaExample() throws {
    let bound = try BoundCircuit(Fixture.sharedCircuit("paradex-pm"), risk: Fixture.sharedRisk("paradex-pm"))
    // One long perpetual, five short options of delta 0.3; lots of 0.001.
    let report = try bound.evaluate(lots: [1000, -5000, 0])
    #expect(report.definitions.first { $0.name == "minimumDelta" }?.value == 1400)
  }
}
