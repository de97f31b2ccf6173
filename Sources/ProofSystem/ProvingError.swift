/// Why no proof was made. Names rows and variables, counted from 0, and sizes that the program gives; never a secret value.
public enum ProvingError: Error, Hashable, Sendable {
  case positionCountWrong(expected: Int, actual: Int)
  case variableCountWrong(expected: Int, actual: Int)
  /// sum |x_i| is not below base^digits / 2. Drawing another blinding to try again would publish a projection that depends on the
  /// positions: widen the program's projection instead.
  case projectionBoundExceeded
  case variableOutOfRange(variable: Int)
  case rowFails(row: Int)
  /// The statement's commitment is not that of the witness.
  case commitmentMismatch
  /// A challenge or a message came out as zero, which happens with negligible probability.
  case challengeZero
}

extension ProvingError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .positionCountWrong(let expected, let actual): "proving: \(actual) positions for \(expected) columns; give one for each"
    case .variableCountWrong(let expected, let actual): "proving: \(actual) values for \(expected) variables; give one for each"
    case .projectionBoundExceeded: "proving: the positions exceed the projection's bound; widen the program's projection"
    case .variableOutOfRange(let variable): "proving: variable \(variable) does not fit its digits; the rule does not hold"
    case .rowFails(let row): "proving: row \(row) does not hold; check the positions against the rule"
    case .commitmentMismatch:
      "proving: the commitment is not that of these positions and blinding; open the commitment that is stated"
    case .challengeZero: "proving: a challenge is zero; prove again"
    }
  }
}
