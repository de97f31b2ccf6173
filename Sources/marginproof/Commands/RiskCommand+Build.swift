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
    @OptionGroup var options: RiskInputOptions
    @Option(name: .long, help: ArgumentHelp("The risk file to write, unsigned.", valueName: "risk.json"))
    var out: String
    @Flag(name: .long, help: "List only the quotes that are left out, not those that look wrong and are kept.")
    var quiet = false

    func run() throws {
      let (inputs, model) = try options.read(snapshots: snapshots)
      let build = try orFail { try RiskBuilder.build(inputs, model) }
      if let previous = options.previous, let earlier = inputs.previousFile {
        try refuse(build.riskFile, unlessAfter: earlier, at: previous)
      }
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
