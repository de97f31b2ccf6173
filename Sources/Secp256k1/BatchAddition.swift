// Montgomery's trick: one inversion serves all additions of a slice, at three products each. Notation:
//
//   d_i      the denominator of the slope of pair i: x2 - x1, or 2 y for a doubling
//   t_i      d_0 d_2 ... up to but not including d_i, over the indices of i's parity

/// Affine additions of independent pairs of points, all with one inversion: about six products and a square each.
///
/// Two chains of products, for even and for odd pairs, and two additions at a time keep the multiplier busy while each waits for its
/// last result.
package struct BatchAddition {
  let lefts: UnsafeBufferPointer<PointReference>
  let rights: UnsafeBufferPointer<PointReference>
  /// Room for as many sums as pairs, disjoint from the points that are added.
  let sums: UnsafeMutablePointer<AffinePoint>

  package init(
    lefts: UnsafeBufferPointer<PointReference>, rights: UnsafeBufferPointer<PointReference>,
    sums: UnsafeMutablePointer<AffinePoint>
  ) {
    self.lefts = lefts
    self.rights = rights
    self.sums = sums
  }

  /// Pairs that share an inversion, about: more would not fit the first-level cache, fewer would pay for more inversions.
  private static let sliceCount = 1024
  /// How many pairs ahead memory is asked for.
  private static let prefetchDistance = 8
  /// Slices from which on threads help more than they cost.
  private static let threadedSliceCount = 4

  /// Runs all additions, in slices of equal size.
  package func run() {
    let kernel = ArithmeticKernel.current
    let count = lefts.count
    guard count > 0 else { return }
    let slices = max(1, (count + Self.sliceCount / 2) / Self.sliceCount)
    nonisolated(unsafe) let all = self
    let runSlice = { @Sendable (slice: Int) in
      all.slice(slice * count / slices..<(slice + 1) * count / slices).run(on: kernel)
    }
    if slices < Self.threadedSliceCount {
      for slice in 0..<slices { runSlice(slice) }
    } else {
      Cores.forEach(slices, runSlice)
    }
  }

  private func slice(_ range: Range<Int>) -> BatchAddition {
    BatchAddition(
      lefts: UnsafeBufferPointer(rebasing: lefts[range]), rights: UnsafeBufferPointer(rebasing: rights[range]),
      sums: sums + range.lowerBound)
  }

  /// Runs all additions with one inversion.
  private func run(on kernel: ArithmeticKernel) {
    switch kernel {
    case .portable: runPortably()
    case .lanes(let lanes): run(in: lanes)
    }
  }

  /// Runs all additions with one inversion, in portable code.
  func runPortably() {
    withUnsafeTemporaryAllocation(of: FieldElement.self, capacity: lefts.count) { room in
      if let products = room.baseAddress { runPortably(products) }
    }
  }

  /// `products`: room for as many elements as pairs.
  private func runPortably(_ products: UnsafeMutablePointer<FieldElement>) {
    let count = lefts.count
    let evenCount = count & ~1
    var even = FieldElement.one
    var odd = FieldElement.one
    var index = 0
    while index < evenCount {
      prefetchTwo(index &+ Self.prefetchDistance)
      products.advanced(by: index).initialize(to: even)
      products.advanced(by: index &+ 1).initialize(to: odd)
      even *= denominator(index)
      odd *= denominator(index &+ 1)
      index &+= 2
    }
    if index < count {
      products.advanced(by: index).initialize(to: even)
      even *= denominator(index)
    }

    let inverse = (even * odd).inverseVariableTime()
    (even, odd) = (inverse * odd, inverse * even)

    if evenCount < count { add(evenCount, products, &even) }
    index = evenCount
    while index > 0 {
      index &-= 2
      prefetchTwo(index &- Self.prefetchDistance)
      addTwo(index, products, &even, &odd)
    }
  }

  /// Asks for the points of the pairs i and i + 1, if there are such pairs.
  @inline(__always)
  private func prefetchTwo(_ index: Int) {
    guard index >= 0 && index &+ 1 < lefts.count else { return }
    lefts[index].prefetch()
    rights[index].prefetch()
    lefts[index &+ 1].prefetch()
    rights[index &+ 1].prefetch()
  }

  /// d_i.
  @inline(__always)
  private func denominator(_ index: Int) -> FieldElement {
    let pair = pair(index)
    return _slowPath(pair.isSuspicious) ? pair.exceptionalDenominator : pair.run
  }

  /// Stores the sum of pair i, and turns the inverse of the product up to and with d_i into that without d_i.
  private func add(_ index: Int, _ products: UnsafePointer<FieldElement>, _ inverse: inout FieldElement) {
    let pair = pair(index)
    let reciprocal = inverse * products[index]
    inverse *= denominator(index)
    sums.advanced(by: index).initialize(to: pair.isSuspicious ? pair.exceptionalSum(reciprocal) : pair.sum(pair.rise * reciprocal))
  }

  /// The same for the pairs i and i + 1, step by step: each step of the one fills the wait for the other's.
  @inline(__always)
  private func addTwo(
    _ index: Int, _ products: UnsafePointer<FieldElement>, _ even: inout FieldElement, _ odd: inout FieldElement
  ) {
    let (a, b) = (pair(index), pair(index &+ 1))
    if _slowPath(a.isSuspicious || b.isSuspicious) {
      add(index, products, &even)
      add(index &+ 1, products, &odd)
      return
    }
    let (reciprocalA, reciprocalB) = (even * products[index], odd * products[index &+ 1])
    (even, odd) = (even * a.run, odd * b.run)
    let (slopeA, slopeB) = (a.rise * reciprocalA, b.rise * reciprocalB)
    let (xA, xB) = (a.x(slopeA), b.x(slopeB))
    let (yA, yB) = (a.y(slopeA, xA), b.y(slopeB, xB))
    sums.advanced(by: index).initialize(to: AffinePoint(uncheckedX: xA, y: yA))
    sums.advanced(by: index &+ 1).initialize(to: AffinePoint(uncheckedX: xB, y: yB))
  }

  @inline(__always)
  private func pair(_ index: Int) -> PointPair { PointPair(left: lefts[index], right: rights[index]) }
}
