import ProofSystem
import Secp256k1

/// A program with a witness, and proofs of it, made once for all benchmarks that need them.
final class ProofCase {
  static let batchCount = 32

  let program: Program
  private let positions: [Int256]
  private let variables: [Int256]
  private let blinding: Scalar
  private let commitment: [UInt8]
  private var proofs: [[UInt8]] = []

  init(_ program: Program, positions: [Int256], variables: [Int256]) throws {
    var numbers = SeededNumbers(seed: 3)
    self.program = program
    self.positions = positions
    self.variables = variables
    blinding = numbers.scalar()
    let point = PositionCommitment.point(columns: program.columns, positions: positions, blinding: blinding)
    guard let commitment = point.compressed else { throw BenchmarkError("the positions commit to infinity") }
    self.commitment = commitment
  }

  /// One of many statements on the same positions, told apart by their context.
  func statement(_ number: Int) -> Statement { ProofCase.statement(program, commitment: commitment, number) }

  static func statement(_ program: Program, commitment: [UInt8], _ number: Int) -> Statement {
    Statement(program: program, context: Array("statement \(number)".utf8), commitment: commitment)
  }

  /// A fresh proof.
  func prove() throws -> [UInt8] {
    try FeasibilityProof.prove(statement(0), witness: Witness(positions: positions, blinding: blinding, variables: variables))
  }

  /// The first `count` statements with a proof of each, the same in every run.
  func proven(_ count: Int) throws -> [(statement: Statement, proof: [UInt8])] {
    while proofs.count < count {
      let witness = Witness(positions: positions, blinding: blinding, variables: variables)
      var randomness = SeededScalars(seed: Array("proof \(proofs.count)".utf8))
      proofs.append(try FeasibilityProof.prove(statement(proofs.count), witness: witness, randomness: &randomness))
    }
    return (0..<count).map { (statement($0), proofs[$0]) }
  }

  /// A commitment and a proof of statement 0: what ``verify(_:against:)`` reads.
  func proofFile() throws -> [UInt8] { commitment + (try proven(1)[0].proof) }

  static func verify(_ file: [UInt8], against program: Program) throws {
    let split = min(AffinePoint.compressedByteCount, file.count)
    let statement = statement(program, commitment: Array(file[..<split]), 0)
    try FeasibilityProof.verify(Array(file[split...]), for: statement)
  }
}

/// A case that is made when the first benchmark asks for it.
final class LazyCase {
  private let make: () throws -> ProofCase
  private var made: ProofCase?

  init(_ make: @escaping () throws -> ProofCase) { self.make = make }

  func get() throws -> ProofCase {
    if let made { return made }
    let made = try make()
    self.made = made
    return made
  }
}

extension Benchmark {
  /// Proving, verifying, and verifying each of a batch; `threads` above 1 measures by wall clock and marks the names.
  static func proofs(of name: String, _ proofCase: LazyCase, threads: Int = 1) -> [Benchmark] {
    let mark = threads == 1 ? "" : ".threads\(threads)"
    return [
      Benchmark(
        name: "\(name).prove\(mark)",
        subject: .time(.milliseconds, threads: threads) {
          let proofCase = try proofCase.get()
          return { keep(try proofCase.prove()) }
        }),
      Benchmark(
        name: "\(name).verify\(mark)",
        subject: .time(.milliseconds, threads: threads) {
          let item = try proofCase.get().proven(1)[0]
          return { try FeasibilityProof.verify(item.proof, for: item.statement) }
        }),
      Benchmark(
        name: "\(name).batch\(mark)",
        subject: .time(.milliseconds, items: ProofCase.batchCount, threads: threads) {
          let items = try proofCase.get().proven(ProofCase.batchCount)
          return {
            guard FeasibilityProof.verifyBatch(items).allSatisfy({ $0 == nil }) else {
              throw BenchmarkError("\(name): a proof of the batch is refused")
            }
          }
        }),
    ]
  }

  static func size(of name: String, _ proofCase: LazyCase) -> Benchmark {
    Benchmark(
      name: "\(name).bytes", subject: .quantity(unit: "bytes") { Double(try proofCase.get().proven(1)[0].proof.count) })
  }
}
