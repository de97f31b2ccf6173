import Secp256k1

/// What an equation multiplies the generators by.
struct GeneratorFactors: Sendable {
  /// The factors of G_i, by slots of n.
  var digits: [Scalar]
  /// The factors of H_i, by slots of l.
  var linear: [Scalar]
  /// The factor of V.
  var value: Scalar
  /// The factor of B.
  var blinding: Scalar
}

// Notation as in VerificationEquation.

extension GeneratorFactors {
  /// A proof's factors:
  ///
  ///     tau shift_i + t2 shift'_i - fold'_i n*_(i >> k),     -fold_i l*_(i >> k),     omega (t3 target - <c, l> - |n*|^2),     -s*
  init(_ layout: Layout, _ messages: ProofMessages, _ challenges: ProofChallenges, _ constraint: CombinedConstraint) {
    let tau = challenges.tau
    let square = tau.squared()
    let rounds = layout.rounds

    let rhos = squarings(of: challenges.rho, count: rounds + 1)
    // Taken out of fold'_i, the rho_j leave one product for each entry: those of gamma_j / rho_j.
    let ratios = zip(challenges.gammas, squarings(of: constraint.inverseRho, count: rounds)).map { $0 * $1 }
    let scale = -(rhos[rounds] * constraint.inverseRho)
    digits = Self.folded(
      messages.finalDigits.map { $0 * scale }, factors: ratios, rounds: rounds, count: layout.digitSlotCount)
    for block in 0..<layout.digitBlocks {
      for slot in layout.digitSlots(ofBlock: block) {
        digits[slot] += tau * constraint.digitShifts[slot] + square * constraint.reciprocalShifts[slot]
      }
    }

    linear = Self.folded(
      messages.finalLinear.map { -$0 }, factors: challenges.gammas, rounds: rounds, count: layout.linearSlotCount)
    let weights = constraint.linearWeights(layout, tau: tau)
    var value = square * tau * constraint.target - weightedSquare(messages.finalDigits, slotWeight: rhos[rounds].squared())
    for slot in linear.indices { value += weights[slot] * linear[slot] }
    self.value = challenges.omega * value
    blinding = -messages.finalBlinding
  }

  /// Every final scalar times its block's products of factors.
  private static func folded(_ finals: [Scalar], factors: [Scalar], rounds: Int, count: Int) -> [Scalar] {
    [Scalar](unsafeUninitializedCapacity: count) { buffer, initialized in
      for (block, final) in finals.enumerated() {
        let slots = block << rounds..<min((block + 1) << rounds, count)
        fillTensor(UnsafeMutableBufferPointer(rebasing: buffer[slots]), first: final, factors: factors)
      }
      initialized = count
    }
  }
}

extension GeneratorSum {
  /// Adds the factors of all generators of a program.
  mutating func add(_ factors: GeneratorFactors, of program: Program) {
    value += factors.value
    blinding += factors.blinding
    add(digitSlots: factors.digits, of: program.layout)
    add(linearSlots: factors.linear, of: program)
  }
}
