import ArgumentParser
import CanonicalJSON
import MarginModel
import RiskEngine
import SystemCryptography

extension RiskCommand {
  struct Recompute: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Build a published risk file again from its inputs and say whether it is the same, byte for byte.",
      discussion: """
        Nothing is taken from the file but the digests that it claims: inputs, model and the file before it are yours. Where it is not the
        same, the first difference is named, a cell by its table and elements. Signatures are not looked at: risk check does that. Exit
        status 0 if it is the same, 1 if not, 2 if a file cannot be read.

        Example:
          marginproof risk recompute risk.signed.json --inputs \\
            fixtures/markets/btc-20260521.json fixtures/markets/eth-20260521.json \\
            --model circuits/risk-models/portfolio-scan.yaml
        """)
    @Argument(help: ArgumentHelp("The published risk file, signed or plain.", valueName: "risk.json"))
    var file: String
    @Option(
      name: .long, parsing: .upToNextOption,
      help: ArgumentHelp("The market snapshots it was built from, in any order.", valueName: "snapshot.json ..."))
    var inputs: [String]
    @OptionGroup var options: RiskInputOptions
    @Flag(name: .long, help: "Print the verdict as JSON.")
    var json = false

    func run() throws {
      let published = try RuleFiles.risk(file)
      let (own, model) = try options.read(snapshots: inputs)
      let recomputation = RiskRecomputation(of: published, from: own, model)
      let reason = reason(recomputation)
      if json {
        printJSON(
          jsonObject(
            [
              ("verdict", .string(reason == nil ? "identical" : "refused")), ("risk", .string("\(published.digest)")),
              ("reason", reason.map { .string($0) }),
            ] + Self.difference(recomputation)))
      } else if let reason {
        print(Terminal.paint("refused", .red) + ": \(Terminal.safe("\(file): \(reason)"))")
      } else {
        print(
          Terminal.paint("identical", .green) + ": \(file) is what its inputs and model give, byte for byte, \(published.digest)")
      }
      if reason != nil { throw ExitCode(ExitStatus.refused.rawValue) }
    }

    /// Why the file is not the one that its inputs give; nil if it is.
    private func reason(_ recomputation: RiskRecomputation) -> String? {
      switch recomputation {
      case .identical: return nil
      case .inputNotListed(let place, let digest):
        let path = (inputs + options.companions)[place]
        return "does not list the input \(path), \(digest); give the inputs that the publisher used"
      case .inputMissing(let digest): return "lists the input \(digest), which is not given; get it"
      case .otherModel(let published, let given):
        return
          "is of the model \(published ?? "(none stated)"), and \(options.model) is \(given); get the model that the publisher used"
      case .impossible(let error): return "no risk file can be built from its inputs: \(error)"
      case .different(let difference):
        guard difference.place == .field("previous") else { return difference.description }
        return difference.description + "; give the file that it succeeds as --previous"
      }
    }

    private static func difference(_ recomputation: RiskRecomputation) -> [(String, JSONValue?)] {
      guard case .different(let difference) = recomputation else { return [] }
      return [
        ("place", .string("\(difference.place)")), ("published", difference.published.map { .string($0) }),
        ("recomputed", difference.recomputed.map { .string($0) }),
      ]
    }
  }
}
