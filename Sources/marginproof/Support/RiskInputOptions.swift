import ArgumentParser
import RiskEngine

/// What a risk file is built from, but for the snapshots: its model, and the files that some models read.
struct RiskInputOptions: ParsableArguments {
  @Option(name: .long, help: ArgumentHelp("The risk model.", valueName: "model.yaml"))
  var model: String
  @Option(
    name: .long,
    help: ArgumentHelp("Daily closes, for models that look back: date, then one column an asset.", valueName: "closes.csv"))
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
    help: ArgumentHelp("The risk file that this one succeeds in the publisher's record, signed or plain.", valueName: "risk.json"))
  var previous: String?

  /// The files beside the snapshots, in the order in which a risk file lists its inputs.
  var companions: [String] { [history, oracle, depth].compactMap { $0 } }

  func read(snapshots: [String]) throws -> (inputs: RiskInputs, model: RiskModel) {
    let inputs = RiskInputs(
      try snapshots.map(RiskInputFiles.snapshot), history: try history.map(RiskInputFiles.history),
      oracle: try oracle.map(RiskInputFiles.oracle), depth: try depth.map(RiskInputFiles.depth),
      previousFile: try previous.map(RuleFiles.risk))
    return (inputs, try RiskInputFiles.model(model))
  }
}
