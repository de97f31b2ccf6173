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

    var poles = [Scalar](repeating: .zero, count: layout.base)
    var pole = alpha
    for value in poles.indices {
      guard !pole.isZero else { throw ZeroChallenge() }
      poles[value] = pole
      pole += .one
    }
    Scalar.invertAllVariableTime(&poles)
    for value in poles.indices { poles[value] = -poles[value] }
    multiplicityWeights = poles

    let rows = RowSums(program, matrix: matrix, lambda: lambda)
    positionWeights = rows.positions

    digitShifts = [Scalar](repeating: .zero, count: layout.digitSlotCount)
    reciprocalShifts = digitShifts
    let digitWeights = Self.digitWeights(rows.variables, digits: program.allDigits, base: layout.base, count: layout.digitCount)
    let inverseMu = mu.inverseVariableTime()
    var weight = Scalar.one
    var inverseWeight = Scalar.one
    var constant = rows.constant
    var square = Scalar.zero
    var digit = 0
    for slot in 0..<layout.digitSlotCount {
      weight *= mu
      inverseWeight *= inverseMu
      guard slot & (1 << layout.rounds - 1) != 0, digit < layout.digitCount else { continue }
      let shift = alpha + inverseWeight
      digitShifts[slot] = shift
      reciprocalShifts[slot] = digitWeights[digit] * inverseWeight
      square += shift * digitWeights[digit]
      constant -= weight
      digit += 1
    }
    let half = square - constant
    target = half + half
  }

  /// What the rows weigh each digit with: its variable's weight times its power of the base.
  private static func digitWeights(_ variables: [Scalar], digits: [Int], base: Int, count: Int) -> [Scalar] {
    let base = Scalar(UInt64(base))
    var weights: [Scalar] = []
    weights.reserveCapacity(count)
    for (variable, count) in zip(variables, digits) {
      var weight = variable
      for _ in 0..<count {
        weights.append(weight)
        weight *= base
      }
    }
    return weights
  }
}

/// sum_j lambda^(j+1) row_j as a coefficient for every position and variable, and a constant; the projection's rows come last.
struct RowSums {
  var positions: [Scalar]
  var variables: [Scalar]
  var constant = Scalar.zero

  init(_ program: Program, matrix: ProjectionMatrix?, lambda: Scalar) {
    positions = [Scalar](repeating: .zero, count: program.columns.count)
    variables = [Scalar](repeating: .zero, count: program.digits.count)
    var power = Scalar.one
    for row in program.rows {
      power *= lambda
      for term in row.positions { positions[term.index] += power * Scalar(residueOf: term.coefficient) }
      for term in row.variables { variables[term.index] += power * Scalar(residueOf: term.coefficient) }
      if !row.constant.isZero { constant += power * Scalar(residueOf: row.constant) }
    }
    guard let matrix, let projection = program.projection else { return }
    let half = Scalar(residueOf: program.projectionHalf(projection))
    for row in 0..<matrix.rowCount {
      power *= lambda
      matrix.forEachColumn(ofRow: row) { positions[$0] += power }
      variables.append(-power)
      constant += power * half
    }
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
