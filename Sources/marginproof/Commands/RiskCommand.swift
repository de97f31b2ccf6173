import ArgumentParser

struct RiskCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "risk", abstract: "Market data to risk file; publishers' signatures on it, their record, and its recomputation.",
    subcommands: [Import.self, Oracle.self, Build.self, Sign.self, Check.self, Recompute.self, Show.self])
}
