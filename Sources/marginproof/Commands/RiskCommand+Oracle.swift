import ArgumentParser
import MarginModel
import RiskEngine

extension RiskCommand {
  struct Oracle: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Judge an oracle's sources, and write the prices that margin may rely on.",
      discussion: """
        Prints each asset's verdict: the sources that were dropped and why, the
        median, the average, the band, and what moving the price would cost. A
        price that may not be published is refused with every reason, exit
        status 1, and nothing is written.

        Example:
          marginproof risk oracle fixtures/markets/oracle-sources.json \\
            --model circuits/risk-models/oracle.yaml \\
            --depth fixtures/markets/market-depth.json --out oracle-prices.json
        """)
    @Argument(help: ArgumentHelp("What the sources say.", valueName: "sources.json"))
    var sources: String
    @Option(name: .long, help: ArgumentHelp("The oracle's model.", valueName: "oracle.yaml"))
    var model: String
    @Option(
      name: .long, help: ArgumentHelp("The market's depth, for the cost of moving a price.", valueName: "depth.json"))
    var depth: String?
    @Option(name: .long, help: ArgumentHelp("The prices to write.", valueName: "prices.json"))
    var out: String

    func run() throws {
      let sourceBytes = try Files.read(sources)
      let modelBytes = try Files.read(model)
      let oracle = try orFail { try OracleModel(bytes: modelBytes, file: model) }
      let read = try orFail(at: sources) { try OracleSources(bytes: sourceBytes) }
      let books = try depth.map(RiskInputFiles.depth)
      let (verdicts, prices) = OraclePrices.judge(read, oracle, depth: books)
      for verdict in verdicts { for line in verdict.lines { print(line) } }
      guard let prices else {
        let blocked = verdicts.filter { $0.price == nil }.map(\.asset)
        throw CommandFailure.refused("\(sources): no price is published: \(blocked.joined(separator: ", ")) blocked, see above")
      }
      try Files.write(prices.canonicalBytes, to: out)
      print("\(out): \(prices.digest)")
    }
  }
}
