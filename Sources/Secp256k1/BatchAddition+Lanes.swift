import CKernels

extension BatchAddition {
  /// Runs all additions in lanes. The kernel leaves out the few pairs that may need another formula; the portable code adds those, so that
  /// points chosen to be exceptional cost little more than there.
  func run(in lanes: LaneKernel) {
    let count = lefts.count
    // Fewer pairs than lanes are faster one by one.
    guard count >= 8 else { return runPortably() }
    withUnsafeTemporaryAllocation(byteCount: addition_scratch_size(count), alignment: 64) { scratch in
      withUnsafeTemporaryAllocation(of: UInt32.self, capacity: count) { room in
        guard let scratch = scratch.baseAddress, let indices = room.baseAddress else { return }
        let lefts = lefts.words
        let rights = rights.words
        var product = FieldElement.one
        let exceptionalCount = product.withLimbs { product in
          lanes.functions.denominator_product(lefts, rights, count, scratch, product, indices)
        }
        var inverse = product.inverseVariableTime()
        inverse.withLimbs { inverse in lanes.functions.sums(lefts, rights, count, scratch, inverse, sums.limbs) }
        if exceptionalCount > 0 { repair(UnsafeBufferPointer(rebasing: room[..<exceptionalCount])) }
      }
    }
  }

  /// Adds the pairs of these indices anew, by the portable code.
  private func repair(_ indices: UnsafeBufferPointer<UInt32>) {
    let exceptionalLefts = indices.map { lefts[Int($0)] }
    let exceptionalRights = indices.map { rights[Int($0)] }
    exceptionalLefts.withUnsafeBufferPointer { lefts in
      exceptionalRights.withUnsafeBufferPointer { rights in
        withUnsafeTemporaryAllocation(of: AffinePoint.self, capacity: indices.count) { room in
          guard let repaired = room.baseAddress else { return }
          BatchAddition(lefts: lefts, rights: rights, sums: repaired).runPortably()
          for (place, index) in indices.enumerated() { sums[Int(index)] = repaired[place] }
        }
      }
    }
  }
}

extension FieldElement {
  /// The four limbs as C sees them.
  fileprivate mutating func withLimbs<Result>(_ body: (UnsafeMutablePointer<UInt64>) -> Result) -> Result {
    withUnsafeMutableBytes(of: &self) { bytes in
      guard let limbs = bytes.assumingMemoryBound(to: UInt64.self).baseAddress else {
        preconditionFailure("a field element has limbs")
      }
      return body(limbs)
    }
  }
}

extension UnsafeBufferPointer<PointReference> {
  fileprivate var words: UnsafePointer<UInt64> {
    guard let baseAddress else { preconditionFailure("a kernel adds at least one pair") }
    return UnsafeRawPointer(baseAddress).assumingMemoryBound(to: UInt64.self)
  }
}

extension UnsafeMutablePointer<AffinePoint> {
  fileprivate var limbs: UnsafeMutablePointer<UInt64> { UnsafeMutableRawPointer(self).assumingMemoryBound(to: UInt64.self) }
}
