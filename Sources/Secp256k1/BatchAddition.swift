// Montgomery's trick: one inversion serves all additions of a slice, at three products each. Notation:
//
//   d_i      the denominator of the slope of pair i: x2 - x1, or 2 y for a doubling
//   t_i      d_0 d_2 ... up to but not including d_i, over the indices of i's parity

/// Affine additions of independent pairs of points, all with one inversion: about six products and a square each.
///
/// Two chains of products, for even and for odd pairs, keep the multiplier busy while each waits for its last result.
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
      add(index &+ 1, products, &odd)
      add(index, products, &even)
    }
  }

  /// d_i.
  @inline(__always)
  private func denominator(_ index: Int) -> FieldElement {
    let left = lefts[index].point.pointee.x
    let right = rights[index].point.pointee.x
    let difference = right - left
    return _slowPath(isSuspicious(left, right, difference)) ? exceptionalDenominator(index) : difference
  }

  /// Stores the sum of pair i, and turns the inverse of d_0 ... d_i into that without d_i.
  @inline(__always)
  private func add(_ index: Int, _ products: UnsafePointer<FieldElement>, _ inverse: inout FieldElement) {
    let left = lefts[index].point.pointee
    let right = rights[index].point.pointee
    let difference = right.x - left.x
    let reciprocal = inverse * products[index]
    if _slowPath(isSuspicious(left.x, right.x, difference)) {
      inverse *= exceptionalDenominator(index)
      sums.advanced(by: index).initialize(to: exceptionalSum(index, reciprocal))
      return
    }
    inverse *= difference
    let leftY = left.y.negated(where: lefts[index].signMask)
    let rightY = right.y.negated(where: rights[index].signMask)
    let slope = (rightY - leftY) * reciprocal
    let x = slope.squared() - left.x - right.x
    sums.advanced(by: index).initialize(to: AffinePoint(uncheckedX: x, y: slope * (left.x - x) - leftY))
  }

  /// False only for two finite points with different x; true for few of those.
  ///
  /// Infinity has x = 0, and equal x have a difference of 0, each 0 or p: then a highest limb is all zeros or all ones.
  @inline(__always)
  private func isSuspicious(_ left: FieldElement, _ right: FieldElement, _ difference: FieldElement) -> Bool {
    left.limbs.limb3 &+ 1 <= 1 || right.limbs.limb3 &+ 1 <= 1 || difference.limbs.limb3 &+ 1 <= 1
  }

  /// The denominator for any pair; one where none is needed.
  @inline(never)
  private func exceptionalDenominator(_ index: Int) -> FieldElement {
    let (left, right) = pair(index)
    if left.isInfinity || right.isInfinity { return .one }
    if left.x != right.x { return right.x - left.x }
    return left.y == right.y ? left.y.doubled() : .one
  }

  /// The sum for any pair, given the inverse of its denominator.
  @inline(never)
  private func exceptionalSum(_ index: Int, _ reciprocal: FieldElement) -> AffinePoint {
    let (left, right) = pair(index)
    if left.isInfinity { return right }
    if right.isInfinity { return left }
    let isDoubling = left.x == right.x
    // Opposite points.
    if isDoubling && left.y != right.y { return .infinity }
    let xx = left.x.squared()
    let slope = (isDoubling ? xx.doubled() + xx : right.y - left.y) * reciprocal
    let x = slope.squared() - left.x - right.x
    return AffinePoint(uncheckedX: x, y: slope * (left.x - x) - left.y)
  }

  private func pair(_ index: Int) -> (left: AffinePoint, right: AffinePoint) {
    (lefts[index].value, rights[index].value)
  }
}
