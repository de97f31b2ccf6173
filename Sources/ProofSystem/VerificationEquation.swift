import Secp256k1

// Notation (protocol note, section 3):
//
//     ti, t1, t2, t3         1/tau, tau, tau^2, tau^3
//     gamma_j, rho_j         round j's challenge, and rho squared j times
//     fold_i, fold'_i        product over rounds j of gamma_j where bit j of i is set, else of 1 (in l) or rho_j (in n)

/// A well-formed proof with its challenges: what is left to check is that one sum of points is infinity,
///
///     ti E + tau C_D + t2 C_R + t3 C + sum_j (gamma_j X_j + (gamma_j^2 - 1) R_j)
///       + omega (t3 target - <c, l> - |n*|^2) V - s* B - sum_i fold_i l*_(i >> k) H_i
///       + sum_i (tau shift_i + t2 shift'_i - fold'_i n*_(i >> k)) G_i  =  infinity
struct VerificationEquation {
  let program: Program
  private let commitment: AffinePoint
  private let messages: ProofMessages
  private let seed, alpha, rho, lambda, tau, omega: Scalar
  private let gammas: [Scalar]

  /// Decodes a proof and replays its transcript.
  init(_ statement: Statement, proof: [UInt8]) throws(VerificationError) {
    program = statement.program
    let messages = try ProofMessages(proof, layout: program.layout)
    guard let commitment = try? AffinePoint(compressed: statement.commitment) else { throw .commitmentMalformed }
    self.commitment = commitment
    self.messages = messages
    var transcript = statement.transcript()
    do {
      seed = try transcript.challenge("projection")
      transcript.absorb("digits", messages.encodedPoints[0])
      alpha = try transcript.challenge("alpha")
      transcript.absorb("reciprocals", messages.encodedPoints[1])
      rho = try transcript.challenge("rho")
      lambda = try transcript.challenge("lambda")
      transcript.absorb("errors", messages.encodedPoints[2])
      tau = try transcript.challenge("tau")
      omega = try transcript.challenge("omega")
      var gammas: [Scalar] = []
      for round in 0..<program.layout.rounds {
        transcript.absorb("X", messages.encodedPoints[3 + 2 * round])
        transcript.absorb("R", messages.encodedPoints[4 + 2 * round])
        gammas.append(try transcript.challenge("gamma"))
      }
      self.gammas = gammas
    } catch {
      throw .challengeZero
    }
  }

  /// Adds `weight` times the equation's left side to a sum.
  func add(to sum: inout GeneratorSum, weight: Scalar) throws(VerificationError) {
    let layout = program.layout
    sum.reserve(layout)
    let constraint: CombinedConstraint
    do {
      constraint = try CombinedConstraint(
        program, matrix: program.projectionMatrix(seed: seed), alpha: alpha, rho: rho, lambda: lambda)
    } catch {
      throw .challengeZero
    }
    let t2 = tau.squared()
    let t3 = t2 * tau
    addMessages(to: &sum, weight: weight, powers: (tau.inverseVariableTime(), tau, t2, t3))

    var rhos: [Scalar] = []
    var rho = rho
    for _ in gammas {
      rhos.append(rho)
      rho = rho.squared()
    }
    // After k rounds the slot weight mu is the next rho squared.
    let digitFold = tensor(low: rhos, high: gammas)
    let linearFold = tensor(low: [Scalar](repeating: .one, count: gammas.count), high: gammas)

    let linearValue = addLinear(to: &sum, weights: constraint.linearWeights(layout, tau: tau), fold: linearFold, weight: weight)
    addDigits(to: &sum, constraint: constraint, fold: digitFold, weights: (weight * tau, weight * t2, weight))
    let value = t3 * constraint.target - linearValue - weightedSquare(messages.finalDigits, slotWeight: rho.squared())
    sum.value += weight * omega * value
    sum.blinding -= weight * messages.finalBlinding
  }

  private func addMessages(to sum: inout GeneratorSum, weight: Scalar, powers: (Scalar, Scalar, Scalar, Scalar)) {
    sum.append(weight * powers.0, messages.points[2])
    sum.append(weight * powers.1, messages.points[0])
    sum.append(weight * powers.2, messages.points[1])
    sum.append(weight * powers.3, commitment)
    for (round, gamma) in gammas.enumerated() {
      sum.append(weight * gamma, messages.points[3 + 2 * round])
      sum.append(weight * (gamma.squared() - .one), messages.points[4 + 2 * round])
    }
  }

  /// Adds l's generators; gives <c, l>, folded.
  private func addLinear(to sum: inout GeneratorSum, weights: [Scalar], fold: [Scalar], weight: Scalar) -> Scalar {
    let layout = program.layout
    let positions = sum.positionPlaces(program)
    let rounds = layout.rounds
    var value = Scalar.zero
    for slot in 0..<layout.linearSlotCount {
      let entry = fold[slot & (1 << rounds - 1)] * messages.finalLinear[slot >> rounds]
      let coefficient = weight * entry
      switch layout.linearSlot(slot) {
      case .mask(let block): sum.subtract(coefficient, from: .linearMask, block)
      case .error(let index): sum.subtract(coefficient, from: .error, index)
      case .multiplicity(let value): sum.subtract(coefficient, from: .multiplicity, value)
      case .position(let column): sum.subtract(coefficient, fromPosition: positions.lowerBound + column)
      }
      value += weights[slot] * entry
    }
    return value
  }

  /// Adds n's generators; `weights` are those of the digit shifts, the reciprocal shifts and the fold.
  private func addDigits(
    to sum: inout GeneratorSum, constraint: CombinedConstraint, fold: [Scalar], weights: (Scalar, Scalar, Scalar)
  ) {
    let layout = program.layout
    let finals = messages.finalDigits.map { $0 * weights.2 }
    for slot in 0..<layout.digitSlotCount {
      let coefficient = fold[slot & (1 << layout.rounds - 1)] * finals[slot >> layout.rounds]
      switch layout.digitSlot(slot) {
      case .mask(let block): sum.subtract(coefficient, from: .digitMask, block)
      case .digit(let index):
        let shift = weights.0 * constraint.digitShifts[slot] + weights.1 * constraint.reciprocalShifts[slot]
        sum.subtract(coefficient - shift, from: .digit, index)
      }
    }
  }
}

/// All products of one factor a place: entry i takes `high` where bit j of i is set, else `low`.
package func tensor(low: [Scalar], high: [Scalar]) -> [Scalar] {
  var products = [Scalar.one]
  products.reserveCapacity(1 << low.count)
  for (low, high) in zip(low, high) {
    let count = products.count
    for place in 0..<count { products.append(products[place] * high) }
    for place in 0..<count { products[place] *= low }
  }
  return products
}

/// |v|^2_mu = sum_i mu^(i+1) v_i^2.
package func weightedSquare(_ vector: [Scalar], slotWeight: Scalar) -> Scalar {
  // Horner's rule, from the last entry.
  vector.reversed().reduce(.zero) { ($0 + $1.squared()) * slotWeight }
}
