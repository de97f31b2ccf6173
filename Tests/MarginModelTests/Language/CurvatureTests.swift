import MarginModel
import Testing

/// What is not provably convex, or does not agree in its units, is refused with its place; what is, is accepted.
@Suite struct CurvatureTests {
  /// The reference's list of what must be refused, each with the rule it breaks.
  static let refused: [(String, CircuitError.Rule)] = [
    ("sum(c[i] * positive(x[i]) for i in instrument) >= sum(c[i] * positive(-x[i]) for i in instrument)", .comparison),
    (
      "sum(m[i]*x[i] for i in instrument) >= 2 * abs(sum(m[i]*x[i] for i in instrument)) - sum(c[i] * abs(x[i]) for i in instrument)",
      .curvature
    ),
    ("sum(x[i] * x[i] * m[i] for i in instrument) >= 0", .privateProduct),
    ("0 >= sum(m[i] * abs(x[i]) for i in instrument)", .unknownSign),
    ("0 >= sum(min(k, abs(x[i])) for i in instrument)", .curvature),
    ("0 >= abs(max(x[i] for i in instrument))", .curvature),
    ("sum(m[i] * x[i] for i in instrument) >= sum(d[i] * x[i] for i in instrument)", .units),
    ("sum(abs(x[i]) for i in instrument) == 0", .equality),
    ("m[i] * x[i] >= 0", .unboundIndex),
    ("equity >= 0", .unknownName),
    ("1 / x['USD'] >= 0", .privateDivisor),
    ("sum(m[i]*tiers(up[i], x[i]) for i in instrument) >= 0", .unknownSign),
    ("sum(x[i] for i in instrument where x == 'a') >= 0", .condition),
    // One for each further rule.
    ("0 >= min(x[i] for i in instrument)", .comparison),
    ("0 >= positive(min(x[i] for i in instrument))", .curvature),
    ("max(min(x[i] for i in instrument), 0) <= 0", .curvature),
    ("sum(tiers(up[i], max(x[i], -x[i])) for i in instrument) >= 0", .comparison),
    ("0 >= sum(tiers(up[i], min(x[i], -x[i])) for i in instrument)", .curvature),
    ("sum(up[i] * x[i] for i in instrument) >= 0", .schedule),
    ("sum(tiers(h[i], x[i]) for i in instrument) >= 0", .schedule),
    ("sum(x[i] / 0 for i in instrument) >= 0", .zeroDivisor),
    ("k / (k - k) >= sum(x[i, i] for i in instrument)", .indexCount),
    ("m >= 0", .indexCount),
    ("k[instrument] >= 0", .indexCount),
    ("sum(h[u] * x[i] for i in instrument for u in other) >= 0", .indexSet),
    ("sum(x[i] for i in instrument for i in instrument) >= 0", .duplicateName),
    ("sum(x[k] for k in instrument) >= 0", .duplicateName),
    ("sum(i for i in instrument) >= 0", .unknownName),
    ("sum(lot['a'] * x[i] for i in instrument) >= 0", .indexSet),
    ("0 >= shortfall(k, x[i] for i in instrument)", .form),
    ("0 >= shortfall(0.1, x[i] weighted k for i in instrument)", .form),
    ("0 >= shortfall(0.1, min(0, x[i]) for i in instrument)", .curvature),
    ("x[i] >= max(k, m[i]) for i in instrument", .units),
  ]

  @Test(arguments: refused)
  func refusesAtCircuitTime(assertion: String, rule: CircuitError.Rule) throws {
    let error = try #require(CircuitText.error { () throws(CircuitError) in try CircuitText.asserting(assertion) })
    #expect(error.rule == rule, "\(error)")
    // Every place is within the assertion, which begins at line 12, column 5.
    let location = try #require(error.location)
    #expect(location.line == 12 && location.column >= 5 && location.column < 5 + assertion.utf8.count)
    #expect(error.snippet?.hasPrefix("12 |   - \(assertion)\n") == true)
    #expect(error.description.hasPrefix("test.yaml:12:\(location.column): "))
  }

  @Test(arguments: [
    "sum(m[i] * x[i] for i in instrument) >= sum(c[i] * abs(x[i]) for i in instrument)",
    "sum(c[i] * min((1 - h[i]) * x[i], x[i]) for i in instrument) >= 0",
    "-sum(c[i] * max(0, x[i]) for i in instrument) >= -2 * k * max(1, 2) / 7 * c['a']",
    "0 >= sum(c[i] * tiers(up[i], abs(x[i])) for i in instrument) / 3",
    "0 >= max(0, positive(x[i]) - 3 for i in instrument) + shortfall(0.025, -d[i] * x[i] for i in instrument)",
    "0 >= shortfall(0.5, abs(x[i]) weighted h[i] for i in instrument)",
    "1 >= sum(lot[i] * abs(x[i]) / limit[i] for i in instrument)",
    "3 >= sum(x[i] for i in instrument) >= -5 <= 0",
    "sum(x[i] for i in instrument) == 0",
    "max(k, 1) * min(k, 2) >= abs(k) - positive(-k) / max(1, k)",
    "positive(k - k / 2) * min(0, x[i]) >= abs(x[i]) * 3 for i in instrument",
    "0 >= max(abs(x[i]) for i in instrument where kind != 'cash' for j in instrument where kind == i.kind)",
  ])
  func accepts(assertion: String) throws {
    #expect(try CircuitText.asserting(assertion).assertions.count == 1)
  }

  @Test func revealsAreAffine() throws {
    func revealing(_ text: String) throws(CircuitError) -> Circuit {
      try CircuitText.circuit(CircuitText.header + CircuitText.risk + "reveal:\n  net: \(text)\n")
    }
    #expect(try revealing("sum(d[i] * x[i] for i in instrument)").reveals.count == 1)
    let gross = CircuitText.error { () throws(CircuitError) in try revealing("sum(abs(x[i]) for i in instrument)") }
    #expect(gross?.rule == .reveal)
    let ratio = CircuitText.error { () throws(CircuitError) in
      try revealing("sum(m[i]*x[i] for i in instrument) / sum(c[i]*x[i] for i in instrument)")
    }
    #expect(ratio?.rule == .privateDivisor)
  }

  @Test func definitionsDoNotReferToThemselves() {
    func defining(_ text: String) -> CircuitError? {
      CircuitText.error { () throws(CircuitError) in
        try CircuitText.circuit(CircuitText.header + "define:\n\(text)assert:\n  - a >= 0\n")
      }
    }
    #expect(defining("  a: b\n  b: a\n")?.rule == .recursion)
    #expect(defining("  a: a\n")?.rule == .recursion)
    // A long chain stops before the stack does.
    let chain = (0..<4000).map { "  \($0 == 0 ? "a" : "a\($0)"): a\($0 + 1)\n" }.joined()
    #expect(defining(chain + "  a4000: 1\n")?.rule == .nesting)
  }

  @Test func suggestionsNameTheConvexForm() {
    let sign = CircuitText.error { () throws(CircuitError) in
      try CircuitText.asserting("0 >= sum(m[i] * abs(x[i]) for i in instrument)")
    }
    #expect(sign?.suggestion?.contains("positive(..)") == true)
    let ratio = CircuitText.error { () throws(CircuitError) in try CircuitText.asserting("2 / x['a'] >= 1") }
    #expect(ratio?.suggestion?.contains("a >= c * b") == true)
  }
}
