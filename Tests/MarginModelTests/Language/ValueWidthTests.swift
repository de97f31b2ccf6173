import MarginModel
import Testing

/// Values that double in length with each definition stop before they fill the memory, in the circuit's own numbers and in the
/// risk file's.
@Suite struct ValueWidthTests {
  private static func squares(of name: String, risk: String) throws(CircuitError) -> Circuit {
    let squares = (1..<40).map { "  a\($0): a\($0 - 1) * a\($0 - 1)\n" }.joined()
    return try CircuitText.circuit(
      CircuitText.header + risk + "define:\n  a0: \(name)\n" + squares + "assert:\n  - a39 * x['USD'] >= 0\n")
  }

  @Test func theCircuitsNumbers() {
    let error = CircuitText.error { () throws(CircuitError) in try Self.squares(of: "3", risk: "") }
    #expect(error?.rule == .size && error?.location == SourceLocation(line: 17, column: 14), "\(error as Any)")
    #expect(CircuitText.error { () throws(CircuitError) in try Self.squares(of: "1", risk: "") } == nil)
  }

  @Test(arguments: [("3", true), ("1/3", true), ("-0.7", true), ("1", false), ("0", false)])
  func theRiskFilesNumbers(number: String, isRefused: Bool) throws {
    let circuit = try Self.squares(of: "t", risk: "risk:\n  t: number\n")
    let risk = try RiskFile(
      bytes: Array(
        """
        {"sets": {"instrument": {"elements": ["USD"], "lot": "1", "limit": "9"}},
         "tables": {"t": {"index": [], "values": "\(number)"}}}
        """.utf8))
    let error = CircuitText.error { () throws(CircuitError) in try BoundCircuit(circuit, risk: risk) }
    #expect(isRefused ? error?.rule == .size : error == nil, "\(error as Any)")
  }

  @Test func indicesInSightAreLimited() {
    func nested(_ count: Int) -> CircuitError? {
      let bindings = (0..<count).map { " for i\($0) in instrument" }.joined()
      return CircuitText.error { () throws(CircuitError) in try CircuitText.asserting("0 >= sum(k\(bindings))") }
    }
    #expect(nested(16) == nil && nested(17)?.rule == .nesting)
  }
}
