import Secp256k1

/// Fills a vector with all products of one factor a place, times a first one: entry i is first times the factors j where bit j of i is
/// set. One product an entry.
///
/// Precondition: 2^(count of factors) is no less than the vector's count.
func fillTensor(_ vector: UnsafeMutableBufferPointer<Scalar>, first: Scalar, factors: [Scalar]) {
  guard !vector.isEmpty else { return }
  vector[0] = first
  var filled = 1
  for factor in factors {
    for place in 0..<min(filled, vector.count - filled) { vector[filled + place] = vector[place] * factor }
    filled = min(2 * filled, vector.count)
  }
}

/// x, x^2, x^4 and so on, each the square of the one before.
func squarings(of scalar: Scalar, count: Int) -> [Scalar] {
  var squares: [Scalar] = []
  squares.reserveCapacity(count)
  var square = scalar
  for _ in 0..<count {
    squares.append(square)
    square = square.squared()
  }
  return squares
}

/// x, x^2, x^3 and so on.
func powers(of scalar: Scalar, count: Int) -> [Scalar] {
  let factors = squarings(of: scalar, count: Int.bitWidth - max(count - 1, 0).leadingZeroBitCount)
  return [Scalar](unsafeUninitializedCapacity: count) { buffer, initialized in
    fillTensor(UnsafeMutableBufferPointer(rebasing: buffer[..<count]), first: scalar, factors: factors)
    initialized = count
  }
}

/// x + x^2 + ... + x^count.
func powerSum(of scalar: Scalar, count: Int) -> Scalar {
  var sum = Scalar.zero
  // x to the number of terms so far.
  var power = Scalar.one
  for bit in (0..<Int.bitWidth - count.leadingZeroBitCount).reversed() {
    sum += sum * power
    power = power.squared()
    if count >> bit & 1 == 1 {
      power *= scalar
      sum += power
    }
  }
  return sum
}

/// |v|^2_mu = sum_i mu^(i+1) v_i^2.
package func weightedSquare(_ vector: [Scalar], slotWeight: Scalar) -> Scalar {
  // Horner's rule, from the last entry.
  vector.reversed().reduce(.zero) { ($0 + $1.squared()) * slotWeight }
}
