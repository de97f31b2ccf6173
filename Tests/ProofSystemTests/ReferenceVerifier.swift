import ProofSystem
import Secp256k1
import SystemCryptography
import Testing

/// What a verifier must check; a test removes one rule to show what it keeps out.
struct Rules {
  enum Message: Hashable {
    case context, program, commitment, digits, reciprocals, errors
    case cross(round: Int)
    case right(round: Int)
  }

  /// Messages that the transcript leaves out.
  var omitted: Set<Message> = []
  /// Whether the digits' reciprocals must add up to the multiplicities'.
  var countsDigits = true
  /// Whether lambda tells the rows apart.
  var separatesRows = true
  /// Whether omega is drawn, so that values are kept apart from what messages hide on V.
  var separatesValue = true
  /// Whether each pad of n has a generator of its own.
  var bindsPads = true
}

/// The challenges of a proof under some rules.
struct Challenges {
  var seed = Scalar.zero
  var alpha = Scalar.zero
  var rho = Scalar.zero
  var lambda = Scalar.zero
  var tau = Scalar.zero
  var omega = Scalar.zero
  var gammas: [Scalar] = []
}

/// The transcript that both sides of a test keep.
struct TestTranscript: ~Copyable {
  let rules: Rules
  var transcript = Transcript(label: "feasibility")

  init(rules: Rules, program: Program, context: [UInt8], commitment: [UInt8]) {
    self.rules = rules
    absorb(.context, "context", context)
    absorb(.program, "program", program.digest.bytes)
    absorb(.commitment, "commitment", commitment)
  }

  mutating func absorb(_ message: Rules.Message, _ label: String, _ bytes: [UInt8]) {
    if !rules.omitted.contains(message) { transcript.absorb(label, bytes) }
  }

  mutating func challenge(_ label: String) throws -> Scalar {
    let scalar = try transcript.challenge(label)
    let isFixed = (label == "lambda" && !rules.separatesRows) || (label == "omega" && !rules.separatesValue)
    return isFixed ? .one : scalar
  }
}

extension Program {
  /// The combined constraint, without the digit-sum identity if the rules leave it out.
  func constraint(_ challenges: Challenges, rules: Rules) throws -> CombinedConstraint {
    var constraint = try CombinedConstraint(
      self, matrix: projectionMatrix(seed: challenges.seed), alpha: challenges.alpha, rho: challenges.rho, lambda: challenges.lambda
    )
    guard !rules.countsDigits else { return constraint }
    for slot in constraint.digitShifts.indices where !constraint.digitShifts[slot].isZero {
      constraint.digitShifts[slot] = challenges.alpha
      constraint.target -= constraint.reciprocalShifts[slot] + constraint.reciprocalShifts[slot]
    }
    constraint.multiplicityWeights = constraint.multiplicityWeights.map { _ in .zero }
    return constraint
  }

  /// The slots of n that have generators under the rules.
  func boundSlots(_ rules: Rules) -> Int { rules.bindsPads ? layout.digitSlotCount : layout.digitCount + layout.digitBlocks }
}

/// A plain verifier, slot by slot, for showing what happens when a rule is left out.
struct ReferenceVerifier {
  var rules = Rules()

  /// A proof's parts as curve points; infinity stands for a message that is not known yet.
  struct Parts {
    var commitment: AffinePoint
    /// C_D, C_R, E, then X and R a round.
    var points: [AffinePoint]
    var scalars: [Scalar]
  }

  func parts(_ statement: Statement, proof: [UInt8]) throws -> Parts {
    let layout = statement.program.layout
    try #require(proof.count == layout.proofByteCount)
    return Parts(
      commitment: try AffinePoint(compressed: statement.commitment),
      points: try (0..<layout.pointCount).map { try AffinePoint(compressed: Array(proof[33 * $0..<33 * ($0 + 1)])) },
      scalars: try (0..<layout.scalarCount).map {
        let start = 33 * layout.pointCount + 32 * $0
        return try #require(Scalar(bytes: Array(proof[start..<start + 32])))
      })
  }

  func accepts(_ statement: Statement, proof: [UInt8]) throws -> Bool { try residual(statement, proof: proof).isInfinity }

  /// What the verification equation adds up to: infinity for a proof that is accepted.
  func residual(_ statement: Statement, proof: [UInt8]) throws -> Point {
    try residual(statement.program, context: statement.context, try parts(statement, proof: proof))
  }

  func challenges(_ program: Program, context: [UInt8], _ parts: Parts) throws -> Challenges {
    let encoded = parts.points.map { $0.compressed ?? [] }
    var challenges = Challenges()
    var transcript = TestTranscript(
      rules: rules, program: program, context: context, commitment: parts.commitment.compressed ?? [])
    challenges.seed = try transcript.challenge("projection")
    transcript.absorb(.digits, "digits", encoded[0])
    challenges.alpha = try transcript.challenge("alpha")
    transcript.absorb(.reciprocals, "reciprocals", encoded[1])
    challenges.rho = try transcript.challenge("rho")
    challenges.lambda = try transcript.challenge("lambda")
    transcript.absorb(.errors, "errors", encoded[2])
    challenges.tau = try transcript.challenge("tau")
    challenges.omega = try transcript.challenge("omega")
    for round in 0..<program.layout.rounds {
      transcript.absorb(.cross(round: round), "X", encoded[3 + 2 * round])
      transcript.absorb(.right(round: round), "R", encoded[4 + 2 * round])
      challenges.gammas.append(try transcript.challenge("gamma"))
    }
    return challenges
  }

  func residual(_ program: Program, context: [UInt8], _ parts: Parts) throws -> Point {
    let layout = program.layout
    let challenges = try challenges(program, context: context, parts)
    let constraint = try program.constraint(challenges, rules: rules)
    let (tau, gammas) = (challenges.tau, challenges.gammas)
    let square = tau.squared()
    let cube = square * tau
    let linearFinal = Array(parts.scalars[..<layout.linearBlocks])
    let digitFinal = Array(parts.scalars[layout.linearBlocks..<layout.linearBlocks + layout.digitBlocks])

    var scalars = [tau.inverseVariableTime(), tau, square, cube]
    var points = [parts.points[2], parts.points[0], parts.points[1], parts.commitment]
    var rhos: [Scalar] = []
    var rho = challenges.rho
    for (round, gamma) in gammas.enumerated() {
      scalars += [gamma, gamma.squared() - .one]
      points += [parts.points[3 + 2 * round], parts.points[4 + 2 * round]]
      rhos.append(rho)
      rho = rho.squared()
    }
    /// A slot's product of challenges, bit by bit.
    func fold(_ slot: Int, _ even: (Int) -> Scalar) -> Scalar {
      gammas.indices.reduce(.one) { $0 * (slot >> $1 & 1 == 1 ? gammas[$1] : even($1)) }
    }
    let generators = Generators.slots(
      of: layout, positions: Generators.positions(program.columns), first: Generators.first(_:of:))
    let weights = constraint.linearWeights(layout, tau: tau)
    var value = cube * constraint.target - weightedSquare(digitFinal, slotWeight: rho.squared())
    for slot in weights.indices {
      let entry = fold(slot) { _ in .one } * linearFinal[slot >> layout.rounds]
      value -= weights[slot] * entry
      scalars.append(-entry)
      points.append(generators.linear[slot])
    }
    for slot in 0..<program.boundSlots(rules) {
      let shift = constraint.digitShifts[slot] * tau + constraint.reciprocalShifts[slot] * square
      scalars.append(shift - fold(slot) { rhos[$0] } * digitFinal[slot >> layout.rounds])
      points.append(generators.digits[slot])
    }
    scalars += [challenges.omega * value, -(parts.scalars.last ?? .zero)]
    points += [Generators.value, Generators.blinding]
    return MultiScalarMultiplication.sumVariableTime(scalars, points)
  }
}
