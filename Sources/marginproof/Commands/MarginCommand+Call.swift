import ArgumentParser
import CanonicalJSON
import MarginModel
import MarginOperations

extension MarginCommand {
  /// What must be paid in.
  struct Call: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "call", abstract: "How much of an instrument, paid in, cures a book; and the smallest rung of a call ladder.",
      discussion: """
        The smallest number of whole lots after which every assertion of the rule holds, exactly. Where the rule has a public ladder of
        calls, as circuits/margin-call.yaml does, also the smallest rung that covers the book: with it the account can prove the rule,
        and a verifier learns the rung alone. Exit status 0 when nothing is called, 1 when something is.

        Example:
          marginproof margin call --circuit circuits/margin-call.yaml \\
            --risk fixtures/circuits/margin-call/risk.json \\
            --positions fixtures/circuits/margin-call/accepted.csv
        """)
    @OptionGroup var rule: RuleOptions
    @Option(name: .long, help: ArgumentHelp("The book, CSV or JSON.", valueName: "book.csv"))
    var positions: String
    @OptionGroup var cash: CashOption
    @Flag(name: .long, help: "Print the answer as JSON, with exact numbers.")
    var json = false

    func run() throws {
      let book = try HeldBook(rule, positions: positions)
      let cash = try cash.instrument(in: book.bound)
      let call = try orFail(at: rule.circuit) { try MarginCall.amount(book.bound, lots: book.lots, cash: cash) }
      let ladder = CallLadder(book.bound)
      let rung = try orFail(at: rule.circuit) { try ladder?.smallest(covering: book.lots) }
      if json {
        printJSON(
          jsonObject([
            ("called", .bool(call?.lots != 0)), ("instrument", .string(cash.id)), ("amount", call.map { .exact($0.amount) }),
            ("isLeast", call.map { .bool($0.isLeast) }), ("rung", rung.map { .string($0.name) }),
            ("rungAmount", rung.map { .exact($0.amount) }), ("notes", .strings(book.notes)),
          ]))
      } else {
        lines(call, cash, ladder, rung, notes: book.notes).forEach { print($0) }
      }
      guard call?.lots == 0 else { throw ExitCode(ExitStatus.refused.rawValue) }
    }

    private func lines(
      _ call: MarginCall?, _ cash: CashInstrument, _ ladder: CallLadder?, _ rung: CallLadder.Rung?, notes: [String]
    ) -> [String] {
      var lines = notes.map { "note: \($0)" }
      switch call {
      case nil:
        lines.append(
          "no payment of \(cash.id) within its limit cures the book; try another --cash, or marginproof margin liquidate")
      case let call? where call.lots == 0: lines.append("nothing is called: every assertion holds")
      case let call?:
        lines.append("called: \(AmountText.full(call.amount)) \(cash.id)")
        let least = "one lot (\(cash.lot)) less leaves an assertion failing"
        lines.append(
          "  paid in, every assertion holds; \(call.isLeast ? least : "less may do with other choices, but none was found")")
      }
      guard let ladder else { return lines }
      if let rung {
        lines.append("smallest rung: \(rung.name), \(AmountText.full(rung.amount)) \(rung.unit)")
      } else if let highest = ladder.rungs.last {
        lines.append("no rung covers the book; the highest is \(highest.name), \(AmountText.full(highest.amount)) \(highest.unit)")
      }
      return lines
    }
  }
}
