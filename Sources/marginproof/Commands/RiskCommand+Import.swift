import ArgumentParser
import RiskEngine

extension RiskCommand {
  struct Import: ParsableCommand {
    enum Format: String, ExpressibleByArgument, CaseIterable {
      case chain, table, deribit
    }

    static let configuration = CommandConfiguration(
      commandName: "import", abstract: "Turn quotes in a source's format into a market snapshot.",
      discussion: """
        Formats:
          chain    one JSON file with an underlying's perpetual, futures and options
          table    comma-separated rows of kind spot, perpetual, future, option
                   and cash; what the rows do not say is given by options
          deribit  the responses of Deribit's public/get_instruments (the file
                   that is named), public/get_book_summary_by_currency
                   (--summary) and public/ticker (--ticker)
        What is left out is reported on standard error with its reason.

        Example:
          marginproof risk import --format deribit --out btc-import.json \\
            fixtures/markets/deribit/instruments.json \\
            --summary fixtures/markets/deribit/summaries.json \\
            --ticker fixtures/markets/deribit/tickers.json \\
            --source 'Deribit, public calls' --licence 'terms of the venue'
        """)
    @Argument(help: ArgumentHelp("The quotes, or Deribit's instruments.", valueName: "file"))
    var file: String
    @Option(name: .long, help: "chain, table or deribit.")
    var format = Format.chain
    @Option(name: .long, help: ArgumentHelp("The snapshot to write.", valueName: "snapshot.json"))
    var out: String
    @Option(name: .long, help: ArgumentHelp("deribit: book summaries, once for each response.", valueName: "file"))
    var summary: [String] = []
    @Option(name: .long, help: ArgumentHelp("deribit: tickers, once for each response or list of them.", valueName: "file"))
    var ticker: [String] = []
    @Option(name: .long, help: ArgumentHelp("table: the venue's name.", valueName: "name"))
    var venue: String?
    @Option(name: .long, help: ArgumentHelp("table, deribit: the coin.", valueName: "coin"))
    var underlying: String?
    @Option(name: .long, help: ArgumentHelp("table: when the quotes were taken, 2026-05-21T10:04:10Z.", valueName: "time"))
    var asOf: String?
    @Option(name: .long, help: ArgumentHelp("table, deribit: where the figures come from.", valueName: "text"))
    var source: String?
    @Option(name: .long, help: ArgumentHelp("table, deribit: under which licence.", valueName: "text"))
    var licence: String?

    func run() throws {
      let bytes = try Files.read(file)
      let snapshot: MarketSnapshot
      switch format {
      case .chain:
        try refuse("summary", !summary.isEmpty)
        try refuse("ticker", !ticker.isEmpty)
        for (name, value) in [
          ("venue", venue), ("underlying", underlying), ("as-of", asOf), ("source", source), ("licence", licence),
        ] {
          try refuse(name, value != nil)
        }
        snapshot = try orFail(at: file) { try DeribitChainImport.snapshot(from: bytes) }
      case .table:
        try refuse("summary", !summary.isEmpty)
        try refuse("ticker", !ticker.isEmpty)
        let heading = try orFail {
          try MarketSnapshot.Heading(
            venue: try needed("venue", venue), underlying: try needed("underlying", underlying), asOf: try needed("as-of", asOf),
            source: try needed("source", source), licence: try needed("licence", licence))
        }
        snapshot = try orFail { try MarketSnapshot(csv: bytes, file: file, heading: heading) }
      case .deribit:
        try refuse("venue", venue != nil)
        try refuse("as-of", asOf != nil)
        snapshot = try deribit(bytes)
      }
      try Files.write(snapshot.canonicalBytes, to: out)
      print("\(out): \(snapshot.digest)")
    }

    private func deribit(_ instruments: [UInt8]) throws -> MarketSnapshot {
      guard !summary.isEmpty else {
        throw CommandFailure.couldNotRun("--format deribit needs --summary: the response of public/get_book_summary_by_currency")
      }
      var responses = DeribitResponses(source: try needed("source", source), licence: try needed("licence", licence))
      try orFail(at: file) { try responses.addInstruments(instruments) }
      for path in summary {
        let bytes = try Files.read(path)
        try orFail(at: path) { try responses.addSummaries(bytes) }
      }
      for path in ticker {
        let bytes = try Files.read(path)
        try orFail(at: path) { try responses.addTickers(bytes) }
      }
      let (snapshot, remarks) = try orFail { try responses.snapshot(of: underlying) }
      for remark in remarks { Terminal.standardError("\(remark)") }
      return snapshot
    }

    private func needed(_ name: String, _ value: String?) throws -> String {
      guard let value else { throw CommandFailure.couldNotRun("--format \(format.rawValue) needs --\(name)") }
      return value
    }

    private func refuse(_ name: String, _ isGiven: Bool) throws {
      guard !isGiven else {
        throw CommandFailure.couldNotRun("--\(name) does not belong to --format \(format.rawValue); leave it out")
      }
    }
  }
}
