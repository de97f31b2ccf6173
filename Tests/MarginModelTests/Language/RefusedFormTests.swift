import MarginModel
import Testing

/// What is not provably convex, as a writer of rules would write it: refused at its place, under a caret, with the form to write
/// instead where there is one.
@Suite struct RefusedFormTests {
  struct Refused: Sendable, CustomTestStringConvertible {
    /// The line as it stands in the file; `^` below marks the place.
    let line: String
    let caret: String
    let rule: CircuitError.Rule
    /// What the message says, and what the suggestion says if there is one.
    let words: String
    let instead: String?
    /// The key that the line stands under.
    var key = "assert"

    var testDescription: String { line }
  }

  static let forms = [
    Refused(
      line: "  - sum(c[i] * positive(x[i]) for i in instrument) >= sum(c[i] * positive(-x[i]) for i in instrument)",
      caret: "    ^", rule: .comparison, words: "the larger side is convex",
      instead: "keep abs, max and positive on the smaller side"),
    Refused(
      line: "  - sum(m[i] * x[i] for i in instrument) >= 2 * abs(x['a']) - sum(c[i] * abs(x[i]) for i in instrument)",
      caret: "                                                              ^", rule: .curvature,
      words: "adds a concave part to a convex one",
      instead: "move one of them to the other side"),
    Refused(
      line: "  - sum(x[i] * x[i] * m[i] for i in instrument) >= 0",
      caret: "               ^", rule: .privateProduct, words: "multiplies two private values",
      instead: "one factor must be a public table"),
    Refused(
      line: "  - 0 >= sum(m[i] * abs(x[i]) for i in instrument)",
      caret: "                    ^", rule: .unknownSign, words: "constant of unknown sign",
      instead: "(`>= 0`), or write positive(..)"),
    Refused(
      line: "  - 0 >= sum(min(k, abs(x[i])) for i in instrument)",
      caret: "                    ^", rule: .curvature, words: "min of a convex part", instead: "leave the cap out"),
    Refused(
      line: "  - 0 >= abs(max(x[i] for i in instrument))",
      caret: "             ^", rule: .curvature, words: "abs of a convex part", instead: "write positive(..)"),
    Refused(
      line: "  - sum(m[i] * x[i] for i in instrument) >= sum(d[i] * x[i] for i in instrument)",
      caret: "                                            ^", rule: .units, words: "USD and number",
      instead: "convert one side by a price"),
    Refused(
      line: "  - sum(abs(x[i]) for i in instrument) == 0",
      caret: "                                       ^", rule: .equality, words: "== with a convex side",
      instead: "== needs affine sides"),
    Refused(
      line: "  gross: sum(abs(x[i]) for i in instrument)",
      caret: "         ^", rule: .reveal, words: "a convex value cannot be revealed", instead: "reveal the sums", key: "reveal"),
    Refused(
      line: "  - m[i] * x[i] >= 0",
      caret: "      ^", rule: .unboundIndex, words: "the index i is not bound", instead: "add `for i in set`"),
    Refused(
      line: "  - equity >= 0",
      caret: "    ^", rule: .unknownName, words: "unknown name equity", instead: "declare it"),
    Refused(
      line: "  a: 1 + a",
      caret: "         ^", rule: .recursion, words: "a refers to itself", instead: nil, key: "define"),
    Refused(
      line: "  - 1 / x['USD'] >= 0",
      caret: "        ^", rule: .privateDivisor, words: "divides by a private value", instead: "write a >= c * b for a / b >= c"),
    Refused(
      line: "  ratio: sum(m[i] * x[i] for i in instrument) / sum(c[i] * x[i] for i in instrument)",
      caret: "                                                ^", rule: .privateDivisor, words: "divides by a private value",
      instead: "reveal a and b, not their ratio", key: "reveal"),
    Refused(
      line: "  - sum(m[i] * tiers(up[i], x[i]) for i in instrument) >= 0",
      caret: "               ^", rule: .unknownSign, words: "a convex part", instead: "declare the table's range"),
    Refused(
      line: "  - sum(c[i] * tiers(up[i], x[i]) for i in instrument) >= 0",
      caret: "    ^", rule: .comparison, words: "the larger side is convex", instead: "value assets by min(..) of lines"),
    Refused(
      line: "  - sum(x[i] for i in instrument where x == 'a') >= 0",
      caret: "                                       ^", rule: .condition, words: "`where` compares attributes",
      instead: "charge by abs(..) or positive(..)"),
  ]

  @Test(arguments: forms)
  func isRefusedWithACaret(form: Refused) throws {
    let text =
      CircuitText.header + CircuitText.risk + "\(form.key):\n\(form.line)\n" + (form.key == "define" ? "assert:\n  - a >= 0\n" : "")
    let error = try #require(CircuitText.error { () throws(CircuitError) in try CircuitText.circuit(text) })
    #expect(error.rule == form.rule && error.message.contains(form.words), "\(error)")
    #expect(error.snippet == "12 | \(form.line)\n   | \(form.caret)", "\(error.snippet ?? "")")
    #expect(form.instead.map { error.suggestion?.contains($0) == true } ?? (error.suggestion == nil), "\(error)")
  }
}
