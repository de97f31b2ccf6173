import MarginModel

/// Small circuits and risk files for tests.
enum CircuitText {
  static let header = "circuit: test\nversion: 1\nsummary: A test.\n"

  static let risk = """
    risk:
      m[instrument]: USD
      c[instrument]: USD >= 0
      k: number
      h[instrument]: number in 0..1
      d[instrument]: number
      up[instrument]: rising tiers of number in 0..1

    """

  static func circuit(_ text: String) throws(CircuitError) -> Circuit {
    try Circuit(bytes: Array(text.utf8), file: "test.yaml")
  }

  /// The header, the tables above, and one assertion.
  static func asserting(_ assertion: String) throws(CircuitError) -> Circuit {
    try circuit(header + risk + "assert:\n  - \(assertion)\n")
  }

  static func error(_ body: () throws(CircuitError) -> some Any) -> CircuitError? {
    do {
      _ = try body()
      return nil
    } catch {
      return error
    }
  }
}
