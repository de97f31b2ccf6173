import BigInt
import ProofSystem
import Secp256k1
import SystemCryptography
import Testing

/// A prover that follows the protocol but starts from a false witness, whatever the rules of the verifier it means to fool.
struct CheatingProver {
  var rules = Rules()
  var source: SeededScalars
  /// What is hidden on V in the commitment and in the messages of digits and reciprocals.
  var onValue = (commitment: Scalar.zero, digits: Scalar.zero, reciprocals: Scalar.zero)
  /// Whether to balance the norm with a slot that has no generator; it needs a program with at least two pads.
  var usesPhantom = false

  init(_ name: String, rules: Rules = Rules()) {
    self.rules = rules
    source = SeededScalars(seed: Array(name.utf8))
  }

  struct Forgery {
    let statement: Statement
    let proof: [UInt8]
  }

  /// Starts again with other randomness until the phantom's square has a root.
  mutating func forge(_ program: Program, positions: [Int256], digits: [Int]) throws -> Forgery {
    for _ in 0..<64 {
      if let forgery = try attempt(program, positions: positions, digits: digits) { return forgery }
    }
    throw NoRoot()
  }

  struct NoRoot: Error {}

  private mutating func attempt(_ program: Program, positions: [Int256], digits: [Int]) throws -> Forgery? {
    let layout = program.layout
    let context = Array("forgery".utf8)
    let (blinding, value) = (Generators.blinding, Generators.value)
    let r = source.next()
    let commitment =
      Point(PositionCommitment.point(columns: program.columns, positions: positions, blinding: r))
      + value.multiplied(bySecret: onValue.commitment)
    let encodedCommitment = try #require(commitment.affine().compressed)
    var transcript = TestTranscript(rules: rules, program: program, context: context, commitment: encodedCommitment)
    var proof: [UInt8] = []
    func send(_ transcript: inout TestTranscript, _ message: Rules.Message, _ label: String, _ point: Point) throws {
      let encoded = try #require(point.affine().compressed)
      transcript.absorb(message, label, encoded)
      proof += encoded
    }
    var challenges = Challenges()
    challenges.seed = try transcript.challenge("projection")

    let slots = program.boundSlots(rules)
    var (digitGenerators, linearGenerators) = Generators.slots(
      of: layout, positions: Generators.positions(program.columns), first: Generators.first(_:of:))
    digitGenerators = Array(digitGenerators[..<slots])
    let (rD, rR, rE) = (source.next(), source.next(), source.next())
    var d: [Scalar] = []
    for slot in 0..<slots {
      switch layout.digitSlot(slot) {
      case .mask: d.append(source.next())
      case .digit(let index): d.append(index < layout.digitCount ? Scalar(residueOf: Int256(Int64(digits[index]))) : .zero)
      }
    }
    var l: [Scalar] = []
    for slot in 0..<layout.linearSlotCount {
      switch layout.linearSlot(slot) {
      case .mask: l.append(source.next())
      case .multiplicity(let value): l.append(Scalar(UInt64(digits.count { $0 == value })))
      case .error, .position: l.append(.zero)
      }
    }
    try send(
      &transcript, .digits, "digits",
      sum(d + l + [rD, onValue.digits], digitGenerators + linearGenerators + [blinding, value]))
    challenges.alpha = try transcript.challenge("alpha")
    var reciprocals = (0..<slots).map { slot in
      guard case .digit(let index) = layout.digitSlot(slot), index < layout.digitCount else { return Scalar.zero }
      return (challenges.alpha + d[slot]).inverseVariableTime()
    }
    try send(
      &transcript, .reciprocals, "reciprocals", sum(reciprocals + [rR, onValue.reciprocals], digitGenerators + [blinding, value]))
    challenges.rho = try transcript.challenge("rho")
    challenges.lambda = try transcript.challenge("lambda")
    let constraint = try program.constraint(challenges, rules: rules)
    for slot in 0..<slots {
      d[slot] += constraint.digitShifts[slot]
      reciprocals[slot] += constraint.reciprocalShifts[slot]
    }
    let errors = [d, reciprocals].map { weightedSquare($0, slotWeight: constraint.slotWeight) }
    try send(&transcript, .errors, "errors", sum(errors + [rE], Array(Generators.first(2, of: .error)) + [blinding]))
    challenges.tau = try transcript.challenge("tau")
    challenges.omega = try transcript.challenge("omega")

    let (tau, inverse) = (challenges.tau, challenges.tau.inverseVariableTime())
    let square = tau.squared()
    let cube = square * tau
    for slot in l.indices {
      switch layout.linearSlot(slot) {
      case .mask, .multiplicity: l[slot] *= tau
      case .error(let index): l[slot] = errors[index] * inverse
      case .position(let column): l[slot] = Scalar(residueOf: positions[column]) * cube
      }
    }
    var n = zip(d, reciprocals).map { tau * $0 + square * $1 }
    var c = constraint.linearWeights(layout, tau: tau)
    var s = rE * inverse + rD * tau + rR * square + r * cube
    if usesPhantom {
      let deficit = constraint.target * cube - dot(c, l) - weightedSquare(n, slotWeight: constraint.slotWeight)
      let weight = (0...n.count).reduce(Scalar.one) { power, _ in power * constraint.slotWeight }
      guard let root = squareRoot(deficit * weight.inverseVariableTime()) else { return nil }
      n.append(root)
      digitGenerators.append(.infinity)
    }

    let u = value.multiplied(bySecret: challenges.omega).affine()
    var rho = challenges.rho
    for round in 0..<layout.rounds {
      let mu = rho.squared()
      let pairWeight = mu.squared()
      let inverseRho = rho.inverseVariableTime()
      let (l0, l1) = halves(l, .zero)
      let (c0, c1) = halves(c, .zero)
      let (n0, n1) = halves(n, .zero)
      let (h0, h1) = halves(linearGenerators, .infinity)
      let (g0, g1) = halves(digitGenerators, .infinity)
      let pairs = zip(n0, n1).reversed().reduce(Scalar.zero) { ($0 + $1.0 * $1.1) * pairWeight }
      let crossValue = inverseRho * (pairs + pairs) + dot(c0, l1) + dot(c1, l0)
      let rightValue = weightedSquare(n1, slotWeight: pairWeight) + dot(c1, l1)
      let (sX, sR) = (source.next(), source.next())
      try send(
        &transcript, .cross(round: round), "X",
        sum([crossValue, sX] + l0 + l1 + n0.map { inverseRho * $0 } + n1.map { rho * $0 }, [u, blinding] + h1 + h0 + g1 + g0))
      try send(&transcript, .right(round: round), "R", sum([rightValue, sR] + l1 + n1, [u, blinding] + h1 + g1))
      let gamma = try transcript.challenge("gamma")
      l = zip(l0, l1).map { $0 + gamma * $1 }
      c = zip(c0, c1).map { $0 + gamma * $1 }
      n = zip(n0, n1).map { inverseRho * $0 + gamma * $1 }
      linearGenerators = zip(h0, h1).map { sum([.one, gamma], [$0, $1]).affine() }
      digitGenerators = zip(g0, g1).map { sum([rho, gamma], [$0, $1]).affine() }
      s += gamma * sX + (gamma.squared() - .one) * sR
      rho = mu
    }
    proof += (l + n + [s]).flatMap(\.bytes)
    return Forgery(statement: Statement(program: program, context: context, commitment: encodedCommitment), proof: proof)
  }

  private func sum(_ scalars: [Scalar], _ points: [AffinePoint]) -> Point {
    MultiScalarMultiplication.sumVariableTime(scalars, points)
  }

  private func dot(_ a: [Scalar], _ b: [Scalar]) -> Scalar { zip(a, b).reduce(.zero) { $0 + $1.0 * $1.1 } }

  /// Even and odd entries, the odd side padded to the even side's length.
  private func halves<Element>(_ vector: [Element], _ padding: Element) -> ([Element], [Element]) {
    let even = stride(from: 0, to: vector.count, by: 2).map { vector[$0] }
    let odd = stride(from: 1, to: vector.count, by: 2).map { vector[$0] }
    return (even, odd + [Element](repeating: padding, count: even.count - odd.count))
  }
}

/// A square root modulo the order, whose predecessor is 2^6 times an odd number (Tonelli and Shanks); nil if there is none.
func squareRoot(_ square: Scalar) -> Scalar? {
  let order = ProgramBoundTests.order
  let (odd, twos) = ((order - 1) >> 6, 6)
  func power(_ base: Scalar, _ exponent: BigInt) -> Scalar {
    (0..<exponent.bitWidth).reversed().reduce(Scalar.one) { result, bit in
      let squared = result.squared()
      return exponent >> bit & 1 == 1 ? squared * base : squared
    }
  }
  let half = (order - 1) / 2
  guard power(square, half) == .one else { return square.isZero ? square : nil }
  guard let nonResidue = (2..<100).map({ Scalar(UInt64($0)) }).first(where: { power($0, half) != .one }) else { return nil }
  var root = power(square, (odd + 1) / 2)
  var error = power(square, odd)
  var step = power(nonResidue, odd)
  // error is a power of step^2; clear its order bit by bit.
  for bit in stride(from: twos - 2, through: 0, by: -1) {
    if (0..<bit).reduce(error, { value, _ in value.squared() }) != .one {
      root *= step
      error *= step.squared()
    }
    step = step.squared()
  }
  return root.squared() == square ? root : nil
}
