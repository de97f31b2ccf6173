import Secp256k1

/// sum_j lambda^(j+1) row_j as a coefficient for every position and variable, and a constant; the projection's rows come last.
struct RowSums {
  var positions: [Scalar]
  var variables: [Scalar]
  var constant: Scalar

  /// Precondition: `matrix` is the program's projection.
  init(_ program: Program, matrix: ProjectionMatrix?, lambda: Scalar) {
    let rowCount = program.coefficients.rowCount
    let weights = powers(of: lambda, count: rowCount + (matrix?.rowCount ?? 0))
    var sums = program.coefficients.weightedSums(Array(weights[..<rowCount]))
    constant = sums.removeLast()
    variables = Array(sums[program.columns.count...])
    sums.removeLast(variables.count)
    positions = sums
    guard let matrix, let projection = program.projection else { return }
    let projected = Array(weights[rowCount...])
    for (column, sum) in matrix.weightedSums(projected).enumerated() { positions[column] += sum }
    variables += projected.map { -$0 }
    constant += projected.reduce(.zero, +) * Scalar(residueOf: program.projectionHalf(projection))
  }
}
