import MarginModel

/// By how much a book misses a circuit's assertions: for its holder alone.
public struct Shortfall: Sendable, CustomStringConvertible {
  /// The assertions that do not hold, at least one.
  public let failing: [MarginReport.Assertion]
  /// The whole report.
  public let report: MarginReport

  init(_ report: MarginReport) {
    self.report = report
    failing = report.assertions.filter { !$0.holds }
  }

  public var description: String {
    let lines = failing.prefix(3).map { assertion in
      let instance = assertion.instance.isEmpty ? "" : " for \(assertion.instance)"
      return "short by \(Self.amount(assertion.surplus.magnitude)) \(assertion.unit): `\(assertion.text)`\(instance)"
    }
    let rest = failing.count > 3 ? ", and \(failing.count - 3) more" : ""
    return "the book does not satisfy the circuit, nothing is proven: " + lines.joined(separator: "; ") + rest
  }

  /// To the cent, or exactly where that would say nothing.
  private static func amount(_ amount: Rational) -> String {
    amount < Rational(1) / 100 ? amount.description : amount.decimal(places: 2)
  }
}
