import CanonicalJSON
import CircuitCompiler
import MarginModel
import ProofSystem
import Secp256k1
import Testing
import TestSupport

/// Every circuit of the project, whatever they are: its examples are there, its verdicts are those of the examples' names, its size
/// is the kept one, and its accepted book is proven and verified.
@Suite struct CircuitFolderTests {
  @Test func everyCircuitHasItsExamplesAndSizeAndNothingElseHas() throws {
    #expect(!CircuitFolder.circuits.isEmpty)
    #expect(CircuitFolder.examples == CircuitFolder.circuits)
    #expect(try CircuitFolder.sizes().keys.sorted() == CircuitFolder.circuits, "run scripts/record-circuit-sizes.sh")
  }

  @Test(arguments: CircuitFolder.circuits)
  func theFileIsNamedAfterTheCircuit(name: String) throws {
    let circuit = try CircuitFolder.circuit(name)
    #expect(circuit.name == name)
    // A header of comments says where the rule is from and what a verifier learns.
    let lines = try Fixture.bytes("circuits/\(name).yaml").split(separator: UInt8(ascii: "\n"))
    #expect(lines.prefix { $0.first == UInt8(ascii: "#") }.count >= 3)
  }

  @Test(arguments: CircuitFolder.circuits)
  func examplesAreAcceptedAndRefused(name: String) throws {
    let agreement = try Agreement(CircuitFolder.bound(name))
    let accepted = try CircuitFolder.lots("accepted", of: name, agreement.bound)
    #expect(try agreement.check(accepted, isExhaustive: false, name), "the accepted book is refused")
    let refused = try CircuitFolder.lots("refused", of: name, agreement.bound)
    #expect(try !agreement.check(refused, isExhaustive: true, name), "the refused book is accepted")
  }

  /// The refusal names the first assertion that fails, by its line.
  @Test(arguments: CircuitFolder.circuits)
  func theFirstFailingAssertionIsNamed(name: String) throws {
    let agreement = try Agreement(CircuitFolder.bound(name))
    let lots = try CircuitFolder.lots("refused", of: name, agreement.bound)
    let failing = try #require(try agreement.report(lots).assertions.first { !$0.holds })
    let error = #expect(throws: InfeasibleError.self) { try agreement.witness(lots) }
    guard case .assertion(let text, let instance, let line, let short, let unit) = error else {
      Issue.record("\(name): \(String(describing: error))")
      return
    }
    #expect(text == failing.text && instance == failing.instance && line == failing.line)
    #expect(short == failing.surplus.magnitude && unit == failing.unit)
  }

  @Test(arguments: CircuitFolder.circuits)
  func sizesAreTheKeptOnes(name: String) throws {
    let cost = try Agreement(CircuitFolder.bound(name)).compiled.cost
    let kept = try (CircuitFolder.sizes()[name] ?? .null).object(at: name)
    let mend: Comment = "if the change is meant, run scripts/record-circuit-sizes.sh"
    for (key, size) in [
      ("rows", cost.rows), ("variables", cost.variables), ("digits", cost.digits), ("base", 1 << cost.baseBits),
      ("proofBytes", cost.proofBytes),
    ] {
      #expect(kept[key] == .integer(Int64(size)), mend)
    }
    #expect(kept["bound"] == .string(cost.bound.description), mend)
  }

  @Test(arguments: CircuitFolder.circuits)
  func theAcceptedBookIsProvenForItsStatementAlone(name: String) throws {
    let agreement = try Agreement(CircuitFolder.bound(name))
    let lots = try CircuitFolder.lots("accepted", of: name, agreement.bound)
    let compiled = try agreement.compiled(for: lots)
    let program = compiled.program
    let (positions, variables) = try agreement.witness(lots)
    let blinding = try #require(Scalar(bytes: Array(repeating: 0, count: 31) + [9]))
    func commitment(to positions: [Int256]) throws -> [UInt8] {
      try #require(PositionCommitment.point(columns: program.columns, positions: positions, blinding: blinding).compressed)
    }
    let statement = Statement(program: program, context: Array(name.utf8), commitment: try commitment(to: positions))
    let proof = try FeasibilityProof.prove(
      statement, witness: Witness(positions: positions, blinding: blinding, variables: variables))
    #expect(proof.count == compiled.cost.proofBytes)
    try FeasibilityProof.verify(proof, for: statement)

    var others = positions
    others[0] = try #require(others[0].adding(1))
    let strange = Statement(program: program, context: Array(name.utf8), commitment: try commitment(to: others))
    #expect(throws: VerificationError.self) { try FeasibilityProof.verify(proof, for: strange) }
    // One coefficient of one row changed.
    var rows = program.rows
    let row = try #require(rows.last)
    rows[rows.count - 1] = Program.Row(
      positions: row.positions, variables: row.variables, constant: try #require(row.constant.adding(1)))
    let other = try Program(
      baseBits: program.baseBits, columns: program.columns, digits: program.digits, rows: rows, projection: program.projection)
    let changed = Statement(program: other, context: Array(name.utf8), commitment: statement.commitment)
    #expect(throws: VerificationError.self) { try FeasibilityProof.verify(proof, for: changed) }
  }

  /// Values published for one book fit no book that has others, whatever else the prover picks.
  @Test func publishedValuesAreOfTheBook() throws {
    var others = 0
    for name in CircuitFolder.circuits {
      let agreement = try Agreement(CircuitFolder.bound(name))
      guard !agreement.bound.circuit.reveals.isEmpty else { continue }
      let lots = try CircuitFolder.lots("accepted", of: name, agreement.bound)
      let program = try agreement.compiled(for: lots).program
      let published = try agreement.report(lots).revealed.map(\.value)
      for coordinate in lots.indices {
        var other = lots
        other[coordinate] -= 1
        guard try agreement.report(other).revealed.map(\.value) != published else { continue }
        others += 1
        #expect(!LinearFeasibility(program, positions: other).isFeasible(), "\(name) \(coordinate)")
      }
    }
    #expect(others > 0)
  }

  /// Every book within its limits fits the digits: books at every limit have a witness or fail an assertion, never a range.
  @Test(arguments: CircuitFolder.circuits)
  func booksAtTheirLimitsFitTheDigits(name: String) throws {
    var random = SeededGenerator.fromEnvironment()
    let agreement = try Agreement(CircuitFolder.bound(name))
    for _ in 0..<8 {
      let lots = agreement.bound.coordinates.map { Bool.random(using: &random) ? $0.limitInLots : -$0.limitInLots }
      try agreement.check(lots, isExhaustive: false, "SEED=\(random.seed) \(name)")
    }
  }
}
