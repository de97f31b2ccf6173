import Secp256k1

// Notation:
//
//     alpha, rho, lambda   challenges; mu = rho^2 separates slots, lambda separates rows
//     d_i, r_i             slot i of n: a digit and its reciprocal 1 / (alpha + d_i); a random d and r = 0 in a mask, 0 and 0 in a pad
//     m_v                  how many digits are v

/// The one equation that stands for all digits and rows, as public coefficients of each slot:
///
///     sum_i mu^(i+1) (d_i r_i + [alpha r_i - 1 in a digit]) + [sum_digits r_i - sum_v m_v / (alpha + v)] + sum_j lambda^(j+1) row_j = 0
///
/// Completing the square in every slot turns it into |n|^2_mu + <c, l> = target, where n is shifted by public scalars.
package struct CombinedConstraint {
  package var slotWeight: Scalar  // mu
  let inverseRho: Scalar
  /// Added to the digit part of n.
  package var digitShifts: [Scalar]
  /// Added to the reciprocal part of n.
  package var reciprocalShifts: [Scalar]
  /// Minus 1 / (alpha + v) for every digit value v.
  package var multiplicityWeights: [Scalar]
  package var positionWeights: [Scalar]
  /// The coefficient of tau^3 in the value that is proved.
  package var target: Scalar

  /// Precondition: `matrix` is the program's projection.
  package init(
    _ program: Program, matrix: ProjectionMatrix?, alpha: Scalar, rho: Scalar, lambda: Scalar
  ) throws(ZeroChallenge) {
    let layout = program.layout
    let mu = rho.squared()
    slotWeight = mu

    var inverses: [Scalar] = []
    inverses.reserveCapacity(layout.base + 1)
    var pole = alpha
    for _ in 0..<layout.base {
      guard !pole.isZero else { throw ZeroChallenge() }
      inverses.append(pole)
      pole += .one
    }
    inverses.append(rho)
    Scalar.invertAllVariableTime(&inverses)
    let inverseRho = inverses.removeLast()
    self.inverseRho = inverseRho
    multiplicityWeights = inverses.map { -$0 }

    let rows = RowSums(program, matrix: matrix, lambda: lambda)
    positionWeights = rows.positions

    let digitWeights = Self.digitWeights(rows.variables, program)
    let inverseWeights = powers(of: inverseRho.squared(), count: layout.digitSlotCount)
    var digitShifts = [Scalar](repeating: .zero, count: layout.digitSlotCount)
    var reciprocalShifts = digitShifts
    // sum_i (shift_i - alpha) w_i and sum_i w_i.
    var products = ScalarSum()
    var weights = ScalarSum()
    for block in 0..<layout.digitBlocks {
      for slot in layout.digitSlots(ofBlock: block) {
        let weight = digitWeights[slot - block - 1]
        let product = weight * inverseWeights[slot]
        digitShifts[slot] = alpha + inverseWeights[slot]
        reciprocalShifts[slot] = product
        products += product
        weights += weight
      }
    }
    self.digitShifts = digitShifts
    self.reciprocalShifts = reciprocalShifts
    let square = products.value + alpha * weights.value
    let half = square - rows.constant + Self.slotWeights(layout, mu)
    target = half + half
  }

  /// What the rows weigh each digit with: its variable's weight times its power of the base.
  private static func digitWeights(_ variables: [Scalar], _ program: Program) -> [Scalar] {
    let base = UInt64(program.layout.base)
    var weights: [Scalar] = []
    weights.reserveCapacity(program.layout.digitCount)
    for (variable, digits) in zip(variables, program.allDigits) {
      var weight = variable
      for _ in 0..<digits {
        weights.append(weight)
        weight = weight.multiplied(by: base)
      }
    }
    return weights
  }

  /// sum_i mu^(i+1) over the slots of digits: over all up to the last one, less those of masks.
  private static func slotWeights(_ layout: Layout, _ mu: Scalar) -> Scalar {
    guard layout.digitBlocks > 0 else { return .zero }
    let blockWeight = (0..<layout.rounds).reduce(mu) { power, _ in power.squared() }
    let masks = mu * (.one + powerSum(of: blockWeight, count: layout.digitBlocks - 1))
    return powerSum(of: mu, count: layout.digitCount + layout.digitBlocks) - masks
  }
}

extension CombinedConstraint {
  /// c(tau): the public weight of every slot of l; masks weigh nothing.
  ///
  /// These exponents, with n(tau) = (d + shift) tau + (r + shift) tau^2 and l(tau) = E / tau + C_D tau + C_R tau^2 + C tau^3, leave
  /// the constraint alone at tau^3: the errors cancel tau^2 and tau^4.
  package func linearWeights(_ layout: Layout, tau: Scalar) -> [Scalar] {
    let square = tau.squared()
    let cube = square * tau
    let doubledSquare = square + square
    var weights: [Scalar] = []
    weights.reserveCapacity(layout.linearSlotCount)
    for slot in 0..<layout.linearSlotCount {
      switch layout.linearSlot(slot) {
      case .mask: weights.append(.zero)
      case .error(let index): weights.append(index == 0 ? -cube : -(cube * square))
      case .multiplicity(let value): weights.append(doubledSquare * multiplicityWeights[value])
      case .position(let column): weights.append(positionWeights[column] + positionWeights[column])
      }
    }
    return weights
  }
}
