import ArgumentParser
import CanonicalJSON
import MarginModel
import MarginOperations

extension MarginCommand {
  /// Who pays what a closed account leaves behind.
  struct Waterfall: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "waterfall", abstract: "Who bears a loss: penalty, insurance fund, default fund (Cover-2), then everybody.",
      discussion: """
        The default fund is the sum of the two largest of the members' proven bounds; each contributes in proportion to its own.

        Example:
          marginproof margin waterfall --loss 30 --penalty 2 --insurance-fund 10 \\
            --member A=12 --member B=3 --member C=7 --member D=9 --member E=1
        """)
    @Option(name: .long, help: ArgumentHelp("What the account owes after everything is closed.", valueName: "amount"))
    var loss: ExactNumber
    @Option(name: .long, help: ArgumentHelp("Penalties collected and not paid out.", valueName: "amount"))
    var penalty = ExactNumber(0)
    @Option(name: .long, help: ArgumentHelp("What the insurance fund has.", valueName: "amount"))
    var insuranceFund = ExactNumber(0)
    @Option(
      name: .long,
      help: ArgumentHelp("A member and the most it can lose beyond its margin; once for each.", valueName: "name=bound"))
    var member: [NamedNumber]
    @Option(name: .long, help: ArgumentHelp("Contributions are rounded up to it.", valueName: "0.01"))
    var grid = ExactNumber(Rational(1) / 100)
    @Flag(name: .long, help: "Print as JSON, with exact numbers.")
    var json = false

    func run() throws {
      let fund = try orFail { try DefaultFund(bounds: member.map { ($0.name, $0.value) }, grid: grid.value) }
      let waterfall = try orFail {
        try MarginOperations.Waterfall(
          loss: loss.value,
          layers: [("penalty", penalty.value), ("insurance fund", insuranceFund.value), ("default fund", fund.size)])
      }
      if json {
        printJSON(
          jsonObject([
            ("defaultFund", .exact(fund.size)), ("uncovered", .exact(waterfall.uncovered)),
            (
              "layers",
              .array(
                waterfall.layers.map {
                  jsonObject([("name", .string($0.name)), ("available", .exact($0.available)), ("used", .exact($0.used))])
                })
            ),
            (
              "members",
              .array(
                fund.members.map {
                  jsonObject([
                    ("name", .string($0.name)), ("bound", .exact($0.bound)), ("contribution", .exact($0.contribution)),
                  ])
                })
            ),
          ]))
        return
      }
      let layers = waterfall.layers.map { [$0.name, AmountText.full($0.available), AmountText.full($0.used)] }
      for line in Terminal.table(["layer", "has", "pays"], layers + [["everybody", "", AmountText.full(waterfall.uncovered)]]) {
        print(line)
      }
      print("\ndefault fund \(AmountText.full(fund.size)), the two largest bounds")
      let members = fund.members.map { [$0.name, AmountText.full($0.bound), AmountText.full($0.contribution)] }
      for line in Terminal.table(["member", "bound", "contributes"], members) { print(line) }
    }
  }
}
