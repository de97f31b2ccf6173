import ArgumentParser

struct MarginCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "margin", abstract: "The trader's private report: equity, requirement, surplus or shortfall, worst scenario.",
    discussion: """
      Without a subcommand: the report. Exact numbers, on this machine alone; nothing is proven or published.

      Example:
        marginproof margin --circuit circuits/portfolio-scan.yaml \\
          --risk risk.json --positions fixtures/books/market-maker.csv
      """,
    subcommands: [Report.self, Call.self, Liquidate.self, Waterfall.self, Hedge.self, Fees.self, Backtest.self],
    defaultSubcommand: Report.self)
}
