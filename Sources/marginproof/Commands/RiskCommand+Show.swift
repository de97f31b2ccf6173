import ArgumentParser
import MarginModel

extension RiskCommand {
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
      print("previous     \(risk.previous?.description ?? "none")")
      for input in risk.inputs { print("input        \(input)") }
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
