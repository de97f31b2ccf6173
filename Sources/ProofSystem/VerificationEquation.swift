import Secp256k1

// Notation (protocol note, section 3):
//
//     ti, t1, t2, t3         1/tau, tau, tau^2, tau^3
//     gamma_j, rho_j         round j's challenge, and rho squared j times
//     fold_i, fold'_i        product over rounds j of gamma_j where bit j of i is set, else of 1 (in l) or rho_j (in n)

/// A well-formed proof as the one equation that is left to check: a sum of points is infinity,
///
///     ti E + tau C_D + t2 C_R + t3 C + sum_j (gamma_j X_j + (gamma_j^2 - 1) R_j)
///       + omega (t3 target - <c, l> - |n*|^2) V - s* B - sum_i fold_i l*_(i >> k) H_i
///       + sum_i (tau shift_i + t2 shift'_i - fold'_i n*_(i >> k)) G_i  =  infinity
package struct VerificationEquation: Sendable {
  let program: Program
  /// The proof's own points and what they are multiplied by.
  let points: [AffinePoint]
  let pointFactors: [Scalar]
  /// What the generators are multiplied by.
  let generatorFactors: GeneratorFactors

  /// Decodes a proof, replays its transcript, and works out every factor. Variable time: nothing here is secret.
  package init(_ statement: Statement, proof: [UInt8]) throws(VerificationError) {
    program = statement.program
    let messages = try ProofMessages(proof, commitment: statement.commitment, layout: program.layout)
    let challenges: ProofChallenges
    let constraint: CombinedConstraint
    do {
      challenges = try ProofChallenges(statement, messages)
      constraint = try CombinedConstraint(
        program, matrix: program.projectionMatrix(seed: challenges.seed), alpha: challenges.alpha, rho: challenges.rho,
        lambda: challenges.lambda)
    } catch {
      throw .challengeZero
    }
    let tau = challenges.tau
    let square = tau.squared()
    points = [messages.points[2], messages.points[0], messages.points[1], messages.commitment] + messages.points[3...]
    var pointFactors = [tau.inverseVariableTime(), tau, square, square * tau]
    pointFactors.reserveCapacity(points.count)
    for gamma in challenges.gammas {
      pointFactors.append(gamma)
      pointFactors.append(gamma.squared() - .one)
    }
    self.pointFactors = pointFactors
    generatorFactors = GeneratorFactors(program.layout, messages, challenges, constraint)
  }

  /// Whether the equation holds.
  func holds() -> Bool {
    var sum = GeneratorSum()
    for (point, factor) in zip(points, pointFactors) { sum.append(factor, point) }
    sum.add(generatorFactors, of: program)
    return sum.isInfinity()
  }
}
