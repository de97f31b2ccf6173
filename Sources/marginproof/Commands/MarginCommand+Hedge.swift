import ArgumentParser
import CanonicalJSON
import MarginModel
import MarginOperations

extension MarginCommand {
  /// What to trade to free margin.
  struct Hedge: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "hedge", abstract: "The instruments whose purchase or sale frees most margin for one unit.",
      discussion: """
        Tries one lot, or a stated size, of every instrument both ways at its mark, costs paid from cash, and sorts by what the rule's
        surplus rises by for one unit, exactly.

        Example:
          marginproof margin hedge --circuit circuits/portfolio-scan.yaml \\
            --risk fixtures/circuits/portfolio-scan/risk.json \\
            --positions fixtures/circuits/portfolio-scan/accepted.csv --top 5
        """)
    @OptionGroup var rule: RuleOptions
    @Option(name: .long, help: ArgumentHelp("The book, CSV or JSON.", valueName: "book.csv"))
    var positions: String
    @OptionGroup var trading: TradingOptions
    @Option(
      name: .long, help: ArgumentHelp("The size of each trade in the instrument's own unit; one lot without it.", valueName: "1"))
    var size: ExactNumber?
    @Option(name: .long, help: ArgumentHelp("The assertion whose surplus counts, from 1; without it the tightest.", valueName: "1"))
    var assertion: Int?
    @Option(name: .long, help: ArgumentHelp("List so many.", valueName: "20"))
    var top = 20
    @Flag(name: .long, help: "Print all as JSON, with exact numbers.")
    var json = false

    func validate() throws {
      guard size.map({ $0.value > 0 }) ?? true else { throw ValidationError("--size: write a positive quantity") }
      guard top > 0 else { throw ValidationError("--top: write 1 or more") }
    }

    func run() throws {
      let book = try HeldBook(rule, positions: positions)
      let terms = try trading.terms(in: book.bound)
      var progress: Progress?
      let search = try orFail(at: rule.circuit) {
        try HedgeSearch(
          book.bound, lots: book.lots, choices: book.choices, terms: terms, size: size?.value, assertion: assertion
        ) { done, total in
          if progress == nil { progress = Progress("trying", of: total) }
          progress?.reached(done)
        }
      }
      if json {
        let trades: [JSONValue] = search.trades.map {
          jsonObject([
            ("instrument", .string($0.id)), ("quantity", .exact($0.quantity)), ("freedPerUnit", .exact($0.freedPerUnit)),
            ("costPerUnit", .exact($0.costPerUnit)), ("surplus", .exact($0.surplus)),
          ])
        }
        printJSON(
          jsonObject([
            ("assertion", .string(search.assertion)), ("unit", .string("\(search.unit)")), ("surplus", .exact(search.before)),
            ("tried", .integer(Int64(search.tried))), ("trades", .array(trades)), ("notes", .strings(book.notes)),
          ]))
        return
      }
      book.notes.forEach { print("note: \($0)") }
      print("surplus of \(search.assertion): \(AmountText.full(search.before)) \(search.unit)")
      guard !search.trades.isEmpty else { return print("no trade of the \(search.tried) instruments frees margin") }
      let rows = search.trades.prefix(top).map { trade in
        [
          (trade.quantity.signum > 0 ? "buy " : "sell ") + trade.id, AmountText.full(trade.quantity.magnitude),
          AmountText.full(trade.freedPerUnit), AmountText.full(trade.costPerUnit), AmountText.full(trade.surplus),
        ]
      }
      for line in Terminal.table(["trade", "size", "frees a unit", "costs a unit", "surplus after"], rows) { print(line) }
      let rest = search.trades.count - rows.count
      if rest > 0 { print("\(rest) more trades free margin; --top lists them, --json all") }
    }
  }
}
