import Secp256k1
import SystemCryptography

/// Proofs under verification together: what one multi-scalar multiplication can show to hold.
struct BatchVerification {
  /// An equation and where its verdict belongs.
  struct Item {
    let place: Int
    let equation: VerificationEquation
  }

  /// Equations in hand at a time: enough that the shared generators cost little, few enough to keep their factors.
  static let equationLimit = 64
  /// Factors in hand at a time, 32 bytes each; a single equation may have more.
  static let factorLimit = 1 << 20

  private let items: [Item]

  /// The places of proofs to verify together: those of one program next to each other, and no more than may be in hand at a time.
  static func batches(_ programs: [Program]) -> [[Int]] {
    var digests: [Digest] = []
    var places: [Digest: [Int]] = [:]
    for (place, program) in programs.enumerated() {
      if places[program.digest] == nil { digests.append(program.digest) }
      places[program.digest, default: []].append(place)
    }
    var batches: [[Int]] = []
    var room = 0
    for place in digests.flatMap({ places[$0] ?? [] }) {
      let layout = programs[place].layout
      let count = layout.digitSlotCount + layout.linearSlotCount
      if batches.isEmpty || batches[batches.count - 1].count == equationLimit || count > room {
        batches.append([])
        room = factorLimit
      }
      batches[batches.count - 1].append(place)
      room -= count
    }
    return batches
  }

  /// Precondition: equations of one program are next to each other.
  init(_ items: [Item]) { self.items = items }

  /// Calls back with every place whose equation does not hold.
  func findFailures(_ report: (Int) -> Void) { _ = judge(items[...], isKnownToFail: false, report) }

  /// Halves what does not hold together until single equations are left, which are judged alone and exactly. Gives whether all hold.
  private func judge(_ items: ArraySlice<Item>, isKnownToFail: Bool, _ report: (Int) -> Void) -> Bool {
    guard let first = items.first else { return true }
    guard items.count > 1 else {
      let holds = first.equation.holds()
      if !holds { report(first.place) }
      return holds
    }
    guard isKnownToFail || !Self.holdTogether(items) else { return true }
    let middle = items.startIndex + items.count / 2
    let firstHolds = judge(items[..<middle], isKnownToFail: false, report)
    // If one half holds, then the other does not.
    let secondHolds = judge(items[middle...], isKnownToFail: firstHolds, report)
    return firstHolds && secondHolds
  }

  /// Whether a sum of the equations, each times 128 fresh random bits, holds: if one of them does not, then with probability 2^-128.
  private static func holdTogether(_ items: ArraySlice<Item>) -> Bool {
    let weights = BatchWeight.random(items.count)
    var sum = GeneratorSum()
    for (item, weight) in zip(items, weights) {
      let scalar = weight.scalar
      for (point, factor) in zip(item.equation.points, item.equation.pointFactors) { sum.append(scalar * factor, point) }
    }
    var rest = zip(items, weights).map { ($0.equation, $1) }[...]
    while let program = rest.first?.0.program {
      let run = rest.prefix { $0.0.program.digest == program.digest }
      sum.add(GeneratorFactors(sumOf: run.map { ($0.generatorFactors, $1) }), of: program)
      rest = rest.dropFirst(run.count)
    }
    return sum.isInfinity()
  }
}

extension GeneratorFactors {
  /// The sum of weighted factors, all of one program.
  ///
  /// Precondition: there is at least one.
  init(sumOf terms: [(factors: GeneratorFactors, weight: BatchWeight)]) {
    func sum(_ vector: (GeneratorFactors) -> [Scalar]) -> [Scalar] {
      var sums = [WeightedSum](repeating: WeightedSum(), count: vector(terms[0].factors).count)
      for term in terms {
        let factors = vector(term.factors)
        for slot in sums.indices { sums[slot].add(factors[slot], times: term.weight) }
      }
      return sums.map(\.value)
    }
    digits = sum { $0.digits }
    linear = sum { $0.linear }
    value = sum { [$0.value] }[0]
    blinding = sum { [$0.blinding] }[0]
  }
}
