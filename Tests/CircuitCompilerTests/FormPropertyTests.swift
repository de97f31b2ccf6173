import CircuitCompiler
import MarginModel
import Testing
import TestSupport

/// Random small rules around each form, with random risk files: the exact evaluator and the compiled program agree on every book,
/// at the boundary to one unit, and no auxiliary values whatever fit a book that the evaluator refuses.
@Suite struct FormPropertyTests {
  private static let circuits = 40

  private static func eachCircuit(
    _ form: RandomExpression.Form, _ body: (RandomCircuit, inout SeededGenerator, String) throws -> Void
  ) throws {
    var random = SeededGenerator.fromEnvironment()
    let seed = random.seed
    for number in 0..<circuits {
      let circuit = RandomCircuit(form, depth: form == .nested ? 2 : number % 2, using: &random)
      try body(circuit, &random, "SEED=\(seed) circuit \(number)\n\(circuit)")
    }
  }

  @Test(arguments: RandomExpression.Form.allCases)
  func evaluatorAndProgramAgree(form: RandomExpression.Form) throws {
    var verdicts: Set<Bool> = []
    try Self.eachCircuit(form) { random, generator, label in
      let bound = try BoundCircuit(random.circuit(), risk: random.riskFile())
      guard let agreement = try Agreement.unlessDecided(bound, label) else { return }
      for _ in 0..<6 {
        let lots = RandomBook.lots(agreement.bound, using: &generator)
        verdicts.insert(try agreement.check(lots, isExhaustive: true, label))
      }
    }
    #expect(verdicts == [true, false])
  }

  /// The surplus is moved to exactly 0 and then one step below.
  @Test(arguments: RandomExpression.Form.allCases)
  func boundaryIsExact(form: RandomExpression.Form) throws {
    var met = 0
    try Self.eachCircuit(form) { random, generator, label in
      let circuit = try random.circuit()
      let still = try BoundCircuit(circuit, risk: random.riskFile())
      var lots = RandomBook.lots(still, using: &generator)
      lots[lots.count - 1] = Int64.random(in: -100_000...100_000, using: &generator)
      let plain = try still.evaluate(lots: lots).assertions
      let moved = try BoundCircuit(circuit, risk: random.riskFile(shift: 1)).evaluate(lots: lots).assertions
      var needed: Rational?
      for (before, after) in zip(plain, moved) {
        if after.surplus == before.surplus {
          guard before.holds else { return }
        } else {
          needed = max(needed ?? -before.surplus, -before.surplus)
        }
      }
      let shift = try #require(needed)
      met += 1
      let tight = try Agreement(BoundCircuit(circuit, risk: random.riskFile(shift: shift)))
      #expect(try tight.bound.evaluate(lots: lots).assertions.contains { $0.surplus == 0 })
      #expect(try tight.check(lots, isExhaustive: true, label))
      lots[lots.count - 1] -= 1
      try tight.check(lots, isExhaustive: true, label)
      lots[lots.count - 1] += 1
      let below = try BoundCircuit(circuit, risk: random.riskFile(shift: shift - 1 / 1_000_000_000))
      if let below = try Agreement.unlessDecided(below, label) {
        #expect(try !below.check(lots, isExhaustive: true, label))
      }
    }
    #expect(met > Self.circuits / 2)
  }

  /// Limits size the program and nothing else: a refused book beyond them has no witness either.
  @Test(arguments: RandomExpression.Form.allCases)
  func booksBeyondTheirLimitsCannotCheat(form: RandomExpression.Form) throws {
    var refused = 0
    try Self.eachCircuit(form) { random, generator, label in
      let circuit = try random.circuit()
      let bound = try BoundCircuit(circuit, risk: random.riskFile())
      guard let compiled = try Agreement.unlessDecided(bound, label)?.compiled else { return }
      let wide = try BoundCircuit(circuit, risk: random.riskFile(wide: true))
      for _ in 0..<3 {
        let lots = RandomBook.lots(wide, using: &generator)
        guard try !wide.evaluate(lots: lots).isSolvent else { continue }
        refused += 1
        #expect(!LinearFeasibility(compiled.program, positions: lots).isFeasible(), "\(label): a cheat fits for \(lots)")
      }
    }
    #expect(refused > 0)
  }
}
