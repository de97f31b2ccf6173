import Secp256k1

// Notation (protocol note, section 3), for the vectors of one round:
//
//     n, G       digit part and its generators; even entries n_0, odd ones n_1
//     l, c, H    linear part, its public weights and its generators
//     rho, mu    slot weights, mu = rho^2
//     s          blinding on B
//     fold_b     what generator 2^j i + b counts in the i-th generator of round j: the product over the rounds before of gamma where
//                their bit of b is set, else of 1 (in H) or of their rho (in G)

/// The prover's side of the norm-linear argument: halves l and n a round, and keeps the claim
///
///     P = <l, H> + <n, G> + s B + (<c, l> + |n|^2_mu) omega V
///
/// Each round sends X and R, then folds with its challenge: P' = P + gamma X + (gamma^2 - 1) R. In the first rounds generators are not folded:
/// each message is a sum over the program's own generators, whose tables make it cheaper than a fold. Then, if enough rounds are left,
/// they are folded once by all challenges so far.
package struct NormLinearProver {
  package private(set) var linear: [Scalar]
  package private(set) var digits: [Scalar]
  package private(set) var blinding: Scalar
  private let program: Program
  private var weights: [Scalar]
  /// fold_b of H and of G.
  private var linearFold = [Scalar.one]
  private var digitFold = [Scalar.one]
  /// H and G after their fold.
  private var folded: (linear: [AffinePoint], digits: [AffinePoint])?
  private var rho: Scalar
  private var inverseRho: Scalar
  private let omega: Scalar
  private let timing: SecretTiming
  private var roundBlindings = (cross: Scalar.zero, right: Scalar.zero)

  /// Precondition: the vectors have an entry for every slot of the program's layout.
  init(
    _ program: Program, linear: [Scalar], weights: [Scalar], digits: [Scalar], blinding: Scalar, rho: Scalar, omega: Scalar,
    timing: SecretTiming
  ) {
    self.program = program
    self.linear = linear
    self.weights = weights
    self.digits = digits
    self.blinding = blinding
    self.rho = rho
    self.omega = omega
    self.timing = timing
    inverseRho = rho.inverseVariableTime()
  }

  /// X, which pairs every entry with its neighbour's generator, and R, the odd half alone.
  package mutating func messages(blindings: (cross: Scalar, right: Scalar)) -> (cross: AffinePoint, right: AffinePoint) {
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

  private func crossMessage(value: Scalar) -> AffinePoint {
    var pairedDigits = digits
    for even in stride(from: 0, to: digits.count, by: 2) {
      pairedDigits[even] = rho * digits[even + 1]
      pairedDigits[even + 1] = inverseRho * digits[even]
    }
    // An odd length is padded with a zero entry on no generator.
    var pairedLinear = linear.indices.map { $0 ^ 1 < linear.count ? linear[$0 ^ 1] : .zero }
    defer {
      pairedDigits.wipe()
      pairedLinear.wipe()
    }
    return message(digits: pairedDigits, linear: pairedLinear, value: value, blinding: roundBlindings.cross)
  }

  private func rightMessage(value: Scalar) -> AffinePoint {
    message(digits: digits, linear: linear, oddOnly: true, value: value, blinding: roundBlindings.right)
  }

  /// <digits, G> + <linear, H> + value omega V + blinding B, on the folded generators, of which the even ones may be left out.
  private func message(
    digits: [Scalar], linear: [Scalar], oddOnly: Bool = false, value: Scalar, blinding: Scalar
  ) -> AffinePoint {
    let layout = program.layout
    var sum = GeneratorSum()
    defer { sum.wipe() }
    var digitSlots = Self.spread(
      digits, fold: digitFold, oddOnly: oddOnly, slotCount: folded?.digits.count ?? layout.digitSlotCount)
    var linearSlots = Self.spread(
      linear, fold: linearFold, oddOnly: oddOnly, slotCount: folded?.linear.count ?? layout.linearSlotCount)
    defer {
      digitSlots.wipe()
      linearSlots.wipe()
    }
    if let folded {
      sum.append(digitSlots, folded.digits)
      sum.append(linearSlots, folded.linear)
    } else {
      sum.add(digitSlots: digitSlots, of: layout)
      sum.add(linearSlots: linearSlots, of: program)
    }
    sum.value = omega * value
    sum.blinding = blinding
    return sum.total(timing)
  }

  /// What the slots' own generators count, given what the folded ones do.
  private static func spread(_ folded: [Scalar], fold: [Scalar], oddOnly: Bool, slotCount: Int) -> [Scalar] {
    let shift = fold.count.trailingZeroBitCount
    return (0..<slotCount).map { slot in
      let index = slot >> shift
      return oddOnly && index.isMultiple(of: 2) ? .zero : folded[index] * fold[slot & (fold.count - 1)]
    }
  }

  /// n' = n_0 / rho + gamma n_1, G' = rho G_0 + gamma G_1, l' = l_0 + gamma l_1, c' and H' like l'; then rho' = mu.
  package mutating func fold(by gamma: Scalar) {
    Self.fold(&linear, even: .one, odd: gamma)
    Self.fold(&weights, even: .one, odd: gamma)
    Self.fold(&digits, even: inverseRho, odd: gamma)
    let (rho, linearFold, digitFold) = (rho, linearFold, digitFold)
    self.linearFold += linearFold.map { $0 * gamma }
    self.digitFold = digitFold.map { $0 * rho } + digitFold.map { $0 * gamma }
    blinding += gamma * roundBlindings.cross + (gamma.squared() - .one) * roundBlindings.right
    self.rho = rho.squared()
    inverseRho = inverseRho.squared()
    if digitFold.count == 1 << Self.foldedRounds, folded == nil, program.layout.rounds >= Self.roundsWorthFolding {
      foldGenerators()
    }
  }

  /// Rounds whose challenges fold the generators at once, and the rounds of a proof from which on that pays.
  private static let foldedRounds = 4
  private static let roundsWorthFolding = 7

  /// Folds by public challenges. Lists of positions too long for a table stay as they are.
  private mutating func foldGenerators() {
    guard let rows = Generators.rows(of: program) else { return }
    let missing = (linearFold.count - rows.linear.count % linearFold.count) % linearFold.count
    folded = (
      MultiScalarMultiplication.sumsVariableTime(
        linearFold, over: rows.linear + [TableRow?](repeating: nil, count: missing)),
      MultiScalarMultiplication.sumsVariableTime(digitFold, over: rows.digits)
    )
    (linearFold, digitFold) = ([.one], [.one])
  }

  private static func fold(_ vector: inout [Scalar], even: Scalar, odd: Scalar) {
    let half = (vector.count + 1) / 2
    for pair in 0..<half {
      let right = 2 * pair + 1 < vector.count ? odd * vector[2 * pair + 1] : .zero
      vector[pair] = even * vector[2 * pair] + right
    }
    vector.wipe(keeping: half)
  }

  /// Overwrites what is left of the secret vectors.
  package mutating func wipe() {
    linear.wipe()
    digits.wipe()
  }
}
