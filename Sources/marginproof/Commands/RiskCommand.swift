import ArgumentParser

struct RiskCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "risk", abstract: "Market data to risk file, and publishers' signatures on it.",
    subcommands: [Import.self, Build.self, Sign.self, Show.self])
}
