import ProofSystem
import Secp256k1
import Testing

/// False statements with the proofs that a cheating prover makes of them. The verifier refuses each; a verifier without the rule that
/// the forgery aims at accepts it, which shows that the forgery is a real one and the rule is needed.
@Suite("Cheating provers")
struct ForgeryTests {
  /// 0 <= USD < 2^64.
  private static func range(_ more: [Program.Row] = []) throws -> Program {
    try Program(baseBits: 4, columns: ["USD"], digits: [16], rows: [ProgramTests.row([0: 1], [0: -1], 0)] + more, projection: nil)
  }

  private static let zeros = [Int](repeating: 0, count: 16)

  private func expect(_ forgery: CheatingProver.Forgery, acceptedWith rules: Rules, line: Int = #line) throws {
    let location = SourceLocation(fileID: #fileID, filePath: #filePath, line: line, column: 1)
    #expect(throws: VerificationError.equationFails, sourceLocation: location) {
      try FeasibilityProof.verify(forgery.proof, for: forgery.statement)
    }
    #expect(
      FeasibilityProof.verifyBatch([(forgery.statement, forgery.proof)]) == [.equationFails], sourceLocation: location)
    #expect(try !ReferenceVerifier().accepts(forgery.statement, proof: forgery.proof), sourceLocation: location)
    #expect(try ReferenceVerifier(rules: rules).accepts(forgery.statement, proof: forgery.proof), sourceLocation: location)
  }

  @Test("the reference verifier and the cheating prover follow the protocol when they do not cheat") func honest() throws {
    for name in ["one-bit", "single-64bit", "projected-base4", "no-digits"] {
      let fixture = try Fixture(name)
      #expect(try ReferenceVerifier().accepts(fixture.statement, proof: fixture.proof))
    }
    var prover = CheatingProver("honest")
    let forgery = try prover.forge(try Self.range(), positions: [0x21], digits: [1, 2] + Self.zeros.dropFirst(2))
    try FeasibilityProof.verify(forgery.proof, for: forgery.statement)
  }

  @Test("a phantom slot: a free square in the norm proves anything") func phantom() throws {
    var rules = Rules()
    rules.bindsPads = false
    var prover = CheatingProver("phantom", rules: rules)
    prover.usesPhantom = true
    let huge = try #require(Int256(decimal: "-1000000000000000000000000000000"))
    try expect(try prover.forge(try Self.range(), positions: [huge], digits: Self.zeros), acceptedWith: rules)
  }

  @Test("a row that says 1 = 0, by a phantom slot") func impossible() throws {
    var rules = Rules()
    rules.bindsPads = false
    var prover = CheatingProver("impossible", rules: rules)
    prover.usesPhantom = true
    let program = try Self.range([ProgramTests.row([:], [:], 1)])
    try expect(try prover.forge(program, positions: [5], digits: [5] + Self.zeros.dropFirst()), acceptedWith: rules)
  }

  @Test("a negative value as one digit of -1") func negative() throws {
    var rules = Rules()
    rules.countsDigits = false
    var prover = CheatingProver("negative", rules: rules)
    try expect(try prover.forge(try Self.range(), positions: [-1], digits: [-1] + Self.zeros.dropFirst()), acceptedWith: rules)
  }

  @Test("a digit beyond the base, which the multiplicities ignore") func multiplicity() throws {
    var rules = Rules()
    rules.countsDigits = false
    var prover = CheatingProver("multiplicity", rules: rules)
    try expect(try prover.forge(try Self.range(), positions: [16], digits: [16] + Self.zeros.dropFirst()), acceptedWith: rules)
  }

  @Test("a false row balanced by a value on V, where nothing keeps values apart") func value() throws {
    var rules = Rules()
    rules.separatesRows = false
    rules.separatesValue = false
    var prover = CheatingProver("value", rules: rules)
    // The row is off by -7, and counts twice.
    prover.onValue.commitment = -Scalar(14)
    let forgery = try prover.forge(try Self.range(), positions: [-7], digits: Self.zeros)
    try expect(forgery, acceptedWith: rules)
    // Omega alone would have kept it out.
    rules.separatesValue = true
    prover.rules = rules
    let other = try prover.forge(try Self.range(), positions: [-7], digits: Self.zeros)
    #expect(try !ReferenceVerifier(rules: rules).accepts(other.statement, proof: other.proof))
  }

  @Test("the forgeries, made for the real rules, are refused too") func realRules() throws {
    for (name, position, digit, onValue) in [("n", -1, -1, 0), ("m", 16, 16, 0), ("v", -7, 0, 7), ("r", 5, 4, 0)] {
      var prover = CheatingProver(name)
      prover.onValue = (.zero, Scalar(UInt64(onValue)), Scalar(UInt64(onValue)))
      let forgery = try prover.forge(
        try Self.range(), positions: [Int256(Int64(position))], digits: [digit] + Self.zeros.dropFirst())
      #expect(throws: VerificationError.equationFails) { try FeasibilityProof.verify(forgery.proof, for: forgery.statement) }
    }
  }

  @Test("a position beyond the projection's bound") func projection() throws {
    let program = try Program(
      baseBits: 4, columns: ["a"], digits: [], rows: [], projection: Program.Projection(rows: 128, digits: 2))
    var prover = CheatingProver("projection")
    // Every sum is claimed to be half: true of the rows that leave the position out.
    let forgery = try prover.forge(program, positions: [256], digits: (0..<256).map { $0 % 2 == 1 ? 8 : 0 })
    #expect(throws: VerificationError.equationFails) { try FeasibilityProof.verify(forgery.proof, for: forgery.statement) }
  }

  /// A verifier whose challenges do not depend on a message lets a prover choose all else at random, and solve for that message.
  @Test("any message left out of the transcript, or absorbed after its challenges") func omitted() throws {
    let program = try Fixture("one-bit").program
    let layout = program.layout
    let rounds = 0..<layout.rounds
    let messages: [Rules.Message] =
      [.commitment, .digits, .reciprocals, .errors] + rounds.map { .cross(round: $0) } + rounds.map { .right(round: $0) }
    for message in messages {
      var verifier = ReferenceVerifier()
      verifier.rules.omitted = [message]
      var source = SeededScalars(seed: Array("\(message)".utf8))
      var parts = ReferenceVerifier.Parts(
        commitment: AffinePoint.generator.multiplied(bySecret: source.next()).affine(),
        points: (0..<layout.pointCount).map { _ in AffinePoint.generator.multiplied(bySecret: source.next()).affine() },
        scalars: (0..<layout.scalarCount).map { _ in source.next() })
      set(message, .infinity, in: &parts)
      let challenges = try verifier.challenges(program, context: [], parts)
      let weight = self.weight(of: message, challenges)
      let residual = try verifier.residual(program, context: [], parts).affine()
      set(message, residual.multiplied(bySecret: -weight.inverseVariableTime()).affine(), in: &parts)
      #expect(try verifier.residual(program, context: [], parts).isInfinity, "\(message)")

      let statement = Statement(program: program, context: [], commitment: try #require(parts.commitment.compressed))
      let proof = try parts.points.flatMap { try #require($0.compressed) } + parts.scalars.flatMap(\.bytes)
      #expect(throws: VerificationError.equationFails, "\(message)") { try FeasibilityProof.verify(proof, for: statement) }
    }
  }

  private func set(_ message: Rules.Message, _ point: AffinePoint, in parts: inout ReferenceVerifier.Parts) {
    switch message {
    case .commitment: parts.commitment = point
    case .digits: parts.points[0] = point
    case .reciprocals: parts.points[1] = point
    case .errors: parts.points[2] = point
    case .cross(let round): parts.points[3 + 2 * round] = point
    case .right(let round): parts.points[4 + 2 * round] = point
    case .context, .program: break
    }
  }

  private func weight(of message: Rules.Message, _ challenges: Challenges) -> Scalar {
    switch message {
    case .commitment: challenges.tau.squared() * challenges.tau
    case .digits: challenges.tau
    case .reciprocals: challenges.tau.squared()
    case .errors: challenges.tau.inverseVariableTime()
    case .cross(let round): challenges.gammas[round]
    case .right(let round): challenges.gammas[round].squared() - .one
    case .context, .program: .one
    }
  }

  @Test("a proof moved to another context or program, where the transcript leaves them out") func moved() throws {
    let program = try Self.range()
    let other = try Self.range([ProgramTests.row([:], [:], 0)])
    for message in [Rules.Message.context, .program] {
      var rules = Rules()
      rules.omitted = [message]
      var prover = CheatingProver("moved", rules: rules)
      let forgery = try prover.forge(program, positions: [3], digits: [3] + Self.zeros.dropFirst())
      let moved = Statement(
        program: message == .program ? other : program, context: message == .context ? [1] : forgery.statement.context,
        commitment: forgery.statement.commitment)
      try expect(CheatingProver.Forgery(statement: moved, proof: forgery.proof), acceptedWith: rules)
    }
  }
}
