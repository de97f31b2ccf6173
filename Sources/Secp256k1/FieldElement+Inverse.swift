extension FieldElement {
  /// 1/self, or 0 for 0. May leak the value by its timing.
  public func inverseVariableTime() -> FieldElement {
    FieldElement(InvertibleModulus.field.inverseVariableTime(of: canonical.limbs))
  }

  /// Replaces every element by its inverse, and leaves zeros, at three products an element and one inversion in all.
  static func invertAllVariableTime(_ elements: inout [FieldElement]) {
    var product = FieldElement.one
    var productsBefore: [FieldElement] = []
    productsBefore.reserveCapacity(elements.count)
    for element in elements {
      productsBefore.append(product)
      if !element.isZero { product *= element }
    }
    var inverse = product.inverseVariableTime()
    for index in elements.indices.reversed() where !elements[index].isZero {
      let element = elements[index]
      elements[index] = inverse * productsBefore[index]
      inverse *= element
    }
  }
}
