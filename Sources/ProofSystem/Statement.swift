import Secp256k1
import SystemCryptography

/// What a proof states: whoever made it knows an opening of the commitment that satisfies the program. All of it is public.
public struct Statement: Sendable {
  public let program: Program
  /// Whatever the proof shall be bound to: policy, audience, nonce, expiry. Under another context the proof does not verify.
  public let context: [UInt8]
  /// C = sum x_i X_i + r B as a compressed point, 33 bytes; checked when the statement is proved or verified.
  public let commitment: [UInt8]

  public init(program: Program, context: [UInt8], commitment: [UInt8]) {
    self.program = program
    self.context = context
    self.commitment = commitment
  }

  /// The transcript up to the statement. The challenge that follows it seeds the projection, drawn with or without one.
  package func transcript() -> Transcript {
    var transcript = Transcript(label: "feasibility")
    transcript.absorb("context", context)
    transcript.absorb("program", program.digest.bytes)
    transcript.absorb("commitment", commitment)
    return transcript
  }
}

extension Program {
  /// The projection's rows under a seed, nil for a program without a projection.
  package func projectionMatrix(seed: Scalar) -> ProjectionMatrix? {
    projection.map { ProjectionMatrix(seed: seed.bytes, rowCount: $0.rows, columnCount: columns.count) }
  }

  /// The number of digits of every variable, those of the projection's sums after the program's own.
  package var allDigits: [Int] {
    digits + (projection.map { [Int](repeating: $0.digits, count: $0.rows) } ?? [])
  }

  /// base^digits / 2 of the projection.
  func projectionHalf(_ projection: Projection) -> Magnitude { .powerOfTwo(baseBits * projection.digits - 1) }
}
