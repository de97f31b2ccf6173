import ArgumentParser
import CanonicalJSON
import MarginModel
import MarginOperations

extension MarginCommand {
  /// What must be closed.
  struct Liquidate: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "liquidate", abstract: "The cheapest set of positions to close so that the rule holds again.",
      discussion: """
        Minimises the cost of closing over the rule's own inequalities, exactly, then in whole lots. Positions are closed at their mark,
        costs are paid from cash. The target is the rule with its arguments: a book that fails maintenance margin is brought back to
        initial margin by --argument level=initial. Exit status 0 when nothing or something can be closed so that the rule holds, 1 when
        no closing restores it.

        Example:
          marginproof margin liquidate --circuit circuits/portfolio-scan.yaml \\
            --risk fixtures/circuits/portfolio-scan/risk.json \\
            --positions fixtures/circuits/portfolio-scan/refused.csv
        """)
    @OptionGroup var rule: RuleOptions
    @Option(name: .long, help: ArgumentHelp("The book, CSV or JSON.", valueName: "book.csv"))
    var positions: String
    @OptionGroup var trading: TradingOptions
    @Flag(name: .long, help: "Print the plan as JSON, with exact numbers.")
    var json = false

    func run() throws {
      let book = try HeldBook(rule, positions: positions)
      let terms = try trading.terms(in: book.bound)
      var progress: Progress?
      let plan = try orFail(at: rule.circuit) {
        try LiquidationPlan.cheapest(book.bound, lots: book.lots, terms: terms) { done, total in
          if progress == nil { progress = Progress("closing", of: total) }
          progress?.reached(done)
        }
      }
      if json {
        printJSON(Self.encode(plan, terms, notes: book.notes))
      } else {
        Self.lines(plan, terms, notes: book.notes).forEach { print($0) }
      }
      guard plan != nil else { throw ExitCode(ExitStatus.refused.rawValue) }
    }

    private static func lines(_ plan: LiquidationPlan?, _ terms: TradingTerms, notes: [String]) -> [String] {
      let lines = notes.map { "note: \($0)" }
      guard let plan else {
        return lines + ["no closing restores the rule: a loss is left for the waterfall, or other positions are kept"]
      }
      guard plan.isNeeded else { return lines + ["nothing is to be closed: every assertion holds"] }
      let rows = plan.legs.map { leg in
        [
          leg.id, AmountText.full(leg.held), AmountText.full(leg.closed), AmountText.percent(leg.closed / leg.held.magnitude),
          AmountText.full(leg.cost), AmountText.full(leg.proceeds),
        ]
      }
      return lines + Terminal.table(["close", "held", "closed", "share", "cost", "brings in"], rows) + [
        "",
        "cost \(AmountText.full(plan.cost)) (\(terms.costSource)); closing parts of lots could not cost less than "
          + AmountText.full(plan.leastCost),
        "\(terms.cash.id) changes by \(AmountText.full(plan.cashChange)); then every assertion holds",
      ]
    }

    private static func encode(_ plan: LiquidationPlan?, _ terms: TradingTerms, notes: [String]) -> JSONValue {
      let legs: [JSONValue]? = plan?.legs.map { leg in
        jsonObject([
          ("instrument", .string(leg.id)), ("held", .exact(leg.held)), ("closed", .exact(leg.closed)), ("cost", .exact(leg.cost)),
          ("proceeds", .exact(leg.proceeds)),
        ])
      }
      return jsonObject([
        ("restores", .bool(plan != nil)), ("needed", plan.map { .bool($0.isNeeded) }), ("legs", legs.map { .array($0) }),
        ("cost", plan.map { .exact($0.cost) }), ("leastCost", plan.map { .exact($0.leastCost) }),
        ("costSource", .string(terms.costSource)), ("cash", .string(terms.cash.id)),
        ("cashChange", plan.map { .exact($0.cashChange) }), ("notes", .strings(notes)),
      ])
    }
  }
}
