extension Scalar {
  /// 1/self, or 0 for 0. May leak the value by its timing.
  public func inverseVariableTime() -> Scalar {
    Scalar(canonical: InvertibleModulus.order.inverseVariableTime(of: canonical))
  }

  /// Replaces every scalar by its inverse, and leaves zeros, at three products a scalar and one inversion in all.
  ///
  /// May leak the values by its timing.
  public static func invertAllVariableTime(_ scalars: inout [Scalar]) {
    var product = Scalar.one
    var productsBefore: [Scalar] = []
    productsBefore.reserveCapacity(scalars.count)
    for scalar in scalars {
      productsBefore.append(product)
      if !scalar.isZero { product *= scalar }
    }
    var inverse = product.inverseVariableTime()
    for index in scalars.indices.reversed() where !scalars[index].isZero {
      let scalar = scalars[index]
      scalars[index] = inverse * productsBefore[index]
      inverse *= scalar
    }
  }
}
