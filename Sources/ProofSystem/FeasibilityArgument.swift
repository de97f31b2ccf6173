import Secp256k1

// Notation (protocol note, section 3):
//
//     d, r         the digit and the reciprocal parts of n;  u, v  the same with their public shifts
//     r_D, r_R, r_E  blindings on B of the messages C_D, C_R, E
//     ti, t2, t3   1/tau, tau^2, tau^3

/// The prover's state between messages. Everything in it but the transcript is secret.
struct FeasibilityArgument: ~Copyable {
  private let program: Program
  private let matrix: ProjectionMatrix?
  private let positions: [Scalar]
  private let blinding: Scalar
  private let timing: SecretTiming
  private let blindings: (digits: Scalar, reciprocals: Scalar, errors: Scalar)
  /// The digit of every slot of n, as a number; nil in masks and pads.
  private var slotDigits: [Int?]
  private var digitVector: [Scalar]
  /// Masks and multiplicities in l; zero where errors and positions come.
  private var linearVector: [Scalar]
  private var transcript: Transcript
  private var proof: [UInt8] = []

  init(
    _ program: Program, matrix: ProjectionMatrix?, assignment: borrowing Assignment, blinding: Scalar,
    randomness: inout some ScalarSource, transcript: consuming Transcript, timing: SecretTiming
  ) {
    let layout = program.layout
    self.program = program
    self.matrix = matrix
    self.blinding = blinding
    self.timing = timing
    self.transcript = transcript
    positions = assignment.positions
    blindings = (randomness.next(), randomness.next(), randomness.next())
    var multiplicities = timing.occurrences(in: assignment.digits, below: layout.base)
    defer { multiplicities.wipe() }
    slotDigits = []
    digitVector = []
    for slot in 0..<layout.digitSlotCount {
      switch layout.digitSlot(slot) {
      case .mask:
        slotDigits.append(nil)
        digitVector.append(randomness.next())
      case .digit(let index) where index < layout.digitCount:
        let digit = assignment.digits[index]
        slotDigits.append(digit)
        digitVector.append(Scalar(UInt64(digit)))
      case .digit:
        slotDigits.append(nil)
        digitVector.append(.zero)
      }
    }
    linearVector = []
    for slot in 0..<layout.linearSlotCount {
      switch layout.linearSlot(slot) {
      case .mask: linearVector.append(randomness.next())
      case .multiplicity(let value): linearVector.append(Scalar(multiplicities[value]))
      case .error, .position: linearVector.append(.zero)
      }
    }
  }

  /// Sends a message: appends it to the proof, and binds the next challenges to it.
  private mutating func send(_ label: String, _ point: AffinePoint) throws(ZeroChallenge) {
    // Infinity has no encoding; a blinded message is infinity with negligible probability.
    guard let encoded = point.compressed else { throw ZeroChallenge() }
    transcript.absorb(label, encoded)
    proof += encoded
  }

  mutating func proof(randomness: inout some ScalarSource) throws(ZeroChallenge) -> [UInt8] {
    let layout = program.layout
    try send("digits", commit(digits: digitVector, linear: linearVector, blinding: blindings.digits))
    let alpha = try transcript.challenge("alpha")
    var reciprocalVector = try reciprocals(alpha)
    defer { reciprocalVector.wipe() }
    try send("reciprocals", commit(digits: reciprocalVector, blinding: blindings.reciprocals))
    let rho = try transcript.challenge("rho")
    let lambda = try transcript.challenge("lambda")
    let constraint = try CombinedConstraint(program, matrix: matrix, alpha: alpha, rho: rho, lambda: lambda)

    for slot in 0..<layout.digitSlotCount {
      digitVector[slot] += constraint.digitShifts[slot]
      reciprocalVector[slot] += constraint.reciprocalShifts[slot]
    }
    var errors = [
      weightedSquare(digitVector, slotWeight: constraint.slotWeight),
      weightedSquare(reciprocalVector, slotWeight: constraint.slotWeight),
    ]
    defer { errors.wipe() }
    try send("errors", commit(errors: errors, blinding: blindings.errors))
    let tau = try transcript.challenge("tau")
    let omega = try transcript.challenge("omega")

    let powers = Powers(tau: tau)
    addErrorsAndPositions(errors, powers: powers)
    for slot in 0..<layout.digitSlotCount {
      digitVector[slot] = powers.first * digitVector[slot] + powers.second * reciprocalVector[slot]
    }
    let folded =
      powers.inverse * blindings.errors + powers.first * blindings.digits + powers.second * blindings.reciprocals
      + powers.third * blinding
    var argument = NormLinearProver(
      program, linear: linearVector, weights: constraint.linearWeights(layout, tau: tau), digits: digitVector, blinding: folded,
      rho: rho, omega: omega, timing: timing)
    defer { argument.wipe() }
    forget()
    for _ in 1...layout.rounds {
      let messages = argument.messages(blindings: (randomness.next(), randomness.next()))
      try send("X", messages.cross)
      try send("R", messages.right)
      argument.fold(by: try transcript.challenge("gamma"))
    }
    for scalar in argument.linear + argument.digits + [argument.blinding] { proof += scalar.bytes }
    return proof
  }

  /// <digits, G> + <linear, H> + blinding B, where errors are the first entries of l but its mask.
  private func commit(digits: [Scalar] = [], linear: [Scalar] = [], errors: [Scalar] = [], blinding: Scalar) -> AffinePoint {
    var sum = GeneratorSum()
    defer { sum.wipe() }
    sum.add(digitSlots: digits, of: program.layout)
    sum.add(linearSlots: linear, of: program)
    for (index, error) in errors.enumerated() { sum.add(error, to: .error, index) }
    sum.blinding = blinding
    return sum.total(timing)
  }

  /// r: 1 / (alpha + d_i) for digits, zero in masks and pads.
  private func reciprocals(_ alpha: Scalar) throws(ZeroChallenge) -> [Scalar] {
    let values = (0..<program.layout.base).map { alpha + Scalar(UInt64($0)) }
    guard !values.contains(where: \.isZero) else { throw ZeroChallenge() }
    var digits = slotDigits.compactMap { $0 }
    var inverses = timing.inverses(of: digits, among: values)
    defer {
      digits.wipe()
      inverses.wipe()
    }
    var next = 0
    return slotDigits.map { digit in
      guard digit != nil else { return .zero }
      next += 1
      return inverses[next - 1]
    }
  }

  /// l(tau) = E / tau + C_D tau + C_R tau^2 + C tau^3, from its part of C_D.
  private mutating func addErrorsAndPositions(_ errors: [Scalar], powers: Powers) {
    for slot in linearVector.indices {
      switch program.layout.linearSlot(slot) {
      case .mask, .multiplicity: linearVector[slot] *= powers.first
      case .error(let index): linearVector[slot] = powers.inverse * errors[index]
      case .position(let column): linearVector[slot] = powers.third * positions[column]
      }
    }
  }

  private struct Powers {
    let inverse, first, second, third: Scalar

    init(tau: Scalar) {
      inverse = tau.inverseVariableTime()
      first = tau
      second = tau.squared()
      third = second * tau
    }
  }

  /// Overwrites the digits, and hands the vectors over to the norm-linear argument, which overwrites its own.
  private mutating func forget() {
    slotDigits.wipe()
    digitVector = []
    linearVector = []
  }
}
