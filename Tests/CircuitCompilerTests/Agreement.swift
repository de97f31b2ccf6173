import CircuitCompiler
import MarginModel
import ProofSystem
import Testing

/// What the evaluator and the compiled program of one rule say about books, side by side.
struct Agreement {
  let bound: BoundCircuit
  /// The program; of a rule that reveals values, that of the empty book.
  let compiled: CompiledCircuit
  private let search: ChoiceSearch

  init(_ bound: BoundCircuit) throws {
    self.bound = bound
    search = try ChoiceSearch(bound)
    compiled = try CompiledCircuit(bound, revealed: bound.publishedByNobody)
  }

  /// Nil where public values alone decide, so that no book matters; the evaluator gives the empty book the same verdict.
  static func unlessDecided(_ bound: BoundCircuit, _ label: String) throws -> Agreement? {
    func isSolvent() throws -> Bool {
      try bound.evaluate(lots: bound.coordinates.map { _ in 0 }, choices: bound.chosen.map { _ in 0 }).isSolvent
    }
    do {
      return try Agreement(bound)
    } catch CompileError.neverHolds {
      #expect(try !isSolvent(), "\(label)")
    } catch CompileError.empty {
      #expect(try isSolvent(), "\(label)")
    }
    return nil
  }

  /// A book's value, under the best choices where the rule lets the prover choose.
  func report(_ lots: [Int64]) throws -> MarginReport {
    try bound.evaluate(lots: lots, choices: search.choices(lots: lots).steps)
  }

  func witness(_ lots: [Int64]) throws -> (positions: [Int256], variables: [Int256]) {
    try compiled(for: lots).witness(lots: lots, choices: search.choices(lots: lots).steps)
  }

  /// The program for a book: a rule that reveals values has one for each of them.
  func compiled(for lots: [Int64]) throws -> CompiledCircuit {
    guard !bound.circuit.reveals.isEmpty else { return compiled }
    return try CompiledCircuit(bound, revealed: report(lots).revealed.map(\.value))
  }

  /// Both agree on a book: a witness that passes every check, or an assertion that fails.
  ///
  /// - Parameters:
  ///   - isExhaustive: for a refused book, whether to search all auxiliary values that a cheating prover could pick.
  ///   - near: a solvent book like this one, which makes that search short.
  /// - Returns: whether the book is solvent.
  @discardableResult
  func check(_ lots: [Int64], isExhaustive: Bool, near: [Int64]? = nil, _ label: String) throws -> Bool {
    let report = try report(lots)
    let compiled = try compiled(for: lots)
    guard let (positions, variables) = witness(lots, report, label) else {
      // Between two steps of a choice's grid fractions may fit where whole steps do not.
      if isExhaustive, bound.chosen.isEmpty {
        let variables = near.flatMap { try? compiled.witness(lots: $0).variables } ?? []
        let hint = Set(variables.indices.filter { !variables[$0].isZero })
        let cheats = LinearFeasibility(compiled.program, positions: lots, hint: hint)
        #expect(!cheats.isFeasible(), "\(label): a cheat fits for \(lots)")
      }
      return false
    }
    #expect(compiled.check(positions: positions, variables: variables) == nil, "\(label): \(lots)")
    return true
  }

  /// The witness, or nil where there is none; records where that is not what the evaluator says.
  private func witness(
    _ lots: [Int64], _ report: MarginReport, _ label: String
  ) -> (positions: [Int256], variables: [Int256])? {
    do {
      let witness = try witness(lots)
      #expect(report.isSolvent, "\(label): a witness for a refused book \(lots)")
      return witness
    } catch {
      guard case .assertion(let text, let instance, _, let short, _)? = error as? InfeasibleError else {
        Issue.record("\(label): \(error) for \(lots)")
        return nil
      }
      let named = report.assertions.first {
        !$0.holds && $0.text == text && $0.instance == instance && $0.surplus.magnitude == short
      }
      #expect(named != nil, "\(label): \(error) for \(lots), solvent \(report.isSolvent)")
      return nil
    }
  }

  /// The largest move along one coordinate, away from a solvent book, that leaves it solvent, where a longer one does not.
  ///
  /// The rule is convex, so the solvent moves of one sign are an interval and bisection finds its end.
  func boundary(of lots: [Int64], along coordinate: Int, to end: Int64) throws -> [Int64]? {
    func moved(_ value: Int64) -> [Int64] {
      var lots = lots
      lots[coordinate] = value
      return lots
    }
    var (inside, outside) = (lots[coordinate], end)
    guard inside != outside, try !report(moved(outside)).isSolvent else { return nil }
    while inside.distance(to: outside).magnitude > 1 {
      let middle = inside + (outside - inside) / 2
      if try report(moved(middle)).isSolvent { inside = middle } else { outside = middle }
    }
    return moved(inside)
  }
}
