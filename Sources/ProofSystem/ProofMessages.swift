import Secp256k1

/// A proof's messages and its statement's commitment, decoded: every value has one encoding, and the program alone fixes the length.
///
///     C_D, C_R, E, (X, R) a round: 33 bytes each;  l*, n*, s*: 32 bytes each
struct ProofMessages {
  /// C_D, C_R, E, then X and R of every round.
  let points: [AffinePoint]
  let commitment: AffinePoint
  private let bytes: [UInt8]
  let finalLinear: [Scalar]
  let finalDigits: [Scalar]
  let finalBlinding: Scalar

  init(_ bytes: [UInt8], commitment: [UInt8], layout: Layout) throws(VerificationError) {
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
      let scalar = bytes.withUnsafeBytes { Scalar(bytes: UnsafeRawBufferPointer(rebasing: $0[start..<start + scalarSize])) }
      guard let scalar else { throw .scalarNotReduced(index: index) }
      scalars.append(scalar)
    }
    let encodings = (0..<layout.pointCount).map { Array(Self.encodedPoint($0, of: bytes)) }
    var points: [AffinePoint]
    do throws(PointListError) {
      // The commitment last, so that a message is refused before it.
      points = try AffinePoint.points(compressed: encodings + [commitment])
    } catch {
      throw error.index < encodings.count ? .pointMalformed(index: error.index) : .commitmentMalformed
    }
    self.commitment = points.removeLast()
    self.points = points
    self.bytes = bytes
    finalLinear = Array(scalars[..<layout.linearBlocks])
    finalDigits = Array(scalars[layout.linearBlocks..<layout.linearBlocks + layout.digitBlocks])
    finalBlinding = scalars[layout.linearBlocks + layout.digitBlocks]
  }

  /// A point as it was received: what the transcript absorbs.
  func encodedPoint(_ index: Int) -> ArraySlice<UInt8> { Self.encodedPoint(index, of: bytes) }

  private static func encodedPoint(_ index: Int, of bytes: [UInt8]) -> ArraySlice<UInt8> {
    bytes[Layout.pointByteCount * index..<Layout.pointByteCount * (index + 1)]
  }
}
