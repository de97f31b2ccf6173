import Secp256k1

/// A proof's messages, decoded: every value has one encoding, and the program alone fixes the length.
///
///     C_D, C_R, E, (X, R) a round: 33 bytes each;  l*, n*, s*: 32 bytes each
struct ProofMessages {
  /// C_D, C_R, E, then X and R of every round.
  let points: [AffinePoint]
  /// The points as they were received: what the transcript absorbs.
  let encodedPoints: [[UInt8]]
  let finalLinear: [Scalar]
  let finalDigits: [Scalar]
  let finalBlinding: Scalar

  init(_ bytes: [UInt8], layout: Layout) throws(VerificationError) {
    guard bytes.count == layout.proofByteCount else {
      throw .lengthWrong(expected: layout.proofByteCount, actual: bytes.count)
    }
    let pointSize = Layout.pointByteCount
    let scalarSize = Layout.scalarByteCount
    var scalars: [Scalar] = []
    scalars.reserveCapacity(layout.scalarCount)
    // Scalars first: they are the cheaper to refuse.
    for index in 0..<layout.scalarCount {
      let start = pointSize * layout.pointCount + scalarSize * index
      guard let scalar = Scalar(bytes: Array(bytes[start..<start + scalarSize])) else { throw .scalarNotReduced(index: index) }
      scalars.append(scalar)
    }
    var points: [AffinePoint] = []
    var encodedPoints: [[UInt8]] = []
    for index in 0..<layout.pointCount {
      let encoded = Array(bytes[pointSize * index..<pointSize * (index + 1)])
      guard let point = try? AffinePoint(compressed: encoded) else { throw .pointMalformed(index: index) }
      points.append(point)
      encodedPoints.append(encoded)
    }
    self.points = points
    self.encodedPoints = encodedPoints
    finalLinear = Array(scalars[..<layout.linearBlocks])
    finalDigits = Array(scalars[layout.linearBlocks..<layout.linearBlocks + layout.digitBlocks])
    finalBlinding = scalars[layout.linearBlocks + layout.digitBlocks]
  }
}
