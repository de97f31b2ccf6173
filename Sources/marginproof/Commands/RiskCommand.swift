import ArgumentParser
import Attestation
import MarginModel
import RiskEngine

struct RiskCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "risk", abstract: "Market data to risk file, and publishers' signatures on it.",
    subcommands: [Import.self, Build.self, Sign.self, Show.self])

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

  struct Build: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Revalue every instrument under a risk model's scenarios.",
      discussion: """
        Each quote that is left out or looks wrong is reported on standard error with its reason.

        Example:
          marginproof risk build fixtures/markets/btc-20260521.json \\
            fixtures/markets/eth-20260521.json --out risk.json \\
            --model circuits/risk-models/portfolio-scan.yaml
        """)
    @Argument(help: ArgumentHelp("Market snapshots, one an underlying.", valueName: "snapshot.json"))
    var snapshots: [String]
    @Option(name: .long, help: ArgumentHelp("The risk model.", valueName: "model.yaml"))
    var model: String
    @Option(name: .long, help: ArgumentHelp("The risk file to write, unsigned.", valueName: "risk.json"))
    var out: String
    @Flag(name: .long, help: "List only the quotes that are left out, not those that look wrong and are kept.")
    var quiet = false

    func run() throws {
      let markets = try snapshots.map { path in
        let bytes = try Files.read(path)
        return try orFail(at: path) { try MarketSnapshot(bytes: bytes) }
      }
      let modelBytes = try Files.read(model)
      let build = try orFail { try RiskBuilder.build(markets, try RiskModel(bytes: modelBytes, file: model)) }
      let bytes = build.riskFile.json.canonicalBytes
      try Files.write(bytes, to: out)
      for finding in build.reports.flatMap(\.findings) where !quiet || finding.isLeftOut { Terminal.standardError("\(finding)") }
      let file = build.riskFile
      let instruments = file.sets["instrument"]?.elements.count ?? 0
      let scenarios = file.sets["scan"]?.elements.count ?? 0
      print("\(out): \(instruments) instruments, \(scenarios) scenarios, \(bytes.count) bytes, \(file.digest)")
    }
  }

  struct Sign: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Sign a risk file as its publisher, or add a signature to a signed one.",
      discussion: """
        Example:
          marginproof risk sign risk.json --key publisher.key \\
            --out risk.signed.json
        """)
    @Argument(help: ArgumentHelp("The risk file, plain or signed by others.", valueName: "risk.json"))
    var file: String
    @Option(name: .long, help: ArgumentHelp("The publisher's sealed key.", valueName: "publisher.key"))
    var key: String
    @Option(name: .long, help: ArgumentHelp("The signed file to write.", valueName: "risk.signed.json"))
    var out: String
    @OptionGroup var passphrase: PassphraseOptions

    func run() throws {
      let bytes = try Files.read(file)
      let signer = try SigningKeys.open(key, passphrase)
      let signed: UnverifiedRiskFile
      if let others = try? UnverifiedRiskFile(bytes) {
        signed = try orFail(at: file) { try others.signed(by: signer) }
      } else {
        signed = try orFail(at: file) { try UnverifiedRiskFile(signing: try RiskFile(bytes: bytes), by: signer) }
      }
      try Files.write(signed.envelope.bytes, to: out)
      print("\(out): signed by \(signed.envelope.claimedSigners.count), \(signed.claimed.digest)")
    }
  }

  struct Show: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Print a risk file's sets and tables.",
      discussion: """
        Example:
          marginproof risk show risk.json
        """)
    @Argument(help: ArgumentHelp("The risk file, plain or signed.", valueName: "risk.json"))
    var file: String

    func run() throws {
      let risk = try RuleFiles.risk(file)
      print("digest       \(risk.digest)")
      print("model        \(Terminal.safe(risk.model ?? "not stated"))")
      print("as of        \(risk.asOf?.description ?? "not stated")")
      print("valid until  \(risk.validUntil?.description ?? "not stated")")
      for (name, set) in risk.sets.sorted(by: { $0.key < $1.key }) {
        let attributes = set.attributes.keys.sorted().joined(separator: ", ")
        print("set          \(name): \(set.elements.count) elements" + (attributes.isEmpty ? "" : "; \(attributes)"))
      }
      for (name, table) in risk.tables.sorted(by: { $0.key < $1.key }) {
        let index = table.index.isEmpty ? "" : "[\(table.index.joined(separator: ", "))]"
        print("table        \(name)\(index): \(table.unit)" + (table.decimals.map { ", \($0) decimals" } ?? ""))
      }
    }
  }
}
