import ArgumentParser
import RiskEngine

extension RiskCommand {
  struct Import: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "import", abstract: "Turn an option chain in the source's format into a market snapshot.",
      discussion: """
        Example:
          marginproof risk import deribit_btc.json --out btc.json
        """)
    @Argument(help: ArgumentHelp("The chain: one underlying's perpetual, futures and options.", valueName: "chain.json"))
    var chain: String
    @Option(name: .long, help: ArgumentHelp("The snapshot to write.", valueName: "snapshot.json"))
    var out: String

    func run() throws {
      let bytes = try Files.read(chain)
      let snapshot = try orFail(at: chain) { try DeribitChainImport.snapshot(from: bytes) }
      try Files.write(snapshot.canonicalBytes, to: out)
      print("\(out): \(snapshot.digest)")
    }
  }
}
