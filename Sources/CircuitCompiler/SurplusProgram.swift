import BigInt
import MarginModel

/// What every assertion of a circuit has to spare, for many books one after the other.
///
/// The figures are those of ``BoundCircuit/evaluate(lots:choices:)``, found from the rows of the program instead of the expressions: the
/// way to try a change in every instrument.
package struct SurplusProgram: Sendable {
  package struct Surplus: Sendable, Hashable {
    package let text: String
    package let instance: String
    package let unit: UnitOfMeasure
    /// larger - smaller side; for `==` whichever is needed.
    package let value: Rational
    package let isEquality: Bool
  }

  private let linear: LinearProgram

  /// - Throws: `CompileError` for a form that is not compiled, or an assertion on public values that fails.
  package init(_ bound: BoundCircuit) throws(CompileError) { linear = try Lowering.program(bound, revealed: nil) }

  /// The surplus of each assertion that depends on private values, in the circuit's order.
  ///
  /// - Parameters:
  ///   - lots: one per coordinate, each within its limit.
  ///   - choices: steps per chosen value, each within its range.
  package func surpluses(lots: [Int64], choices: [Int64]) -> [Surplus] {
    var values = IntegerValues(count: linear.columns + linear.variables.count)
    for (index, lots) in lots.enumerated() { values[index] = BigInt(lots) }
    for (number, variable) in linear.choices { values[variable] = BigInt(choices[number]) }
    var surpluses: [Int: BigInt] = [:]
    for step in linear.steps {
      if case .slack(let row, _) = step, linear.rows[row].assertion != nil {
        surpluses[row] = linear.rows[row].row.value(values)
      } else {
        // A slack of a max is never negative where the max is tight.
        _ = step.find(in: linear.rows, &values)
      }
    }
    return linear.rows.enumerated().compactMap { index, row in
      guard let assertion = row.assertion else { return nil }
      let value = surpluses[index] ?? row.row.value(values)
      return Surplus(
        text: assertion.text, instance: assertion.instance, unit: assertion.unit, value: Rational(value) * assertion.scale,
        isEquality: row.isEquality)
    }
  }
}
