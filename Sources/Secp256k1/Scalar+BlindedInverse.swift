extension Scalar {
  /// Replaces every scalar by its inverse, in a time that tells nothing about them: the one inversion of variable time sees their product
  /// times a factor. None of the scalars may be zero; the factor is fresh, uniform and not zero.
  package static func invertAll(_ scalars: inout [Scalar], blindedBy factor: Scalar) {
    var product = factor
    var productsBefore: [Scalar] = []
    productsBefore.reserveCapacity(scalars.count)
    for scalar in scalars {
      productsBefore.append(product)
      product *= scalar
    }
    var inverse = product.inverseVariableTime()
    for index in scalars.indices.reversed() {
      let scalar = scalars[index]
      scalars[index] = inverse * productsBefore[index]
      inverse *= scalar
    }
  }
}
