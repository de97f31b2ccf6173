import ArgumentParser
import MarginModel
import MarginOperations

/// Which instrument pays, and what trades cost.
struct CashOption: ParsableArguments {
  @Option(
    name: .long,
    help: ArgumentHelp(
      "The instrument that pays; without it the first of USD, USDC, USDT that the rule has.", valueName: "instrument"))
  var cash: String?

  func instrument(in bound: BoundCircuit) throws -> CashInstrument { try orFail { try CashInstrument(cash, in: bound) } }
}

struct TradingOptions: ParsableArguments {
  @OptionGroup var cash: CashOption

  @Option(
    name: .long,
    help: ArgumentHelp("The risk file's table of trading costs; without it fee, else closingCost.", valueName: "table"))
  var costTable: String?

  @Option(name: .long, help: ArgumentHelp("What trading one unit costs, instead of a table.", valueName: "0.5"))
  var cost: ExactNumber?

  @Option(name: .long, help: ArgumentHelp("A position to leave as it is; may be given again.", valueName: "instrument"))
  var keep: [String] = []

  func validate() throws {
    guard cost == nil || costTable == nil else { throw ValidationError("give --cost or --cost-table, not both") }
  }

  func terms(in bound: BoundCircuit) throws -> TradingTerms {
    try orFail {
      try TradingTerms(
        bound, cash: cash.instrument(in: bound), costPerUnit: cost?.value, costTable: costTable, keeping: keep)
    }
  }
}
