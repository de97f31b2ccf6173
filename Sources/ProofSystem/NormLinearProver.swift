import Secp256k1

// Notation (protocol note, section 3), for the vectors of one round:
//
//     n, G       digit part and its generators; even entries n_0, odd ones n_1
//     l, c, H    linear part, its public weights and its generators
//     rho, mu    slot weights, mu = rho^2
//     s          blinding on B

/// The prover's side of the norm-linear argument: halves l and n a round, and keeps the claim
///
///     P = <l, H> + <n, G> + s B + (<c, l> + |n|^2_mu) omega V
///
/// Each round sends X and R, then folds with its challenge: P' = P + gamma X + (gamma^2 - 1) R. Variable time in its secrets.
package struct NormLinearProver {
  package private(set) var linear: [Scalar]
  package private(set) var digits: [Scalar]
  package private(set) var blinding: Scalar
  private var weights: [Scalar]
  private var linearGenerators: [AffinePoint]
  /// G divided by `scale`: so that G_0 needs no multiplication in a fold.
  private var digitGenerators: [AffinePoint]
  private var scale = Scalar.one
  private var rho: Scalar
  private var inverseRho: Scalar
  private let omega: Scalar
  private var roundBlindings = (cross: Scalar.zero, right: Scalar.zero)

  /// Precondition: vectors and generators agree in length, and n's length stays even for as many rounds as are asked for.
  package init(
    linear: [Scalar], weights: [Scalar], linearGenerators: [AffinePoint], digits: [Scalar], digitGenerators: [AffinePoint],
    blinding: Scalar, rho: Scalar, omega: Scalar
  ) {
    self.linear = linear
    self.weights = weights
    self.linearGenerators = linearGenerators
    self.digits = digits
    self.digitGenerators = digitGenerators
    self.blinding = blinding
    self.rho = rho
    self.omega = omega
    inverseRho = rho.inverseVariableTime()
  }

  /// X, which pairs every entry with its neighbour's generator, and R, the odd half alone.
  package mutating func messages(blindings: (cross: Scalar, right: Scalar)) -> (cross: Point, right: Point) {
    roundBlindings = blindings
    // With mu' = mu^2: v_X = 2 / rho <n_0, n_1>_mu' + <c_0, l_1> + <c_1, l_0>,  v_R = |n_1|^2_mu' + <c_1, l_1>.
    var cross = Scalar.zero
    var right = Scalar.zero
    let pairWeight = rho.squared().squared()
    for even in stride(from: digits.count - 2, through: 0, by: -2) {
      cross = (cross + digits[even] * digits[even + 1]) * pairWeight
      right = (right + digits[even + 1].squared()) * pairWeight
    }
    cross *= inverseRho
    cross += cross
    for odd in stride(from: 1, to: linear.count, by: 2) {
      cross += weights[odd - 1] * linear[odd] + weights[odd] * linear[odd - 1]
      right += weights[odd] * linear[odd]
    }
    return (crossMessage(value: cross), rightMessage(value: right))
  }

  private func crossMessage(value: Scalar) -> Point {
    let evenScale = scale * rho
    let oddScale = scale * inverseRho
    var scalars: [Scalar] = []
    scalars.reserveCapacity(digits.count + linear.count + 2)
    defer { scalars.wipe() }
    for even in stride(from: 0, to: digits.count, by: 2) {
      scalars.append(evenScale * digits[even + 1])
      scalars.append(oddScale * digits[even])
    }
    for slot in linear.indices {
      // An odd length is padded with a zero entry on no generator.
      scalars.append(slot ^ 1 < linear.count ? linear[slot ^ 1] : .zero)
    }
    scalars.append(omega * value)
    scalars.append(roundBlindings.cross)
    return MultiScalarMultiplication.sumVariableTime(
      scalars, digitGenerators + linearGenerators + [Generators.value, Generators.blinding])
  }

  private func rightMessage(value: Scalar) -> Point {
    var scalars = [omega * value, roundBlindings.right]
    var points = [Generators.value, Generators.blinding]
    scalars.reserveCapacity((digits.count + linear.count) / 2 + 2)
    points.reserveCapacity(scalars.capacity)
    defer { scalars.wipe() }
    for odd in stride(from: 1, to: digits.count, by: 2) {
      scalars.append(scale * digits[odd])
      points.append(digitGenerators[odd])
    }
    for odd in stride(from: 1, to: linear.count, by: 2) {
      scalars.append(linear[odd])
      points.append(linearGenerators[odd])
    }
    return MultiScalarMultiplication.sumVariableTime(scalars, points)
  }

  /// n' = n_0 / rho + gamma n_1, G' = rho G_0 + gamma G_1, l' = l_0 + gamma l_1, c' and H' like l'; then rho' = mu.
  package mutating func fold(by gamma: Scalar, isLast: Bool) {
    Self.fold(&linear, even: .one, odd: gamma)
    Self.fold(&weights, even: .one, odd: gamma)
    Self.fold(&digits, even: inverseRho, odd: gamma)
    if !isLast {
      // rho G_0 + gamma G_1 = rho (G_0 + gamma / rho G_1).
      linearGenerators = Self.folded(linearGenerators, by: gamma)
      digitGenerators = Self.folded(digitGenerators, by: gamma * inverseRho)
      scale *= rho
    }
    blinding += gamma * roundBlindings.cross + (gamma.squared() - .one) * roundBlindings.right
    rho = rho.squared()
    inverseRho = inverseRho.squared()
  }

  private static func fold(_ vector: inout [Scalar], even: Scalar, odd: Scalar) {
    let half = (vector.count + 1) / 2
    for pair in 0..<half {
      let right = 2 * pair + 1 < vector.count ? odd * vector[2 * pair + 1] : .zero
      vector[pair] = even * vector[2 * pair] + right
    }
    vector.wipe(keeping: half)
  }

  /// Even points plus the scalar's multiple of odd ones; an odd one that is missing counts as infinity.
  private static func folded(_ points: [AffinePoint], by scalar: Scalar) -> [AffinePoint] {
    Point.affine(
      stride(from: 0, to: points.count, by: 2).map { even in
        let left = Point(points[even])
        return even + 1 < points.count ? left + points[even + 1].multiplied(bySecret: scalar) : left
      })
  }

  /// Overwrites what is left of the secret vectors.
  package mutating func wipe() {
    linear.wipe()
    digits.wipe()
  }
}
