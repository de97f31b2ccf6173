import ArgumentParser
import MarginModel
import RiskEngine

extension RiskCommand {
  struct Build: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Value every instrument as a risk model says.",
      discussion: """
        Each quote that is left out or looks wrong is reported on standard error with its reason. Models that look back
        need --history, those at an oracle's prices --oracle, those that charge for thin or crowded markets --depth; those
        that limit how fast a figure moves start from --previous. An input that the model does not read is refused.

        Example:
          marginproof risk build fixtures/markets/btc-20260521.json \\
            fixtures/markets/eth-20260521.json --out risk.json \\
            --model circuits/risk-models/portfolio-scan.yaml
          marginproof risk build fixtures/markets/btc-20260521.json \\
            fixtures/markets/eth-20260521.json --out shortfall.json \\
            --model circuits/risk-models/expected-shortfall.yaml \\
            --history fixtures/markets/daily-closes.csv
          marginproof risk build fixtures/markets/btc-20260521.json \\
            fixtures/markets/eth-20260521.json --out contagion.json \\
            --model circuits/risk-models/contagion-buffer.yaml \\
            --depth fixtures/markets/market-depth.json
        """)
    @Argument(help: ArgumentHelp("Market snapshots, one an underlying.", valueName: "snapshot.json"))
    var snapshots: [String]
    @Option(name: .long, help: ArgumentHelp("The risk model.", valueName: "model.yaml"))
    var model: String
    @Option(name: .long, help: ArgumentHelp("Daily closes: date, then one column an asset.", valueName: "closes.csv"))
    var history: String?
    @Option(
      name: .long,
      help: ArgumentHelp(
        "What risk oracle published, for models that hold margin at every end of its band.", valueName: "prices.json"))
    var oracle: String?
    @Option(
      name: .long,
      help: ArgumentHelp("The market's depth, for models that charge for thin or crowded markets.", valueName: "depth.json"))
    var depth: String?
    @Option(
      name: .long,
      help: ArgumentHelp("The risk file that this one succeeds in the publisher's record, signed or plain.", valueName: "risk.json")
    )
    var previous: String?
    @Option(name: .long, help: ArgumentHelp("The risk file to write, unsigned.", valueName: "risk.json"))
    var out: String
    @Flag(name: .long, help: "List only the quotes that are left out, not those that look wrong and are kept.")
    var quiet = false

    func run() throws {
      let markets = try RiskInputFiles.snapshots(snapshots)
      let model = try RiskInputFiles.model(model)
      let earlier = try previous.map(RuleFiles.risk)
      let closes = try history.map(RiskInputFiles.history)
      let prices = try oracle.map(RiskInputFiles.oracle)
      let books = try depth.map(RiskInputFiles.depth)
      let build = try orFail {
        try RiskBuilder.build(RiskInputs(markets, history: closes, oracle: prices, depth: books, previousFile: earlier), model)
      }
      if let previous, let earlier { try refuse(build.riskFile, unlessAfter: earlier, at: previous) }
      let bytes = build.riskFile.json.canonicalBytes
      try Files.write(bytes, to: out)
      for finding in build.reports.flatMap(\.findings) where !quiet || finding.isLeftOut { Terminal.standardError("\(finding)") }
      let file = build.riskFile
      let sizes = file.sets.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value.elements.count)" }.joined(separator: ", ")
      print("\(out): \(sizes), \(bytes.count) bytes, \(file.digest)")
    }

    /// In a record as-of times rise: whoever checks it would refuse this file.
    private func refuse(_ file: RiskFile, unlessAfter earlier: RiskFile, at path: String) throws {
      guard let asOf = file.asOf, let earlierAsOf = earlier.asOf, earlierAsOf < asOf else {
        throw CommandFailure.couldNotRun(
          "--previous \(path): is as of \(earlier.asOf?.description ?? "no time"), not before \(file.asOf?.description ?? "the file"); "
            + "name the file that comes before this one")
      }
    }
  }
}
